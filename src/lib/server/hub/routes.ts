// What the hub answers, address by address. Packs, media and documents stand beside the app's
// files, not behind a framework: they are the hot routes.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { releaseBytes } from '#lib/openset/manifest.ts';
import { hashHex } from '#lib/server/pack/blob.ts';
import { findMedia } from './find-media.ts';
import type { HeldRelease } from './open-release.ts';
import { sendProblem } from './problem-json.ts';
import type { Releases } from './releases.ts';
import { securityHeaders } from './security-headers.ts';
import { sendSection } from './send-section.ts';

const immutable = 'public, max-age=31536000, immutable';
const hash = /^[0-9a-f]{64}$/;

/** Answers the request if its address is one of the hub's; `false` leaves it to the app's files. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  releases: Releases,
): Promise<boolean> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    sendProblem(response, 'method-not-allowed', { Allow: 'GET, HEAD' });
    return true;
  }
  const steps = readAddress(request.url);
  if (!steps) {
    sendProblem(response, 'not-found');
    return true;
  }
  const [room, ...rest] = steps;
  if (room === 'healthz') sendJson(response, { status: 'ok' });
  else if (room === 'api') await answerApi(rest, response, releases);
  else if (room === 'packs') await sendPack(rest.join('/'), request, response, releases);
  else if (room === 'media') await sendMedia(rest.join('/'), request, response, releases);
  else if (room === 'documents') await sendDocument(rest.join('/'), request, response, releases);
  else return false;
  return true;
}

/** The steps of an address's path; `null` where it is none. */
function readAddress(url = '/'): string[] | null {
  try {
    const { pathname } = new URL(url, 'http://hub');
    return pathname.slice(1).split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** `no-store`: browsers halve their speed when they also put packs into the HTTP cache. */
async function sendPack(
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  releases: Releases,
): Promise<void> {
  const section = hash.test(name) ? await releases.pack(name) : null;
  if (!section) return sendProblem(response, 'not-found');
  await sendSection(request, response, section, {
    'Content-Type': 'application/octet-stream',
    'Cache-Control': 'no-store',
    ETag: `"${name}"`,
  });
}

/**
 * Media of the current release, for tablets that do not hold it yet; of another one where a screen
 * was opened before the current one came. The name proves the content either way.
 */
async function sendMedia(
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  releases: Releases,
): Promise<void> {
  const current = await releases.current();
  if (!current) return sendProblem(response, 'no-release');
  const found = hash.test(name)
    ? ((await findMedia(current, name)) ?? (await findAnywhere(name, releases)))
    : null;
  if (!found || found.type === 'application/json') return sendProblem(response, 'not-found');
  await sendSection(request, response, found, {
    'Content-Type': found.type,
    'Cache-Control': immutable,
  });
}

async function findAnywhere(key: string, releases: Releases): ReturnType<typeof findMedia> {
  for (const release of await releases.list()) {
    const found = await findMedia(release, key);
    if (found) return found;
  }
  return null;
}

async function sendDocument(
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  releases: Releases,
): Promise<void> {
  const release = await releases.current();
  if (!release) return sendProblem(response, 'no-release');
  const found = await findMedia(release, hashHex(name));
  if (found?.type !== 'application/json') return sendProblem(response, 'not-found');
  await sendSection(request, response, found, {
    'Content-Type': found.type,
    'Cache-Control': 'no-store',
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
  if (id === undefined) {
    const current = await releases.current();
    const list = (await releases.list()).map((release) => summary(release, current?.id));
    return sendJson(response, { current: current?.id ?? null, releases: list });
  }
  const release = hash.test(id) ? await releases.get(id) : null;
  if (release && part === 'manifest') send(response, 'application/json', release.bytes);
  else if (release && part === 'signature') sendJson(response, release.signature);
  else sendProblem(response, 'not-found');
}

function summary({ id, manifest, signature }: HeldRelease, current: string | undefined): object {
  return {
    id,
    event: manifest.event,
    bytes: releaseBytes(manifest),
    films: manifest.films.length,
    current: id === current,
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
