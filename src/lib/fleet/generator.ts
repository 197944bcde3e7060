// The venue's video generator as staff switch it and see it. The key goes in and never comes out.
import * as v from 'valibot';
import { apis, failure } from '#lib/openset/generation.ts';

const whole = (from: number, to: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** An origin and nothing else. The key travels with every call, so only `https:`, or this machine. */
const host = v.pipe(
  v.string(),
  v.trim(),
  v.transform((text) => text.replace(/\/$/, '')),
  v.check((text) => {
    const url = URL.parse(text);
    return url !== null && url.origin === text && (url.protocol === 'https:' || isLoopback(url));
  }, 'is an address such as https://api.minimax.io'),
);

/** Whether `url` is plain HTTP on this very machine. */
export const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && loopback.includes(hostname);

const choices = {
  enabled: v.boolean(),
  api: v.picklist(apis),
  model: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/)),
  host,
  /** Takes that may be asked for within an hour: of all tablets together, and of each. */
  limitPerHour: whole(1, 1_000),
  limitPerTablet: whole(1, 1_000),
  /** Jobs that the service works on together, and those that may wait. */
  atOnce: whole(1, 10),
  mostQueued: whole(1, 200),
};

/** What the hub keeps; the key lies elsewhere. */
export const generatorSettings = v.strictObject(choices);
export type GeneratorSettings = v.InferOutput<typeof generatorSettings>;

export const usualSettings: GeneratorSettings = {
  enabled: false,
  api: 'v1',
  model: 'MiniMax-Hailuo-2.3',
  host: 'https://api.minimax.io',
  limitPerHour: 20,
  limitPerTablet: 4,
  atOnce: 1,
  mostQueued: 10,
};

/** Models that make a clip from text alone, with the API that takes them (FORMATS §4). */
export const knownModels = [
  { api: 'v1', model: 'MiniMax-Hailuo-2.3' },
  { api: 'v1', model: 'MiniMax-Hailuo-02' },
  { api: 'v2', model: 'MiniMax-H3' },
] as const;

/** Hosts of the service; the second one is China's. A key is good at one of them. */
export const knownHosts = ['https://api.minimax.io', 'https://api.minimaxi.com'];

/** A change; without a `key` the one that was given for the same host stays. */
export const generatorChange = v.strictObject({
  ...choices,
  key: v.optional(v.pipe(v.string(), v.trim(), v.regex(/^[\x21-\x7e]{8,4000}$/))),
});
export type GeneratorChange = v.InferOutput<typeof generatorChange>;

/** The settings as staff read them. */
export const generatorNow = v.strictObject({ ...choices, hasKey: v.boolean() });
export type GeneratorNow = v.InferOutput<typeof generatorNow>;

const count = v.pipe(v.number(), v.minValue(0));

/** What the board shows of it. */
export const generatorStanding = v.strictObject({
  enabled: v.boolean(),
  queued: count,
  running: count,
  doneLastHour: count,
  failedLastHour: count,
  limitPerHour: count,
  /** `atMs` by the hub's clock. */
  lastFailure: v.nullable(v.strictObject({ atMs: v.number(), failure })),
});
export type GeneratorStanding = v.InferOutput<typeof generatorStanding>;
