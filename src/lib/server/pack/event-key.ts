// The event's Ed25519 key: whoever holds it can publish. Kept on the packing machine, never shipped.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import type { Signature } from '#lib/openset/manifest.ts';
import { writeWhole } from './atomic.ts';

/** Reads the key in `file` (PKCS #8, PEM); makes one, readable by its owner only, on first use. */
export async function eventKey(file: string): Promise<KeyObject> {
  const pem = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (pem !== null) {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} is not an Ed25519 key.`);
    return key;
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  await writeWhole(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await chmod(file, 0o600);
  return privateKey;
}

/** Signs a manifest's bytes. */
export function signManifest(bytes: Uint8Array, key: KeyObject): Signature {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (x === undefined) throw new Error('The event key has no public half.');
  return {
    algorithm: 'Ed25519',
    publicKey: x,
    signature: sign(null, bytes, key).toString('base64url'),
  };
}

/** Whether `signature` is over these very bytes by the key that it names. */
export function isSigned(bytes: Uint8Array, signature: Signature): boolean {
  const key = publicKeyOf(signature.publicKey);
  return verify(null, bytes, key, Buffer.from(signature.signature, 'base64url'));
}

/** The key behind its raw bytes, written in base64url. */
export const publicKeyOf = (x: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
