// openset hub cert NAME…
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeCertificate, makeRoot } from '#lib/server/hub/local-authority.ts';
import { writeWhole } from '#lib/server/pack/atomic.ts';
import { type Command, UsageError } from './command.ts';

export const hubCommand: Command = {
  summary: 'makes a certificate for the hub (hub cert NAME…)',
  help: `openset hub cert NAME… [--data DIR]

Makes a local authority, once, and a certificate for the hub under it. NAME is what tablets type:
a host name or an address. Files go to DIR/tls (DIR is .openset, or OPENSET_DATA); the hub finds
them there, serves HTTPS with them, and hands out the root to devices over plain HTTP.
Run it again to renew: devices keep trusting the same root.`,

  async run(argv) {
    const { values, positionals } = parseArgs({
      args: argv,
      options: { data: { type: 'string' } },
      allowPositionals: true,
    });
    const [what, first, ...more] = positionals;
    if (what !== 'cert' || first === undefined) throw new UsageError(hubCommand.help);
    const dir = path.join(values.data ?? process.env.OPENSET_DATA ?? '.openset', 'tls');
    await mkdir(dir, { recursive: true });
    const rootFiles = [path.join(dir, 'root.crt'), path.join(dir, 'root.key')] as const;
    if (!rootFiles.every((file) => existsSync(file))) {
      const made = await makeRoot(first);
      await writeSecret(rootFiles[1], made.key);
      await writeWhole(rootFiles[0], made.certificate);
    }
    const root = {
      certificate: await readFile(rootFiles[0], 'utf8'),
      key: await readFile(rootFiles[1], 'utf8'),
    };
    const made = await makeCertificate(root, [first, ...more]);
    await writeSecret(path.join(dir, 'hub.key'), made.key);
    await writeWhole(path.join(dir, 'hub.crt'), made.certificate);
    console.log(`${dir}: certificate for ${[first, ...more].join(', ')}, good for 398 days.
Start the hub again if it is not serving HTTPS yet. Devices must trust ${rootFiles[0]}:
the hub hands it out over plain HTTP, with the steps for each platform.`);
    return 0;
  },
};

async function writeSecret(file: string, content: string): Promise<void> {
  await writeWhole(file, content);
  await chmod(file, 0o600);
}
