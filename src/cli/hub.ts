// npm run hub -- [--port N] [--data DIR] [--release DIR]…
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { createHub } from '#lib/server/hub/hub.ts';

const help = `npm run hub -- [--port N] [--host H] [--data DIR] [--release DIR]…

Serves the exhibition to tablets.
  --port N       4173, or PORT
  --host H       all interfaces, or HOST
  --data DIR     .openset, or OPENSET_DATA; holds releases/
  --release DIR  a release, or a folder of releases; may be given several times`;

const environment = v.object({
  PORT: v.optional(v.pipe(v.string(), v.regex(/^\d{1,5}$/, 'PORT is a number')), '4173'),
  HOST: v.optional(v.string()),
  OPENSET_DATA: v.optional(v.string(), '.openset'),
});

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    data: { type: 'string' },
    release: { type: 'string', multiple: true },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(help);
else start();

function start(): void {
  const settings = v.parse(environment, process.env);
  const app = path.resolve(import.meta.dirname, '../../build');
  if (!existsSync(path.join(app, 'shell.html'))) {
    console.error('The app is not built yet. Run: npm run build');
    process.exitCode = 1;
    return;
  }
  const data = values.data ?? settings.OPENSET_DATA;
  const server = createHub({
    app,
    releases: values.release ?? [path.join(data, 'releases')],
    onRefusal: (dir, why) => console.error(`Not offered: ${dir}: ${why}.`),
    onError: (error) => console.error(error),
  });
  const port = Number(values.port ?? settings.PORT);
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    console.error(
      `Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
    );
    process.exitCode = 1;
  });
  server.listen(port, values.host ?? settings.HOST, () =>
    announce(server.address() as AddressInfo),
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
}

function announce({ port }: AddressInfo): void {
  const near = Object.values(networkInterfaces())
    .flat()
    .filter((address) => address?.family === 'IPv4' && !address.internal)
    .map((address) => `http://${address?.address}:${port}`);
  console.log(`
Open Set · 开放片场

  Touch here · 在这里触摸   http://localhost:${port}
  This tablet · 本机状态     http://localhost:${port}/setup
${near.map((address) => `  On the network · 局域网    ${address}`).join('\n')}
  Over the network, tablets keep the exhibition offline only under https://.
  通过局域网访问时，只有 https:// 地址才能离线保存展览。
`);
}
