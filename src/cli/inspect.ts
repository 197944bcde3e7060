// openset inspect FILE…
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { inspect as inspectSource, type Inspection } from '#lib/intake/inspect.ts';
import { type Command, UsageError } from './command.ts';
import { withFile } from '#lib/server/event/file-source.ts';
import { Progress } from './progress.ts';

type Line = { file: string } & Omit<Inspection, 'embedded'>;

export const inspect: Command = {
  summary: 'says what files tell of their own making',
  help: `openset inspect FILE… [--json]

Reads prompts, seeds, models, labels and where each fact stands, from pictures and clips.
  --json  one JSON object a line, one line a file
Absent facts are null. Exit code 0 when every file could be read.`,

  async run(argv) {
    const { values, positionals } = parseArgs({
      args: argv,
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    if (positionals.length === 0) throw new UsageError(inspect.help);
    const progress = new Progress('Inspecting');
    let faults = 0;
    for (const [done, file] of positionals.entries()) {
      progress.show(done, positionals.length);
      const line = await inspectFile(file);
      if (line.error !== null) faults += 1;
      progress.end();
      console.log(values.json ? JSON.stringify(line) : inWords(line));
    }
    return faults === 0 ? 0 : 1;
  },
};

async function inspectFile(file: string): Promise<Line> {
  try {
    if ((await stat(file)).isDirectory())
      return unread(file, 'This is a folder. Name the files in it, or use: openset import.');
    return lineOf(file, await withFile(file, inspectSource));
  } catch (error) {
    return unread(
      file,
      error instanceof Error ? `The file cannot be read: ${error.message}` : String(error),
    );
  }
}

async function unread(file: string, error: string): Promise<Line> {
  const nothing = { name: file, size: 0, read: () => Promise.resolve(new Uint8Array()) };
  return { ...lineOf(file, await inspectSource(nothing)), error };
}

/** The answer without the embedded bytes, which are for keeping, not for printing. */
function lineOf(file: string, said: Inspection): Line {
  const line: Line & { embedded?: unknown } = { file, ...said };
  delete line.embedded;
  return line;
}

function inWords({ file, error, facts, candidates, redactions, ...said }: Line): string {
  const size = said.width === null ? '' : ` ${said.width}×${said.height}`;
  const length = said.durationS === null ? '' : ` ${said.durationS} s`;
  const lines = [`${file}  ${said.kind ?? 'unknown'}${size}${length}`];
  for (const { field, value, locator, confidence } of facts)
    lines.push(`  ${field}: ${value}  (${confidence}, ${locator})`);
  for (const { prompt, why } of candidates) lines.push(`  possible prompt: ${prompt}  (${why})`);
  for (const { kind, locator, excerpt } of redactions)
    lines.push(`  stays private: ${kind} ${excerpt}  (${locator})`);
  if (facts.length === 0 && error === null) lines.push('  says nothing of its making');
  if (error !== null) lines.push(`  ${error}`);
  return lines.join('\n');
}
