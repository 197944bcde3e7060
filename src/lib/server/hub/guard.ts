// What stands between a request and what it asks for: who asks, whether it was signed, whether what
// was asked is on the disk.
import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { signatureHeader, signatureText } from '#lib/fleet/report.ts';
import { readText, Refusal } from './call.ts';
import { ReportRefused } from './devices.ts';
import type { Exhibition } from './exhibition.ts';
import { addressOf, type Lockout } from './lockout.ts';

/** Refuses an address that guessed wrong too often. */
export function holdBack(lockout: Lockout, request: IncomingMessage): void {
  const waitS = lockout.waitS(addressOf(request));
  if (waitS > 0) throw new Refusal('slow-down', { 'Retry-After': String(waitS) }, { waitS });
}

/** Refuses a participant who asks too often. */
export function slowDown(exhibition: Exhibition, participant: string): void {
  if (!exhibition.allowance.takes(participant))
    throw new Refusal('slow-down', { 'Retry-After': '1' });
}

/** Reads what a tablet signed and hands it on; its refusals become answers. */
export async function signed<T>(
  request: IncomingMessage,
  exhibition: Exhibition,
  take: (body: string, signature: string) => Promise<T>,
): Promise<T> {
  const body = await readText(request);
  const signature = readSignature(request);
  return durably(exhibition, () => take(body, signature));
}

export function readSignature(request: IncomingMessage): string {
  const signature = v.safeParse(signatureText, request.headers[signatureHeader]);
  if (!signature.success) throw new Refusal('bad-signature');
  return signature.output;
}

/** A write that fails is the hub's own trouble, and the board says so. */
export async function durably<T>(exhibition: Exhibition, act: () => Promise<T>): Promise<T> {
  try {
    const result = await act();
    exhibition.note(null);
    return result;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (!(error instanceof ReportRefused)) {
      exhibition.note('disk', error);
      throw new Refusal('hub-disk');
    }
    if (error.why === 'too-fast') throw new Refusal('slow-down', { 'Retry-After': '1' });
    throw new Refusal(error.why, {}, { lastSequence: error.lastSequence });
  }
}
