// Messages between pages and the preload worker, parsed where they arrive.
import * as v from 'valibot';
import { sha256 } from '#lib/openset/id.ts';

/** Raised when a message changes its meaning: an old page and a new worker then ignore each other. */
export const protocolVersion = 4;

const bytes = v.number();

/**
 * What the preload is doing. `waiting`: the hub is away or does not answer as a hub; everything
 * stays and it goes on by itself. `refused`: this release may not become active, with the reason.
 * `proving`: the release is active and is read again from storage, whole, for the first time.
 * `ready`: that was done, last at `provenAt`. `damaged`: bytes at rest have changed; they come again.
 */
export const preloadState = v.variant('phase', [
  v.strictObject({ phase: v.literal('looking') }),
  v.strictObject({
    phase: v.picklist(['checking', 'fetching', 'proving']),
    release: v.string(),
    films: v.number(),
    totalBytes: bytes,
    doneBytes: bytes,
    bytesPerSecond: bytes,
  }),
  v.strictObject({
    phase: v.literal('ready'),
    release: v.string(),
    films: v.number(),
    totalBytes: bytes,
    provenAt: v.string(),
  }),
  v.strictObject({
    phase: v.literal('damaged'),
    release: v.string(),
    damagedChunks: v.number(),
    totalBytes: bytes,
  }),
  v.strictObject({ phase: v.literal('waiting'), doneBytes: bytes, totalBytes: bytes }),
  v.strictObject({
    phase: v.literal('no-room'),
    shortBytes: bytes,
    totalBytes: bytes,
    films: v.number(),
  }),
  v.strictObject({
    phase: v.literal('refused'),
    why: v.picklist(['altered', 'unknown-key', 'malformed', 'unreadable']),
  }),
  v.strictObject({
    phase: v.literal('cannot'),
    why: v.picklist(['insecure', 'no-storage', 'storage-failed', 'worker-failed']),
  }),
  v.strictObject({ phase: v.literal('paused'), doneBytes: bytes, totalBytes: bytes }),
]);
export type PreloadState = v.InferOutput<typeof preloadState>;

/** From the worker, over the channel that all pages hear. */
export const announcement = v.strictObject({
  version: v.literal(protocolVersion),
  state: preloadState,
});

/**
 * To the worker. `rest` says that no visitor is at the tablet, so another release may be shown and
 * old ones freed; `play` that a visitor came; `fallBack` that the app cannot show what became active.
 * `want` names the release that the hub chose for this tablet's hall. `take` brings a release in a bundle.
 */
export const order = v.variant('order', [
  v.strictObject({
    version: v.literal(protocolVersion),
    order: v.picklist(['start', 'pause', 'rest', 'play', 'fallBack']),
  }),
  v.strictObject({
    version: v.literal(protocolVersion),
    order: v.literal('want'),
    /** `null` is the hub's current one. */
    release: v.nullable(sha256),
    /** Not shown before this, by the tablet's clock, milliseconds since 1970. */
    notBeforeMs: v.nullable(v.number()),
  }),
  v.strictObject({
    version: v.literal(protocolVersion),
    order: v.literal('take'),
    bundle: v.file(),
  }),
]);
export type Order = v.InferOutput<typeof order>;

/** Name of the broadcast channel. */
export const channelName = 'open-set-preload';
