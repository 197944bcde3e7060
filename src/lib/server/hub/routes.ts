// What the hub answers, address by address. Packs, media and documents stand beside the app's
// files, not behind a framework: they are the hot routes.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { releaseBytes } from '#lib/openset/manifest.ts';
import { hashHex } from '#lib/server/pack/blob.ts';
import { sendProblem } from './problem-json.ts';
import { findMedia, type HeldRelease, type Releases } from './releases.ts';
import { securityHeaders } from './security-headers.ts';
import { sendSection } from './send-file.ts';

const immutable = 'public, max-age=31536000, immutable';

/** Answers the request if its address is one of the hub's; `false` leaves it to the app's files. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  releases: Releases,
): Promise<boolean> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  const address = new URL(request.url ?? '/', 'http://hub').pathname;
  const [, room = '', ...rest] = address.split('/');
  const name = rest.join('/');
  if (!['packs', 'media', 'documents', 'api', 'healthz'].includes(room)) return false;
  if (request.method !== 'GET' && request.method !== 'HEAD')
    sendProblem(response, 'method-not-allowed', { Allow: 'GET, HEAD' });
  else if (room === 'healthz') sendJson(response, { status: 'ok' });
  else if (room === 'api') await answerApi(rest, response, releases);
  else if (room === 'packs') await sendPack(name, request, response, releases);
  else await sendFromCurrent(room, name, request, response, releases);
  return true;
}

/** `no-store`: browsers halve their speed when they also put packs into the HTTP cache (LIMITS §1). */
async function sendPack(
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  releases: Releases,
): Promise<void> {
  const section = releases.pack(name) ?? (await releases.list(), releases.pack(name));
  if (!section) return sendProblem(response, 'not-found');
  await sendSection(request, response, section, {
    'Content-Type': 'application/octet-stream',
    'Cache-Control': 'no-store',
    ETag: `"${name}"`,
  });
}

/** Media and documents of the current release, for tablets that do not hold it yet. */
async function sendFromCurrent(
  room: string,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  releases: Releases,
): Promise<void> {
  const release = await releases.current();
  if (!release) return sendProblem(response, 'no-release');
  const isMedia = room === 'media';
  const key = isMedia ? name : hashHex(decodeURIComponent(name));
  const found = /^[0-9a-f]{64}$/.test(key) ? await findMedia(release, key) : null;
  if (!found || isMedia === (found.type === 'application/json'))
    return sendProblem(response, 'not-found');
  await sendSection(request, response, found, {
    'Content-Type': found.type,
    'Cache-Control': isMedia ? immutable : 'no-store',
  });
}

async function answerApi(
  rest: string[],
  response: ServerResponse,
  releases: Releases,
): Promise<void> {
  const [version, collection, id, part, ...more] = rest;
  if (version !== 'v1' || collection !== 'releases' || more.length > 0)
    return sendProblem(response, 'not-found');
  const list = await releases.list();
  if (id === undefined) {
    const current = await releases.current();
    return sendJson(response, { current: current?.id ?? null, releases: list.map(summary) });
  }
  const release = releases.get(id);
  if (!release) return sendProblem(response, 'not-found');
  if (part === 'manifest') return send(response, 'application/json', release.bytes);
  if (part === 'signature') return sendJson(response, release.signature);
  sendProblem(response, 'not-found');
}

function summary({ id, manifest, signature }: HeldRelease): object {
  const { event, films } = manifest;
  return {
    id,
    event,
    films: films.length,
    bytes: releaseBytes(manifest),
    publicKey: signature.publicKey,
  };
}

function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 'application/json', Buffer.from(JSON.stringify(value)));
}

function send(response: ServerResponse, type: string, body: Buffer): void {
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
