// The PIN of the staff corner on tablets (rule 102). Tablets keep it as a slow hash, so that reading
// their storage does not tell it at once; it keeps visitors out, not thieves.
import * as v from 'valibot';
import { toHex } from '#lib/openset/media-index.ts';

const iterations = 200_000;

export const pin = v.pipe(v.string(), v.regex(/^\d{4,8}$/, 'takes 4 to 8 digits'));
export const newPin = v.strictObject({ pin });
const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{32,64}$/));
export const pinHash = v.object({ salt: hex, hash: hex });
export type PinHash = v.InferOutput<typeof pinHash>;

/** Wrong tries that cost nothing, and what the next ones cost. */
export const freeTries = 5;
export const tryAgainMs = 60_000;

/** PBKDF2 with SHA-256 (RFC 8018). */
async function derive(digits: string, salt: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(digits),
    'PBKDF2',
    false,
    ['deriveBits'],
  );
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', iterations, salt: new TextEncoder().encode(salt) },
    key,
    256,
  );
  return toHex(new Uint8Array(bits));
}

export async function hashPin(digits: string): Promise<PinHash> {
  const salt = toHex(crypto.getRandomValues(new Uint8Array(16)));
  return { salt, hash: await derive(digits, salt) };
}

export const isPin = async (digits: string, { salt, hash }: PinHash): Promise<boolean> =>
  (await derive(digits, salt)) === hash;
