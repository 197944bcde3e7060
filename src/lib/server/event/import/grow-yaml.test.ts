import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { grow } from './grow-yaml.ts';

const item = {
  id: 'v003',
  title: { zh: '生成 3', en: 'Generation 3' },
  prompt: { text: 'a\nb: "c"' },
};

/** As people write: their comments, quotes, indents, line ends, and files without a last line end. */
const written = {
  plain:
    'id: sh010\nversions:\n  - id: v001\n    takes:\n      - id: t01\n  - id: v002\n    takes:\n      - id: t01\n',
  'not indented':
    'id: sh010\nversions:\n- id: v001\n  takes:\n  - id: t01\n- id: v002\n  takes:\n  - {id: t01}\n',
  'with comments':
    '# ours\nid: "sh010" # the lane\nversions:\n    -   id: v001\n        takes: # all of them\n          - id: t01\n    -   id: v002\n        takes:\n          - id: t01 # good\n            # colder, please\n\n# the end\n',
  'with more below':
    'versions:\n  - id: v001\n    takes:\n      - id: t01\n        note: >\n          folded\n          words\n\n  - id: v002\n    takes:\n      - id: t01\ntitle: { zh: 巷, en: Lane }\n',
  'from Windows':
    'id: sh010\r\nversions:\r\n  - id: v001\r\n    takes:\r\n      - id: t01\r\n  - id: v002\r\n    takes:\r\n      - id: t01\r\n',
  'without a last line end':
    'versions:\n  - id: v001\n    takes:\n      - id: t01\n  - id: v002\n    takes:\n      - id: t01',
};

test.each(Object.entries(written))('a file %s keeps every byte that people wrote', (_, text) => {
  const grown = grow(text, [
    { path: ['versions', 0, 'takes'], items: [{ id: 't02' }] },
    { path: ['versions', 1, 'takes'], items: [{ id: 't02' }, { id: 't03' }] },
    { path: ['versions'], items: [item] },
  ]);
  const wanted = parse(text);
  wanted.versions[0].takes.push({ id: 't02' });
  wanted.versions[1].takes.push({ id: 't02' }, { id: 't03' });
  wanted.versions.push(item);
  expect(parse(grown)).toEqual(wanted);
  const lines = grown.split(/(?<=\n)/);
  for (const line of (text.endsWith('\n') ? text : `${text}\n`).split(/(?<=\n)/))
    expect(lines.splice(0, lines.indexOf(line) + 1).at(-1)).toBe(line);
  if (text.includes('\r')) expect(grown.replaceAll('\r\n', '')).not.toContain('\n');
});

test.each(['versions: []\n', 'versions: [{id: v001}]\n', 'id: sh010 # ours\n', 'versions:\n'])(
  'a list that has no lines loses nothing: %j',
  (text) => {
    const before = parse(text) as { versions?: unknown[] };
    const grown = grow(text, [{ path: ['versions'], items: [item] }]);
    expect(parse(grown)).toEqual({ ...before, versions: [...(before.versions ?? []), item] });
    if (text.includes('#')) expect(grown).toContain('# ours');
  },
);

test('whatever the library writes can be grown without a change to it', () => {
  const value = fc.array(
    fc.record({ id: fc.string(), words: fc.string(), n: fc.option(fc.integer()) }),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(value, value, (before, added) => {
      const text = stringify({ versions: before });
      const grown = grow(text, [{ path: ['versions'], items: added }]);
      expect(grown.startsWith(text)).toBe(true);
      expect(parse(grown)).toEqual({ versions: [...before, ...added] });
    }),
  );
});
