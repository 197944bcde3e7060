// What staff chose for the whole event; kept in the database, validated when read back.
import * as v from 'valibot';
import { generatorSettings, usualSettings } from '#lib/fleet/generator.ts';
import { pinHash } from '#lib/fleet/pin.ts';
import { sha256 } from '#lib/openset/id.ts';
import type { Database } from './database.ts';

const choice = v.strictObject({
  /** `null` follows everywhere, or there the newest. */
  release: v.nullable(sha256),
  /** When tablets change over; until then they show `before`. */
  atMs: v.nullable(v.number()),
  before: v.nullable(sha256),
});
export type Choice = v.InferOutput<typeof choice>;

const settings = {
  /** What tablets must stay at since when, by hall; `null` while things may change (rule 93). */
  frozen: {
    schema: v.nullable(
      v.strictObject({
        atMs: v.number(),
        shell: v.nullable(v.string()),
        everywhere: v.nullable(sha256),
        halls: v.record(v.string(), v.nullable(sha256)),
      }),
    ),
    usual: null,
  },
  shown: {
    schema: v.strictObject({ everywhere: choice, halls: v.record(v.string(), choice) }),
    usual: { everywhere: { release: null, atMs: null, before: null }, halls: {} },
  },
  /** What opens the staff corner of tablets; `null` leaves it open. */
  pin: { schema: v.nullable(pinHash), usual: null },
  /** Bytes a second; `null` is no limit. */
  transferLimit: { schema: v.nullable(v.number()), usual: null },
  /** The video generator; its key lies in a file of its own. */
  generator: { schema: generatorSettings, usual: usualSettings },
  /** This database among all that ever ran rounds. */
  epoch: { schema: v.string(), usual: '' },
  /** Whether visitors' own phones may play, and what their join codes are made of. */
  phonesAllowed: { schema: v.boolean(), usual: false },
  phoneSecret: { schema: v.string(), usual: '' },
};
type Settings = {
  [Name in keyof typeof settings]: v.InferOutput<(typeof settings)[Name]['schema']>;
};

interface Setting<Value> {
  schema: v.GenericSchema<Value>;
  usual: Value;
}

export function readSetting<Name extends keyof Settings>(
  database: Database,
  name: Name,
): Settings[Name] {
  const row = database.get<{ value: string }>('SELECT value FROM setting WHERE name = ?', name);
  const { schema, usual } = settings[name] as unknown as Setting<Settings[Name]>;
  return row ? v.parse(schema, JSON.parse(row.value)) : structuredClone(usual);
}

export function writeSetting<Name extends keyof Settings>(
  database: Database,
  name: Name,
  value: Settings[Name],
): Promise<void> {
  return database.write(() =>
    database.run(
      'INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      name,
      JSON.stringify(value),
    ),
  );
}
