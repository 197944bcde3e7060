// films/<film>/import.json: which file of the team's folder went where. It is what makes an import
// repeatable: a file that is in it is never imported again, even where people have removed it since.
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { parseJson } from '#lib/intake/json.ts';
import { sha256 } from '#lib/openset/id.ts';

const entry = v.strictObject({
  from: v.string(),
  shot: v.string(),
  version: v.string(),
  take: v.string(),
  embedded: v.array(v.strictObject({ locator: v.string(), sha256 })),
});
const schema = v.strictObject({
  openset: v.literal(1),
  files: v.record(sha256, entry),
  /** Shots that were listed in the film once; people may have taken them out again since. */
  listed: v.optional(v.array(v.string()), []),
});
export type ImportLedger = v.InferOutput<typeof schema>;

/** Reads the ledger; a missing one is empty. Throws where it is there and cannot be understood. */
export async function readLedger(file: string): Promise<ImportLedger> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return { openset: 1, files: {}, listed: [] };
  const ledger = v.safeParse(schema, parseJson(text));
  if (!ledger.success)
    throw new Error(
      `${file} is damaged: ${v.summarize(ledger.issues)}. Restore it from a copy; nothing was changed.`,
    );
  return ledger.output;
}
