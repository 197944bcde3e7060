// Prompts of other people, found in their real files by our own reader: the lab must make something
// of every one of them.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspect } from '../../src/lib/intake/inspect.ts';
import { choices } from '../../src/lib/previs/shot/arbitrary.ts';
import { toPrompt } from '../../src/lib/previs/shot/phrases.ts';
import { readPrompt } from '../../src/lib/previs/shot/read-prompt.ts';
import { withFile } from '../../src/lib/server/event/file-source.ts';

const real = '../shared/real';

/** By the file that it was found in. */
async function promptsIn(folder: string): Promise<[string, string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const found: [string, string][] = [];
  for (const file of files) {
    const said = await withFile(file, inspect);
    for (const text of [said.prompt, said.negativePrompt])
      if (text) found.push([path.relative(folder, file), text]);
  }
  return found;
}

describe.skipIf(!existsSync(real))(
  'prompts of real files (skipped where they are not at hand)',
  async () => {
    const prompts = existsSync(real) ? await promptsIn(real) : [];

    it('are there', () => {
      expect(prompts.length).toBeGreaterThan(40);
    });

    it.each(prompts)('%s', (_, text) => {
      const { shot, understood, missed } = readPrompt(text, choices);
      const spans = [...understood, ...missed].toSorted((a, b) => a.from - b.from);
      for (const [at, { from, to, words }] of spans.entries()) {
        expect(text.slice(from, to)).toBe(words);
        expect(to).toBeGreaterThan(from);
        if (at > 0) expect(from).toBeGreaterThanOrEqual(spans[at - 1]!.to);
      }
      expect(spans.length).toBeGreaterThan(0);
      // What was understood can be said again and means the same.
      for (const language of ['zh', 'en'] as const)
        expect(readPrompt(toPrompt(shot, choices, language), choices).shot).toEqual(shot);
    });
  },
);
