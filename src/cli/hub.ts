// npm run hub -- [--port N] [--host H] [--data DIR] [--release DIR]…
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { createHub } from '#lib/server/hub/hub.ts';
import { ownerPassword } from '#lib/server/hub/owner-password.ts';

const help = `npm run hub -- [--port N] [--host H] [--data DIR] [--release DIR]…

Serves the exhibition to tablets.
  --port N       4173, or PORT
  --host H       all interfaces, or HOST
  --data DIR     .openset, or OPENSET_DATA: the hub's database; releases lie in its folder releases/
  --release DIR  a release, or a folder of releases, in place of the data folder's; may be given
                 several times, and the last one that names a current release is shown

The password of the staff board's owner is STAFF_PASSWORD, or the one in DIR/staff-password, made on
first use.`;

const settings = v.object({
  port: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,5}$/, 'The port is a number up to 65535.'),
      v.transform(Number),
      v.maxValue(65_535, 'The port is a number up to 65535.'),
    ),
    '4173',
  ),
  host: v.optional(v.string()),
  data: v.optional(v.string(), '.openset'),
  release: v.optional(v.array(v.string())),
});

function start({ port, host, data, release }: v.InferOutput<typeof settings>): void {
  const app = path.resolve(import.meta.dirname, '../../build');
  if (!existsSync(path.join(app, 'shell.html')))
    return fail('The app is not built yet. Run: npm run build');
  const password = ownerPassword(data);
  const server = createHub({
    app,
    data,
    ownerPassword: password,
    releases: release ?? [path.join(data, 'releases')],
    onRefusal: (dir, why) => console.error(`Not offered: ${dir}: ${why}.`),
    onError: (error) => console.error(error),
  });
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    fail(`Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`);
  });
  server.listen(port, host, () => announce(server.address() as AddressInfo, password));
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
}

function announce({ port }: AddressInfo, password: string): void {
  const near = Object.values(networkInterfaces())
    .flat()
    .filter((address) => address?.family === 'IPv4' && !address.internal)
    .map((address) => `http://${address?.address}:${port}`);
  console.log(`
Open Set · 开放片场

  Touch here · 在这里触摸   http://localhost:${port}
  This tablet · 本机状态    http://localhost:${port}/setup
  Staff board · 工作人员    http://localhost:${port}/staff
  Its password · 密码       ${process.env.STAFF_PASSWORD ? 'STAFF_PASSWORD' : password}
${near.map((address) => `  On the network · 局域网   ${address}`).join('\n')}
  Over the network, tablets keep the exhibition offline only under https://.
  通过局域网访问时，只有 https:// 地址才能离线保存展览。
`);
}

function fail(words: string): void {
  console.error(words);
  process.exitCode = 1;
}

/** Settings of the command line, else of the environment; `null` where help was asked for. */
function readSettings(): v.InferOutput<typeof settings> | null {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      data: { type: 'string' },
      release: { type: 'string', multiple: true },
      help: { type: 'boolean', default: false },
    },
  });
  const { PORT, HOST, OPENSET_DATA } = process.env;
  const given = { port: PORT, host: HOST, data: OPENSET_DATA, ...values };
  return values.help ? null : v.parse(settings, given);
}

let chosen: ReturnType<typeof readSettings> | undefined;
try {
  chosen = readSettings();
} catch (error) {
  fail(`${(error as Error).message}\n\n${help}`);
  process.exitCode = 2;
}
if (chosen) start(chosen);
else if (chosen === null) console.log(help);
