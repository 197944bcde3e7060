// Who staff are, and what the board and the hub say to each other.
import * as v from 'valibot';
import { sha256 } from '#lib/openset/id.ts';
import { deviceId } from './report.ts';

/** From who may least to who may most. A role may do all that the ones before it may. */
export const roles = ['host', 'technician', 'owner'] as const;
export const role = v.picklist(roles);
export type Role = v.InferOutput<typeof role>;

export const mayAct = (has: Role, needs: Role): boolean =>
  roles.indexOf(has) >= roles.indexOf(needs);

const password = v.pipe(v.string(), v.minLength(8), v.maxLength(200));
export const signIn = v.strictObject({ password: v.pipe(v.string(), v.maxLength(200)) });
export const newPassword = v.strictObject({ role: v.picklist(['host', 'technician']), password });

const placeName = v.pipe(v.string(), v.trim(), v.maxLength(40));

/** Numbers of tablets end here: a tablet's number is its seat in live rounds, and phones sit above. */
export const mostNumber = 1_000;

/** What staff may change of a tablet; `isRetired` takes it out of the fleet, and back in. */
export const deviceChange = v.strictObject({
  number: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostNumber))),
  hall: v.optional(placeName),
  station: v.optional(placeName),
  isRetired: v.optional(v.boolean()),
});
export type DeviceChange = v.InferOutput<typeof deviceChange>;

/** The spare takes the number and the place; the other one leaves the fleet. */
export const swap = v.strictObject({ away: deviceId, spare: deviceId });

const devices = v.pipe(v.array(deviceId), v.minLength(1), v.maxLength(10_000));

/** Something to do at several tablets at once. `off` takes `find` and `clean` back. */
export const command = v.strictObject({
  devices,
  action: v.picklist(['find', 'clean', 'reload', 'look-again', 'off']),
});
export type Command = v.InferOutput<typeof command>;

/**
 * Which release a hall shows, or every hall that has no choice of its own (`hall: null`). No release
 * means the newest everywhere, and in a hall what everywhere else shows. `atMs`, by the hub's clock,
 * is when tablets change over together; until then they fetch and keep showing what they show.
 */
export const shown = v.strictObject({
  hall: v.nullable(v.pipe(placeName, v.minLength(1))),
  release: v.nullable(sha256),
  atMs: v.nullable(v.number()),
});
export type Shown = v.InferOutput<typeof shown>;

/** What the hub may hand out at most; `null` is no limit. */
export const transferLimit = v.strictObject({
  bytesPerSecond: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(100_000))),
});

export const freeze = v.strictObject({ isFrozen: v.boolean() });
