// openset check EVENT
import { parseArgs } from 'node:util';
import type { Problem } from '#lib/server/event/problem.ts';
import { readEvent } from '#lib/server/event/read.ts';
import { type Command, UsageError } from './command.ts';

export const check: Command = {
  summary: 'reports every mistake in an event folder, with line and remedy',
  help: `openset check EVENT [--json]

Reads the whole event folder and reports all mistakes at once. Errors stop a release; warnings name
the rule that visitors would miss. Exit code 0 when there is no error.`,

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
      printProblems(problems);
      console.log(`${errors} errors, ${warnings} warnings`);
    }
    return errors === 0 ? 0 : 1;
  },
};

/** One line a problem, grouped by file, in the order of lines. */
export function printProblems(problems: Problem[]): void {
  const byFile = Map.groupBy(problems, ({ file }) => file);
  for (const [file, list] of byFile) {
    console.log(file);
    for (const { line, column, severity, what, fix, rule } of list.toSorted(
      (a, b) => a.line - b.line,
    ))
      console.log(
        `  ${line}:${column}  ${severity}  ${what}. ${fix}${rule ? ` [rule ${rule}]` : ''}`,
      );
    console.log('');
  }
}
