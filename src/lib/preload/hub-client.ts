// What the hub says, believed only after a schema and a signature agree. A captive portal that
// answers every address with its login page is not a hub.
import * as v from 'valibot';
import { parseJson } from '#lib/openset/parse-json.ts';
import { sha256 } from '#lib/openset/id.ts';
import {
  manifest as manifestSchema,
  signature as signatureSchema,
  type Manifest,
} from '#lib/openset/manifest.ts';
import { hashOf } from '#lib/openset/media-index.ts';

/** Bytes of the longest manifest that is read; a release of four terabytes has a shorter one. */
const longestAnswer = 512 * 2 ** 20;

const releases = v.object({ current: v.nullable(sha256) });

/** The hub is away, or something else answers in its place. */
export class HubAway extends Error {}

/** The hub's release is not what it claims to be. */
export class ReleaseRefused extends Error {
  readonly why: 'altered' | 'unknown-key' | 'malformed' | 'unreadable';

  constructor(why: 'altered' | 'unknown-key' | 'malformed' | 'unreadable') {
    super(`The release is ${why}.`);
    this.why = why;
  }
}

export interface SignedManifest {
  id: string;
  manifest: Manifest;
  /** As it was signed. */
  bytes: Uint8Array<ArrayBuffer>;
  signatureText: string;
  publicKey: string;
}

/** Id of the release that the hub wants shown; `null` where it has none. Throws HubAway. */
export async function currentRelease(): Promise<string | null> {
  const answer = v.safeParse(releases, parseJson(await get('/api/v1/releases')));
  if (!answer.success) throw new HubAway('Something else answers in the hub’s place.');
  return answer.output.current;
}

/** A release's manifest from the hub. Throws HubAway or ReleaseRefused. */
export async function fetchManifest(id: string): Promise<SignedManifest> {
  const bytes = new TextEncoder().encode(await get(`/api/v1/releases/${id}/manifest`));
  return proveManifest(id, bytes, await get(`/api/v1/releases/${id}/signature`));
}

/** Proves id, form and signature of a manifest. Throws ReleaseRefused. */
export async function proveManifest(
  id: string,
  bytes: Uint8Array<ArrayBuffer>,
  signatureText: string,
): Promise<SignedManifest> {
  if ((await hashOf(bytes)) !== id) throw new ReleaseRefused('altered');
  const manifest = v.safeParse(manifestSchema, parseJson(new TextDecoder().decode(bytes)));
  const signature = v.safeParse(signatureSchema, parseJson(signatureText));
  if (!manifest.success || !signature.success) throw new ReleaseRefused('malformed');
  const { publicKey } = signature.output;
  const key = await crypto.subtle.importKey('raw', fromBase64(publicKey), 'Ed25519', false, [
    'verify',
  ]);
  if (!(await crypto.subtle.verify('Ed25519', key, fromBase64(signature.output.signature), bytes)))
    throw new ReleaseRefused('altered');
  return { id, manifest: manifest.output, bytes, signatureText, publicKey };
}

async function get(address: string): Promise<string> {
  try {
    const response = await fetch(address, {
      cache: 'no-store',
      signal: AbortSignal.timeout(20_000),
    });
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    const isBounded = Number(response.headers.get('content-length') ?? Infinity) <= longestAnswer;
    if (response.ok && isJson && isBounded) return await response.text();
  } catch (error) {
    throw new HubAway('The hub does not answer.', { cause: error });
  }
  throw new HubAway('Something else answers in the hub’s place.');
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
