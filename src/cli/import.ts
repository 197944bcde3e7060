// openset import FOLDER --film ID --into EVENT
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { slug } from '#lib/openset/id.ts';
import {
  importFolder as importInto,
  type ImportReport,
} from '#lib/server/event/import/import-folder.ts';
import { type Command, UsageError } from './command.ts';
import { withFile } from '#lib/server/event/file-source.ts';
import { Progress } from './progress.ts';

export const importFolder: Command = {
  summary: 'brings a team’s folder into an event: shots, versions, takes',
  help: `openset import FOLDER --film ID --into EVENT [--title TEXT] [--dry-run] [--json]

Copies pictures and clips into the event, groups them into shots by folder and name, orders versions
by counter and time, and writes what the files say of their making. The folder is never changed.
Import it again whenever it has grown: only what is new is added, edits stay.`,

  async run(argv) {
    const { values, positionals } = parseArgs({
      args: argv,
      options: {
        film: { type: 'string' },
        into: { type: 'string' },
        title: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
    const [from] = positionals;
    const { film, into } = values;
    if (from === undefined || positionals.length > 1 || film === undefined || into === undefined)
      throw new UsageError(importFolder.help);
    if (!v.is(slug, film))
      throw new UsageError(`--film ${film}: an id takes lower-case letters, digits, - and _.`);
    if (!(await stat(from).catch(() => null))?.isDirectory())
      throw new UsageError(`${from} is not a folder.`);
    const progress = new Progress('Reading');
    const report = await importInto({
      from,
      film,
      event: into,
      title: values.title ?? film,
      dryRun: values['dry-run'],
      open: withFile,
      onProgress: (done, total) => progress.show(done, total),
    });
    progress.end();
    if (values.json) console.log(JSON.stringify(report));
    else console.log(inWords(report, values['dry-run']));
    return 0;
  },
};

function inWords(report: ImportReport, isDry: boolean): string {
  const { shots, versions, takes, identical, skipped, redactions } = report;
  const lines = [
    `${isDry ? 'Would import' : 'Imported'} ${takes} takes in ${versions} versions of ${shots} shots.`,
  ];
  if (identical.length > 0) lines.push(`${identical.length} files were here already or twice.`);
  for (const { file, why } of skipped) lines.push(`  skipped ${file}: ${why}`);
  for (const { file, kind, locator, excerpt } of redactions)
    lines.push(`  stays private: ${kind} ${excerpt} in ${file} (${locator})`);
  return lines.join('\n');
}
