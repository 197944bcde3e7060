// What a tablet says of itself: measurements with their age, never verdicts. Ages are in seconds on
// the tablet's own clock, so that a clock that is a day off spoils none of them.
import * as v from 'valibot';
import { sha256 } from '#lib/openset/id.ts';

const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const count = v.pipe(amount, v.integer());
const seconds = v.nullable(amount);

/** A type such as `image/webp`. */
const mediaType = v.pipe(v.string(), v.maxLength(60));

/** What the preload is doing, as far as the board needs it. */
export const transfer = v.strictObject({
  phase: v.picklist([
    'looking',
    'checking',
    'fetching',
    'proving',
    'ready',
    'damaged',
    'waiting',
    'paused',
    'no-room',
    'refused-altered',
    'refused-unknown-key',
    'refused-malformed',
    'refused-unreadable',
    'insecure',
    'no-storage',
    'storage-failed',
    'worker-failed',
  ]),
  doneBytes: count,
  totalBytes: count,
  bytesPerSecond: amount,
  /** Missing space, where that is what stops it. */
  shortBytes: count,
});
export type Transfer = v.InferOutput<typeof transfer>;

export const evidence = v.strictObject({
  /** The release that visitors see; `null` before the first is whole. */
  release: v.nullable(sha256),
  /** Since the start of the last whole re-reading of the release; `null` before there was one. */
  provenAgoS: seconds,
  transfer,
  /** Version of the app that is shown, and whether this tablet keeps it for offline. */
  shell: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))),
  isControlled: v.boolean(),
  isSecure: v.boolean(),
  /** Whether the browser promised not to clear the storage; `null` where it cannot say. */
  persists: v.nullable(v.boolean()),
  /** Since a restart that this release survived; `null` before there was one. */
  restartAgoS: seconds,
  /** Kinds of media in the release that were shown here, and those that would not show. */
  media: v.strictObject({
    shown: v.pipe(v.array(mediaType), v.maxLength(30)),
    failed: v.pipe(v.array(mediaType), v.maxLength(30)),
  }),
  /** Whether the screen is kept from sleeping; `null` where the browser cannot say. */
  isAwake: v.nullable(v.boolean()),
  freeBytes: v.nullable(count),
  battery: v.nullable(
    v.strictObject({
      /** 0 to 1. */
      level: v.pipe(amount, v.maxValue(1)),
      isCharging: v.boolean(),
    }),
  ),
  /** Counts and entries that the hub has not confirmed, and how long the oldest waits. */
  unsent: v.strictObject({ count, oldestS: seconds }),
  screen: v.picklist(['attract', 'visitor', 'staff']),
});
export type Evidence = v.InferOutput<typeof evidence>;
