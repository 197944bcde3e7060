// openset verify RELEASE
import { parseArgs } from 'node:util';
import { verifyRelease } from '#lib/server/pack/verify.ts';
import { type Command, UsageError } from './command.ts';
import { inBytes, Progress } from './progress.ts';

export const verify: Command = {
  summary: 'proves a release: reads every byte again',
  help: `openset verify RELEASE [--key PUBLIC] [--json]

Reads a release folder whole: manifest, signature, every chunk, every picture and document.
  --key PUBLIC  the event key that must have signed it (base64url)
Exit code 0 only when everything is proven.`,

  async run(argv) {
    const { values, positionals } = parseArgs({
      args: argv,
      options: { key: { type: 'string' }, json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [dir] = positionals;
    if (dir === undefined || positionals.length > 1) throw new UsageError(verify.help);
    const progress = new Progress('Verifying', inBytes);
    const verdict = await verifyRelease(dir, {
      trustedKey: values.key,
      onProgress: (done, total) => progress.show(done, total),
    });
    progress.end();
    if (values.json)
      console.log(JSON.stringify({ ...verdict, proven: verdict.faults.length === 0 }));
    else if (verdict.faults.length === 0)
      console.log(
        `Proven: ${inBytes(verdict.bytes)} read and agreed, signed by ${verdict.publicKey}.`,
      );
    else console.log(`Not proven:\n${verdict.faults.map((fault) => `  ${fault}`).join('\n')}`);
    return verdict.faults.length === 0 ? 0 : 1;
  },
};
