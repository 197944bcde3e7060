// npm run hub -- [--port N] [--host H] [--data DIR] [--release DIR]… [--cert FILE --key FILE]
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import type { CertificateFiles } from '#lib/server/hub/certificate.ts';
import { endOnSignal } from '#lib/server/hub/end-on-signal.ts';
import { createHub } from '#lib/server/hub/hub.ts';
import { ownerPassword } from '#lib/server/hub/owner-password.ts';
import { createTrustPage } from '#lib/server/hub/trust-page.ts';

const help = `npm run hub -- [--port N] [--host H] [--data DIR] [--release DIR]… [--cert FILE --key FILE]

Serves the exhibition to tablets.
  --port N       4173, or PORT
  --host H       all interfaces, or HOST
  --data DIR     .openset, or OPENSET_DATA: the hub's database; releases lie in its folder releases/
  --release DIR  a release, or a folder of releases, in place of the data folder's; may be given
                 several times, and the last one that names a current release is shown
  --cert FILE    certificate chain, PEM, and
  --key FILE     its key; or TLS_CERT and TLS_KEY, or what “openset hub cert” wrote. With them the
                 hub serves HTTPS; renewed files are taken up while it runs
  --trust-port N plain HTTP, only to hand out the root of “openset hub cert”; 8080, or TRUST_PORT

The password of the staff board's owner is STAFF_PASSWORD, or the one in DIR/staff-password, made on
first use.`;

const port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/, 'The port is a number up to 65535.'),
  v.transform(Number),
  v.maxValue(65_535, 'The port is a number up to 65535.'),
);
const settings = v.object({
  port: v.optional(port, '4173'),
  host: v.optional(v.string()),
  data: v.optional(v.string(), '.openset'),
  release: v.optional(v.array(v.string())),
  cert: v.optional(v.string()),
  key: v.optional(v.string()),
  'trust-port': v.optional(port, '8080'),
});

type Settings = v.InferOutput<typeof settings>;

/** Connections that wait to be taken up: a whole hall comes back at once after a cut. */
const backlog = 4_096;

function start({ port, host, data, release, ...tls }: Settings): void {
  const app = path.resolve(import.meta.dirname, '../../build');
  if (!existsSync(path.join(app, 'shell.html')))
    return fail('The app is not built yet. Run: npm run build');
  const password = ownerPassword(data);
  const certificate = certificateOf(tls, data);
  const server = createHub({
    app,
    data,
    ownerPassword: password,
    certificate,
    releases: release ?? [path.join(data, 'releases')],
    onRefusal: (dir, why) => console.error(`Not offered: ${dir}: ${why}.`),
    onError: (error) => console.error(error),
  });
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    fail(`Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`);
  });
  server.listen({ port, host, backlog }, () => {
    const address = announce(server.address() as AddressInfo, password, certificate !== undefined);
    if (certificate) handOutRoot(data, tls['trust-port'], host, address);
  });
  endOnSignal(server);
}

/** The files given, else those that “openset hub cert” wrote; none is plain HTTP. */
function certificateOf(
  { cert, key }: Pick<Settings, 'cert' | 'key'>,
  data: string,
): CertificateFiles | undefined {
  if (cert !== undefined && key !== undefined) return { cert, key };
  const made = { cert: path.join(data, 'tls/hub.crt'), key: path.join(data, 'tls/hub.key') };
  return existsSync(made.cert) && existsSync(made.key) ? made : undefined;
}

/** Serves the root certificate to devices that do not trust it yet, where there is one. */
function handOutRoot(data: string, port: number, host: string | undefined, address: string): void {
  const root = path.join(data, 'tls/root.crt');
  if (!existsSync(root)) return;
  const server = createTrustPage(readFileSync(root), address);
  server.once('error', (error) => console.error(`The root is not handed out: ${error.message}`));
  server.listen(port, host, () =>
    console.log(
      `  Trust this hub · 信任主机    ${address.replace(/^https:\/\/(.*?)(:\d+)?$/, `http://$1:${port}`)}\n`,
    ),
  );
  endOnSignal(server);
}

/** Says where to touch; returns the address on the network. */
function announce({ port }: AddressInfo, password: string, isSecure: boolean): string {
  const scheme = isSecure ? 'https' : 'http';
  const near = Object.values(networkInterfaces())
    .flat()
    .filter((address) => address?.family === 'IPv4' && !address.internal)
    .map((address) => `${scheme}://${address?.address}:${port}`);
  const here = `${scheme}://localhost:${port}`;
  console.log(`
Open Set · 开放片场

  Touch here · 在这里触摸   ${here}
  This tablet · 本机状态    ${here}/setup
  Staff board · 工作人员    ${here}/staff
  Big screen · 大屏幕       ${here}/stage
  Live rounds · 现场挑战    ${here}/staff/rounds
  Its password · 密码       ${process.env.STAFF_PASSWORD ? 'STAFF_PASSWORD' : password}
${near.map((address) => `  On the network · 局域网   ${address}`).join('\n')}
  Over the network, tablets keep the exhibition offline only under https://.
  通过局域网访问时，只有 https:// 地址才能离线保存展览。
`);
  return near[0] ?? here;
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
      cert: { type: 'string' },
      key: { type: 'string' },
      'trust-port': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { PORT, HOST, OPENSET_DATA, TLS_CERT, TLS_KEY, TRUST_PORT } = process.env;
  const given = {
    port: PORT,
    host: HOST,
    data: OPENSET_DATA,
    cert: TLS_CERT,
    key: TLS_KEY,
    'trust-port': TRUST_PORT,
    ...values,
  };
  return values.help ? null : v.parse(settings, given);
}

// A log that cannot be written, on a full disk say, must not take the hub with it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

let chosen: ReturnType<typeof readSettings> | undefined;
try {
  chosen = readSettings();
} catch (error) {
  fail(`${(error as Error).message}\n\n${help}`);
  process.exitCode = 2;
}
if (chosen) start(chosen);
else if (chosen === null) console.log(help);
