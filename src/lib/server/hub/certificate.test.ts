import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request, type Server } from 'node:http';
import { Agent, request as secureRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHub } from './hub.ts';
import { makeCertificate, makeRoot, type KeyAndCertificate } from './local-authority.ts';
import { createTrustPage } from './trust-page.ts';

let dir: string;
let root: KeyAndCertificate;
let files: { cert: string; key: string };
const told: unknown[] = [];

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'openset-tls-'));
  files = { cert: path.join(dir, 'hub.crt'), key: path.join(dir, 'hub.key') };
  root = await makeRoot('test');
});
afterEach(async () => {
  await rm(dir, { recursive: true });
  told.length = 0;
});

async function write({ certificate, key }: KeyAndCertificate): Promise<void> {
  await writeFile(files.cert, certificate);
  await writeFile(files.key, key);
}

async function withHub(use: (server: Server, port: number) => Promise<void>): Promise<void> {
  const server = createHub({
    app: dir,
    data: path.join(dir, 'data'),
    ownerPassword: 'open sesame',
    releases: [],
    certificate: files,
    onRefusal: () => undefined,
    onError: (error) => told.push(error),
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  try {
    await use(server, (server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Asks as a device that trusts the root and nothing else; resolves to the certificate shown. */
async function shown(port: number, servername = 'localhost'): Promise<X509Certificate> {
  const agent = new Agent({ ca: root.certificate, keepAlive: false, maxCachedSessions: 0 });
  const asked = secureRequest({ host: 'localhost', port, path: '/healthz', agent, servername });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  expect(answer.statusCode).toBe(200);
  answer.resume();
  const socket = answer.socket as import('node:tls').TLSSocket;
  return socket.getPeerX509Certificate()!;
}

describe('the hub’s HTTPS', () => {
  it('is trusted under the root, for the names asked for and no other', async () => {
    await write(await makeCertificate(root, ['localhost', '10.0.0.5']));
    await withHub(async (_, port) => {
      const certificate = await shown(port);
      expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:10.0.0.5');
      expect(certificate.checkIssued(new X509Certificate(root.certificate))).toBe(true);
      await expect(shown(port, 'elsewhere.example')).rejects.toThrow(/altnames|does not match/i);
    });
  });

  it('takes up renewed files while it runs, and keeps the last good pair', async () => {
    const first = await makeCertificate(root, ['localhost']);
    await write(first);
    await withHub(async (_, port) => {
      const before = (await shown(port)).serialNumber;
      const second = await makeCertificate(root, ['localhost']);
      await writeFile(files.cert, second.certificate);
      await expect.poll(() => told, { timeout: 15_000 }).not.toEqual([]);
      expect((await shown(port)).serialNumber).toBe(before);
      await writeFile(files.key, second.key);
      await expect
        .poll(async () => (await shown(port)).serialNumber, { timeout: 15_000 })
        .not.toBe(before);
    });
  });

  it('hands out the root over plain HTTP, and only that', async () => {
    const page = createTrustPage(Buffer.from(root.certificate), 'https://10.0.0.5:4173');
    page.listen(0, 'localhost');
    await once(page, 'listening');
    const { port } = page.address() as AddressInfo;
    const get = async (place: string): Promise<string> => {
      const asked = request({ host: 'localhost', port, path: place });
      asked.end();
      const [answer] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
      return Buffer.concat(await Array.fromAsync(answer as AsyncIterable<Buffer>)).toString();
    };
    expect(await get('/open-set-root.crt')).toBe(root.certificate);
    expect(await get('/api/v1/releases')).toContain('https://10.0.0.5:4173');
    page.close();
  });
});
