// openset check EVENT
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Problem, readEvent } from '#lib/server/event/read.ts';
import { type Command, UsageError } from './command.ts';

export const check: Command = {
  summary: 'reports every mistake in an event folder, with line and remedy',
  help: `openset check EVENT [--json]

Reads the whole event folder and reports all mistakes at once, file:line:column first. Errors stop a
release; warnings name the rule that visitors would miss. Exit code 0 when there is no error.
  --json  one object: { event, errors, warnings, problems[] }`,

  async run(argv) {
    const { values, positionals } = parseArgs({
      args: argv,
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [dir] = positionals;
    if (dir === undefined || positionals.length > 1) throw new UsageError(check.help);
    const { problems } = await readEvent(dir);
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    const warnings = problems.length - errors;
    if (values.json)
      console.log(JSON.stringify({ event: dir, errors, warnings, problems }, null, 2));
    else {
      printProblems(dir, problems);
      console.log(`${dir}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`);
    }
    return errors === 0 ? 0 : 1;
  },
};

/** One line a problem, grouped by file, in the order of lines; paths as terminals open them. */
export function printProblems(dir: string, problems: Problem[]): void {
  for (const [file, list] of Map.groupBy(problems, (problem) => problem.file)) {
    for (const { line, column, severity, what, fix, rule } of list.toSorted(byPlace))
      console.log(
        `${path.join(dir, file)}:${line}:${column}  ${severity}: ${what} — ${fix}${rule ? ` [rule ${rule}]` : ''}`,
      );
    console.log('');
  }
}

const byPlace = (a: Problem, b: Problem): number => a.line - b.line || a.column - b.column;

const count = (number: number, word: string): string =>
  `${number} ${word}${number === 1 ? '' : 's'}`;
