// What staff chose for the whole event; kept in the database, validated when read back.
import * as v from 'valibot';
import { sha256 } from '#lib/openset/id.ts';
import type { Database } from './database.ts';

const settings = {
  /** What tablets must stay at since when; `null` while things may change (rule 93). */
  frozen: {
    schema: v.nullable(
      v.strictObject({
        atMs: v.number(),
        release: v.nullable(sha256),
        shell: v.nullable(v.string()),
      }),
    ),
    usual: null,
  },
};
type Settings = {
  [Name in keyof typeof settings]: v.InferOutput<(typeof settings)[Name]['schema']>;
};

export function readSetting<Name extends keyof Settings>(
  database: Database,
  name: Name,
): Settings[Name] {
  const row = database.get<{ value: string }>('SELECT value FROM setting WHERE name = ?', name);
  const { schema, usual } = settings[name];
  return row ? v.parse(schema, JSON.parse(row.value)) : usual;
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
