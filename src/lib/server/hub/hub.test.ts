import { request as ask, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MiB } from '#lib/openset/chunk.ts';
import {
  document,
  eventKeyPair,
  makeRelease,
  media,
  noise,
  type MadeRelease,
} from '../../../../tests/fixtures/make-release.ts';
import { createHub } from './hub.ts';

const picture = media(noise(1, 3 * MiB + 17), 'image/webp');
const event = document('event', { id: 'made' });
const key = eventKeyPair();

let dir: string;
let release: MadeRelease;
let server: Server;
let address: string;
let refusals: string[];

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'openset-hub-'));
  const app = path.join(dir, 'app');
  await mkdir(path.join(app, '_app/immutable'), { recursive: true });
  await writeFile(path.join(app, 'shell.html'), '<!doctype html>the shell');
  await writeFile(path.join(app, '_app/immutable/start.js'), 'export {};');
  release = await makeRelease(path.join(dir, 'releases'), key, [[event, picture]]);
  refusals = [];
  server = createHub({
    app,
    data: path.join(dir, 'data'),
    ownerPassword: 'open sesame',
    releases: [release.root],
    onRefusal: (_, why) => refusals.push(why),
    onError: (error) => refusals.push(String(error)),
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  address = `http://localhost:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(dir, { recursive: true });
});

const get = (place: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(address + place, { headers });
const bytesOf = async (response: Response): Promise<Buffer> =>
  Buffer.from(await response.arrayBuffer());
const packAddress = (): string => `/packs/${release.manifest.packs[0]!.sha256}`;

describe('the hub', () => {
  it('lists its releases and hands out manifest and signature', async () => {
    const list = (await (await get('/api/v1/releases')).json()) as object;
    expect(list).toMatchObject({
      current: release.id,
      releases: [{ id: release.id, current: true, films: 0 }],
    });
    const manifest = await get(`/api/v1/releases/${release.id}/manifest`);
    expect(await manifest.json()).toEqual(release.manifest);
    const signature = await get(`/api/v1/releases/${release.id}/signature`);
    expect(await signature.json()).toMatchObject({ algorithm: 'Ed25519' });
  });

  it('serves a pack whole, by range and not at all past its end', async () => {
    const pack = Buffer.concat([event.from as Uint8Array, picture.from as Uint8Array]);
    const whole = await get(packAddress());
    expect(whole.status).toBe(200);
    expect(whole.headers.get('cache-control')).toBe('no-store');
    expect((await bytesOf(whole)).equals(pack)).toBe(true);
    const part = await get(packAddress(), { Range: 'bytes=1000000-2500000' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 1000000-2500000/${pack.length}`);
    expect((await bytesOf(part)).equals(pack.subarray(1_000_000, 2_500_001))).toBe(true);
    const none = await get(packAddress(), { Range: `bytes=${pack.length}-` });
    expect(none.status).toBe(416);
    expect(none.headers.get('content-range')).toBe(`bytes */${pack.length}`);
  });

  it('answers HEAD with the length and no body', async () => {
    const head = await fetch(address + packAddress(), { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(release.manifest.packs[0]!.bytes));
    expect(await head.text()).toBe('');
  });

  it('serves media by hash and documents by name', async () => {
    const shown = await get(`/media/${picture.sha256}`, { Range: 'bytes=-5' });
    expect(shown.headers.get('content-type')).toBe('image/webp');
    expect(await bytesOf(shown)).toEqual((picture.from as Buffer).subarray(-5));
    const read = await get('/documents/event');
    expect(await read.json()).toEqual({ id: 'made' });
    expect((await get(`/media/${event.key}`)).status).toBe(404);
  });

  it('keeps media of an older release for screens that were opened with it', async () => {
    const next = media(noise(2, 5000), 'image/webp');
    await makeRelease(release.root, key, [[document('event', { id: 'next' }), next]]);
    expect(await (await get('/documents/event')).json()).toEqual({ id: 'next' });
    expect((await get(`/media/${picture.sha256}`)).status).toBe(200);
    expect((await get(`/media/${next.sha256}`)).status).toBe(200);
  });

  it('shows the shell for pages only, never in place of a missing file', async () => {
    const page = await get('/films/any', { Accept: 'text/html' });
    expect(await page.text()).toContain('the shell');
    for (const place of ['/_app/immutable/gone.js', '/films/any', '/api/v1/none', '/packs/none']) {
      const missing = await get(place, { Accept: place.endsWith('.js') ? 'text/html' : '*/*' });
      expect(missing.status).toBe(404);
      expect(missing.headers.get('content-type')).toBe('application/problem+json');
      expect(await missing.json()).toMatchObject({ type: 'urn:openset:problem:not-found' });
    }
  });

  it.each(['//', '/%', '/documents/%E0%A4%A', '/media/..%2f..%2fetc%2fpasswd'])(
    'finds nothing at %s',
    async (place) => {
      const answer = await raw(place);
      expect(answer.statusCode).toBe(404);
      expect(refusals).toEqual([]);
    },
  );

  it('takes no other method', async () => {
    const answer = await fetch(`${address}/packs/any`, { method: 'POST', body: 'x' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  });

  it('lets no page run a script of its own or use a camera', async () => {
    const { headers } = await get('/', { Accept: 'text/html' });
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    expect(headers.get('permissions-policy')).toMatch(/camera=\(\), microphone=\(\)/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('offers no release whose manifest, signature or packs are not what they claim', async () => {
    const [altered, unsigned, short] = await Promise.all(
      ['altered', 'unsigned', 'short'].map((name, seed) =>
        makeRelease(path.join(dir, name), key, [[media(noise(seed + 9, 5000), 'image/png')]]),
      ),
    );
    await writeFile(path.join(altered!.root, altered!.id, 'manifest.json'), '{}');
    await writeFile(
      path.join(unsigned!.root, unsigned!.id, 'manifest.sig.json'),
      JSON.stringify({
        algorithm: 'Ed25519',
        publicKey: 'A'.repeat(43),
        signature: 'A'.repeat(86),
      }),
    );
    await truncate(path.join(short!.root, 'packs', short!.manifest.packs[0]!.sha256), 10);
    const told: string[] = [];
    const wary = createHub({
      app: dir,
      data: path.join(dir, 'wary'),
      ownerPassword: 'open sesame',
      releases: [altered!.root, unsigned!.root, short!.root],
      onRefusal: (_, why) => told.push(why),
      onError: (error) => told.push(String(error)),
    });
    wary.listen(0, 'localhost');
    await once(wary, 'listening');
    const { port } = wary.address() as AddressInfo;
    const answer = await fetch(`http://localhost:${port}/api/v1/releases`);
    expect(await answer.json()).toEqual({ current: null, releases: [] });
    expect(told.sort()).toEqual([
      expect.stringMatching(/manifest has been changed/),
      expect.stringMatching(/pack .* is missing or has another length/),
      expect.stringMatching(/signature does not hold/),
    ]);
    expect((await fetch(`http://localhost:${port}/documents/event`)).status).toBe(503);
    wary.closeAllConnections();
    wary.close();
  });

  it('survives readers that hang up in the middle', async () => {
    for (let hangUp = 0; hangUp < 20; hangUp += 1) {
      const answer = await raw(packAddress());
      await once(answer, 'data');
      answer.destroy();
    }
    expect((await get('/healthz')).status).toBe(200);
    expect(refusals).toEqual([]);
  });
});

/** A request whose address is sent as it stands. */
async function raw(place: string): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const [answer] = (await once(
    ask({ port, host: 'localhost', path: place }).end(),
    'response',
  )) as [IncomingMessage];
  return answer;
}
