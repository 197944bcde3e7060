// openset pack EVENT
import path from 'node:path';
import { parseArgs } from 'node:util';
import { eventKey } from '#lib/server/pack/event-key.ts';
import { packFolder, type Packed } from '#lib/server/pack/pack-folder.ts';
import { explainFailure } from '#lib/server/pack/render.ts';
import { printProblems } from './check.ts';
import { type Command, UsageError } from './command.ts';
import { inBytes, Progress } from './progress.ts';

export const pack: Command = {
  summary: 'makes a release of an event folder: rendered, packed, signed',
  help: `openset pack EVENT [--out DIR] [--key FILE] [--json]

Checks the event, renders its media for touch screens, and writes a signed release.
  --out DIR   where releases are kept (.openset/releases)
  --key FILE  the event's Ed25519 key, made on first use (.openset/event-key.pem)
An unchanged event packs at once; one changed take costs one take.`,

  async run(argv) {
    const { values, positionals } = parseArgs({
      args: argv,
      options: {
        out: { type: 'string', default: '.openset/releases' },
        key: { type: 'string', default: '.openset/event-key.pem' },
        json: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
    const [dir] = positionals;
    if (dir === undefined || positionals.length > 1) throw new UsageError(pack.help);
    try {
      const packed = await packWithProgress(dir, values.out, values.key);
      if ('problems' in packed) {
        printProblems(dir, packed.problems);
        console.error('Nothing was packed: mend these first.');
        return 1;
      }
      const { report } = packed;
      if (values.json) console.log(JSON.stringify(report));
      else
        console.log(
          `Release ${report.release}\n${report.films} films, ${inBytes(report.bytes)} in ${report.packs} packs · ${report.encoded} files rendered, ${report.reused} unchanged\n${report.dir}`,
        );
      return 0;
    } catch (error) {
      const words = explainFailure(error, path.resolve(dir));
      if (words === null) throw error;
      console.error(words);
      return 1;
    }
  },
};

async function packWithProgress(dir: string, out: string, key: string): Promise<Packed> {
  const rendering = new Progress('Rendering');
  const writing = new Progress('Writing', inBytes);
  try {
    return await packFolder(dir, {
      out: path.resolve(out),
      cache: path.resolve(out, '../cache'),
      key: await eventKey(path.resolve(key)),
      onProgress: (stage, done, total) =>
        (stage === 'render' ? rendering : writing).show(done, total),
    });
  } finally {
    writing.end();
  }
}
