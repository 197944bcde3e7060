// Which releases there are, and the signed manifest of each.
import type { ServerResponse } from 'node:http';
import { releaseBytes } from '#lib/openset/manifest.ts';
import { sha256 } from '#lib/openset/id.ts';
import * as v from 'valibot';
import { Refusal } from './call.ts';
import type { Exhibition } from './exhibition.ts';
import type { HeldRelease } from './open-release.ts';
import { sendBytes, sendJson } from './send-json.ts';

interface Asked {
  response: ServerResponse;
  exhibition: Exhibition;
  id: string;
}

export async function listReleases({ response, exhibition }: Asked): Promise<void> {
  const wanted = await exhibition.wanted();
  const list = await exhibition.releases.list();
  sendJson(response, {
    current: wanted?.id ?? null,
    releases: list.map((release) => summary(release, wanted?.id)),
  });
}

export async function sendManifest(asked: Asked): Promise<void> {
  sendBytes(asked.response, (await find(asked)).bytes);
}

export async function sendSignature(asked: Asked): Promise<void> {
  sendJson(asked.response, (await find(asked)).signature);
}

async function find({ exhibition, id }: Asked): Promise<HeldRelease> {
  const release = v.is(sha256, id) ? await exhibition.releases.get(id) : null;
  if (!release) throw new Refusal('not-found');
  return release;
}

function summary({ id, manifest, signature }: HeldRelease, wanted: string | undefined): object {
  return {
    id,
    event: manifest.event,
    bytes: releaseBytes(manifest),
    films: manifest.films.length,
    current: id === wanted,
    publicKey: signature.publicKey,
  };
}
