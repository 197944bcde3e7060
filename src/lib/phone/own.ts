// What this phone keeps: its token, and what it did in the round. Both end with the day; nothing else
// is stored, and nothing says whose phone it is.
import * as v from 'valibot';
import { verdict } from '#lib/challenge/live.ts';

const own = v.object({
  round: v.string(),
  isExtended: v.boolean(),
  hasJoined: v.boolean(),
  /** The hub knows that it joined. */
  isJoinHeard: v.boolean(),
  handed: v.nullable(
    v.object({
      id: v.string(),
      challenge: v.string(),
      answer: v.record(v.string(), v.unknown()),
      madeMs: v.number(),
      /** `null` until the hub has it. */
      verdict: v.nullable(verdict),
    }),
  ),
});
export type OwnRound = v.InferOutput<typeof own>;

const tokenPlace = 'open-set-phone-token';
const roundPlace = 'open-set-phone-round';

export const readToken = (): string | null => localStorage.getItem(tokenPlace);

export const keepToken = (token: string): void => localStorage.setItem(tokenPlace, token);

export function readOwn(): OwnRound | null {
  try {
    const read = v.safeParse(own, JSON.parse(localStorage.getItem(roundPlace) ?? 'null'));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}

export const keepOwn = (round: OwnRound): void =>
  localStorage.setItem(roundPlace, JSON.stringify(round));

/** The day is over, or staff showed all phones out. */
export function forget(): void {
  localStorage.removeItem(tokenPlace);
  localStorage.removeItem(roundPlace);
}

/** A random UUID; the browser's own way is only there over HTTPS, which a venue may not have. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
