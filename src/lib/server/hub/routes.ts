// What the hub answers, address by address. Packs, media and documents stand beside the app's
// files, not behind a framework: they are the hot routes.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hashHex } from '#lib/server/pack/blob.ts';
import { answerApi, answerHot } from './api.ts';
import { Refusal } from './call.ts';
import type { Exhibition } from './exhibition.ts';
import { findMedia } from './find-media.ts';
import { sendProblem } from './problem-json.ts';
import type { Releases } from './releases.ts';
import { securityHeaders } from './security-headers.ts';
import { sendJson } from './send-json.ts';
import { sendSection } from './send-section.ts';

const immutable = 'public, max-age=31536000, immutable';
const hash = /^[0-9a-f]{64}$/;

/** Answers the request if its address is one of the hub's; `false` leaves it to the app's files. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  exhibition: Exhibition,
): Promise<boolean> {
  try {
    const hot = answerHot(request, response, exhibition);
    if (hot) {
      await hot;
      return true;
    }
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    return await route(request, response, exhibition);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    sendProblem(response, error.type, error.headers, error.more);
    return true;
  }
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  exhibition: Exhibition,
): Promise<boolean> {
  const steps = readAddress(request.url);
  if (!steps) throw new Refusal('not-found');
  const [room, ...rest] = steps;
  const name = rest.join('/');
  if (room === 'api' && rest[0] === 'v1') {
    await answerApi(rest.slice(1).join('/'), request, response, exhibition);
    return true;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new Refusal('method-not-allowed', { Allow: 'GET, HEAD' });
  if (room === 'healthz') sendJson(response, { status: 'ok' });
  else if (room === 'packs') await sendPack(name, request, response, exhibition);
  else if (room === 'media') await sendMedia(name, request, response, exhibition);
  else if (room === 'documents') await sendDocument(name, request, response, exhibition);
  else if (room === 'api') throw new Refusal('not-found');
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
  exhibition: Exhibition,
): Promise<void> {
  const section = hash.test(name) ? await exhibition.releases.pack(name) : null;
  if (!section) throw new Refusal('not-found');
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Cache-Control': 'no-store',
    ETag: `"${name}"`,
  };
  await sendSection(request, response, section, headers, (bytes) => {
    exhibition.sentBytes += bytes;
    return exhibition.pace.take(bytes);
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
  exhibition: Exhibition,
): Promise<void> {
  const { releases } = exhibition;
  const current = await exhibition.wanted();
  if (!current) throw new Refusal('no-release');
  const found = hash.test(name)
    ? ((await findMedia(current, name)) ?? (await findAnywhere(name, releases)))
    : null;
  if (!found || found.type === 'application/json') throw new Refusal('not-found');
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
  exhibition: Exhibition,
): Promise<void> {
  const [kind, challenge = ''] = name.split('/');
  // A round is played as it was opened, whatever release has come since.
  const { live } = exhibition.rounds;
  if (kind === 'challenge' && live?.round.challenge === challenge)
    return sendJson(response, live.challenge.asked);
  const release = await exhibition.wanted();
  if (!release) throw new Refusal('no-release');
  if (kind === 'solution' && exhibition.rounds.isSecret(challenge))
    throw new Refusal('round-running');
  const found = await findMedia(release, hashHex(name));
  if (found?.type !== 'application/json') throw new Refusal('not-found');
  await sendSection(request, response, found, {
    'Content-Type': found.type,
    'Cache-Control': 'no-store',
  });
}
