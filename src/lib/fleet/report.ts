// The conversation of a tablet with its hub: one signed report every few seconds, one answer.
import * as v from 'valibot';
import { sha256 } from '#lib/openset/id.ts';
import { evidence } from './evidence.ts';
import { pinHash } from './pin.ts';

/** How often a tablet reports. */
export const reportEveryMs = 5_000;
/** A tablet that is silent for longer has left its pile (rule 99). */
export const silentAfterS = 60;

/** Where reports go; their signature covers it, also when they are carried in a file. */
export const reportAddress = '/api/v1/reports';

/** Header with the Ed25519 signature, base64url, over `signedBytes`. */
export const signatureHeader = 'open-set-signature';
/** Header with the tablet's id, where there is no body to name it. */
export const deviceHeader = 'open-set-device';

const base64url = (length: number) =>
  v.pipe(v.string(), v.length(length), v.regex(/^[A-Za-z0-9_-]+$/));
export const publicKey = base64url(43);
export const signatureText = base64url(86);

/** A device's id: SHA-256 of its raw public key, so that nobody can choose one. */
export const deviceId = sha256;

/** What joining takes: the code from the board and the key made on the tablet. */
export const enrolment = v.strictObject({
  code: v.pipe(v.string(), v.regex(/^\d{6}$/)),
  publicKey,
});

export const report = v.strictObject({
  device: deviceId,
  /** Grows with every report: one that is not above the last is a replay. */
  sequence: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER)),
  /** The tablet's clock, milliseconds since 1970. */
  clockMs: v.pipe(v.number(), v.integer()),
  evidence,
});
export type Report = v.InferOutput<typeof report>;

const secondsLeft = v.pipe(v.number(), v.minValue(0), v.maxValue(3_600));

/** What staff want of a tablet now. It is a state, not a queue: hearing it twice changes nothing. */
export const orders = v.object({
  /** Show the tablet's number full screen for so long (rule 100). */
  findS: secondsLeft,
  /** Go blank and ignore touch for so long, to be wiped (rule 105). */
  cleanS: secondsLeft,
  /** No update and no other release until this ends (rule 93). */
  isFrozen: v.boolean(),
  /** Load the app anew when this differs from what was done last. */
  reload: v.nullable(v.string()),
  /** Look at the hub's releases at once when this differs. */
  lookAgain: v.nullable(v.string()),
});
export type Orders = v.InferOutput<typeof orders>;

/** Who the tablet is in the hall. */
export const place = v.object({
  number: v.number(),
  hall: v.string(),
  station: v.string(),
});
export type Place = v.InferOutput<typeof place>;

/** What the hub wants every tablet to be; a tablet judges itself by it when the hub is away. */
export const expected = v.object({
  release: v.nullable(sha256),
  shell: v.nullable(v.string()),
});
export type Expected = v.InferOutput<typeof expected>;

/** A release to be fetched now and shown from `inS` seconds on. */
export const coming = v.object({ release: sha256, inS: v.pipe(v.number(), v.minValue(0)) });
export type Coming = v.InferOutput<typeof coming>;

export const reportAnswer = v.object({
  place,
  orders,
  expected,
  coming: v.nullable(coming),
  /** Opens the staff corner; `null` leaves it open. */
  pin: v.nullable(pinHash),
  /** The hub's clock when it answered, milliseconds since 1970. */
  nowMs: v.number(),
});
export type ReportAnswer = v.InferOutput<typeof reportAnswer>;

/** The answer to a replay: reports go on above this. */
export const replayed = v.object({ lastSequence: v.number() });

/** What is signed: the address too, so that a report is good for nothing else. */
export function signedBytes(
  address: string,
  body: string,
  method: 'POST' | 'GET' = 'POST',
): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${method} ${address}\n${body}`);
}
