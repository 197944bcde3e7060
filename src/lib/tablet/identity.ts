// The tablet's own key. It cannot be read out, by nobody: only used, here.
import { hashOf } from '#lib/openset/media-index.ts';
import type { DeviceStore } from './device-store.ts';

export interface Identity {
  /** SHA-256 of the raw public key. */
  id: string;
  /** base64url. */
  publicKey: string;
  /** Ed25519 over `bytes`, base64url. */
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
}

/** The tablet's identity, made on first use with its store. */
export async function identityOf(store: DeviceStore): Promise<Identity> {
  const pair = (await store.get('identity', 'key')) ?? (await makePair(store));
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return {
    id: await hashOf(raw),
    publicKey: toBase64url(raw),
    sign: async (bytes) =>
      toBase64url(new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, bytes))),
  };
}

/** Two tabs that begin at once agree on the pair that was written first. */
async function makePair(store: DeviceStore): Promise<CryptoKeyPair> {
  const made = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  const transaction = store.transaction('identity', 'readwrite', { durability: 'strict' });
  const there = await transaction.store.get('key');
  if (!there) await transaction.store.put(made, 'key');
  await transaction.done;
  return there ?? made;
}

function toBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
