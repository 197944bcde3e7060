// openset bundle RELEASE --out FILE
import { parseArgs } from 'node:util';
import { writeBundle } from '#lib/server/pack/bundle.ts';
import { verifyRelease } from '#lib/server/pack/verify.ts';
import { type Command, UsageError } from './command.ts';
import { inBytes, Progress } from './progress.ts';

export const bundle: Command = {
  summary: 'writes a release as one file, for tablets without a network',
  help: `openset bundle RELEASE --out FILE.openset [--json]

Proves a release folder, then writes all of it to one signed file. Tablets take it from a USB stick
or their Files app, on their page “This tablet”.`,

  async run(argv) {
    const { values, positionals } = parseArgs({
      args: argv,
      options: { out: { type: 'string' }, json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [dir] = positionals;
    const { out } = values;
    if (dir === undefined || positionals.length > 1 || out === undefined)
      throw new UsageError(bundle.help);
    const proving = new Progress('Verifying', inBytes);
    const verdict = await verifyRelease(dir, {
      onProgress: (done, total) => proving.show(done, total),
    });
    proving.end();
    if (verdict.faults.length > 0) {
      console.error(
        `Not written, the release is not whole:\n${verdict.faults.map((fault) => `  ${fault}`).join('\n')}`,
      );
      return 1;
    }
    const writing = new Progress('Writing', inBytes);
    const bytes = await writeBundle(dir, out, (done, total) => writing.show(done, total));
    writing.end();
    if (values.json) console.log(JSON.stringify({ release: verdict.release, file: out, bytes }));
    else console.log(`${out}: ${inBytes(bytes)}, release ${verdict.release.slice(0, 12)}`);
    return 0;
  },
};
