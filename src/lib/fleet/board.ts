// What the hub tells the staff board: every tablet with its verdict, then what changed.
import * as v from 'valibot';
import { sha256 } from '#lib/openset/id.ts';
import { localText } from '#lib/openset/text.ts';
import { generatorStanding } from './generator.ts';
import { problem } from './problems.ts';
import { checkNames, piles } from './readiness.ts';
import { deviceId } from './report.ts';
import { roles } from './staff.ts';

const amount = v.pipe(v.number(), v.minValue(0));
const timeMs = v.number();

/** A tablet on the board. Nothing in it changes while nothing changes. */
export const row = v.strictObject({
  id: deviceId,
  /** `null` once it left the fleet. */
  number: v.nullable(v.number()),
  hall: v.string(),
  station: v.string(),
  pile: v.picklist(piles),
  problems: v.array(problem),
  offline: v.nullable(v.strictObject({ runwayS: v.nullable(amount) })),
  transfer: v.nullable(
    v.strictObject({ doneBytes: amount, totalBytes: amount, bytesPerSecond: amount }),
  ),
  /** Until when, by the hub's clock, it shows its number or lets itself be wiped. */
  findUntilMs: v.nullable(timeMs),
  cleanUntilMs: v.nullable(timeMs),
});
export type Row = v.InferOutput<typeof row>;

const offered = v.strictObject({
  id: sha256,
  title: localText,
  bytes: amount,
  films: amount,
});

/** The releases of the hub and what each hall shows. `null` follows everywhere, or the newest. */
export const shownNow = v.strictObject({
  releases: v.array(offered),
  newest: v.nullable(sha256),
  choices: v.array(
    v.strictObject({
      hall: v.nullable(v.string()),
      release: v.nullable(sha256),
      atMs: v.nullable(timeMs),
    }),
  ),
  bytesPerSecondLimit: v.nullable(amount),
});
export type ShownNow = v.InferOutput<typeof shownNow>;

/** What showing a release would take. */
export const changePlan = v.strictObject({
  tablets: amount,
  /** Bytes to come to all of them, and those of the release that they have already. */
  missingBytes: amount,
  reusedBytes: amount,
  /** Tablets with room enough; those that were never heard of count as having it. */
  fits: amount,
  /** At the limit, or at what the hub last handed out; `null` where neither is known. */
  seconds: v.nullable(amount),
});
export type ChangePlan = v.InferOutput<typeof changePlan>;

/** What is true of the whole event. */
export const standing = v.strictObject({
  nowMs: timeMs,
  frozenAtMs: v.nullable(timeMs),
  /** The release that tablets should show. */
  release: v.nullable(offered),
  /** What the hub hands out now, to all tablets together. */
  bytesPerSecond: amount,
  /** Until when the site's certificate holds; `null` over plain HTTP. */
  certificateUntilMs: v.nullable(timeMs),
  /** Why the hub itself needs somebody; `null` while all is well. */
  trouble: v.nullable(v.picklist(['disk'])),
  generator: generatorStanding,
});
export type Standing = v.InferOutput<typeof standing>;

/** One message of the board's stream. The first holds every tablet; later ones what changed. */
export const boardNews = v.strictObject({
  isWhole: v.boolean(),
  standing,
  rows: v.array(row),
});
export type BoardNews = v.InferOutput<typeof boardNews>;

/** One tablet in full, with the age of each proof. */
export const details = v.strictObject({
  row,
  /** Seconds since it was heard. */
  heardAgoS: v.nullable(amount),
  checks: v.array(
    v.strictObject({
      name: v.picklist(checkNames),
      state: v.picklist(['proven', 'working', 'failed', 'unknown']),
      agoS: v.nullable(amount),
    }),
  ),
});
export type Details = v.InferOutput<typeof details>;

export const session = v.strictObject({ role: v.nullable(v.picklist(roles)) });
export const code = v.strictObject({ code: v.string(), untilMs: timeMs });
