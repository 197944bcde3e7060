// The table of allowed imports (DESIGN §4) must really refuse what it forbids.
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint();

async function complaints(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file });
  return (result?.messages ?? [])
    .filter((message) => message.ruleId === 'openset/boundaries')
    .map((message) => message.message);
}

describe('the rooms', () => {
  it.each([
    ['src/lib/openset/a.ts', "import '#lib/intake/source.ts';"],
    ['src/lib/intake/a.ts', "import '#lib/server/pack/pack.ts';"],
    ['src/lib/preload/a.ts', "import '#lib/kiosk/session.svelte.ts';"],
    ['src/lib/timeline/a.ts', "import '../kiosk/session.svelte.ts';"],
    ['src/lib/server/hub/a.ts', "import '#lib/server/event/read.ts';"],
    ['src/lib/server/generator/a.ts', "import '#lib/server/hub/database.ts';"],
    ['src/lib/ui/a.ts', "import '#lib/openset/text.ts';"],
    ['src/lib/kiosk/a.ts', "import '../../routes/read-document.ts';"],
    ['src/lib/kiosk/a.ts', "await import('#lib/server/hub/hub.ts');"],
    ['src/lib/intake/a.ts', "export * from 'node:fs';"],
  ])('refuse in %s: %s', async (file, code) => {
    expect(await complaints(file, code)).toHaveLength(1);
  });

  it.each([
    ['src/lib/intake/a.ts', "import '#lib/openset/fact.ts';"],
    ['src/lib/server/pack/a.ts', "import 'node:fs'; import '#lib/intake/source.ts';"],
    ['src/cli/a.ts', "import '#lib/server/hub/hub.ts';"],
    ['src/routes/+page.ts', "import '#lib/timeline/player.ts';"],
  ])('allow in %s: %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([]);
  });
});
