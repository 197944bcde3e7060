// From the folder that people edit to the release that tablets fetch, in one call.
import { createPublicKey } from 'node:crypto';
import path from 'node:path';
import { readEvent, type Problem } from '#lib/server/event/read.ts';
import { writeWhole } from './atomic.ts';
import { packEvent, type PackOptions } from './pack.ts';
import type { PackReport } from './report.ts';
import { recall, remember, stampOf } from './unchanged.ts';

export type Packed = { report: PackReport } | { problems: Problem[] };

/**
 * Packs the event in `dir`; one that is unchanged since the last time is not even read. With errors
 * in its files it comes back with them, and nothing is packed. Throws RenderFailure.
 */
export async function packFolder(dir: string, options: PackOptions): Promise<Packed> {
  const publicKey = createPublicKey(options.key).export({ type: 'spki', format: 'pem' }).toString();
  const stamp = await stampOf(path.resolve(dir), publicKey + path.resolve(options.out)).catch(
    () => null,
  );
  const last = stamp && (await recall(options.cache, stamp));
  if (last) {
    await writeWhole(path.join(options.out, 'current'), last.release);
    return { report: { ...last, reused: last.reused + last.encoded, encoded: 0 } };
  }
  const { folder, problems } = await readEvent(dir);
  if (!folder) return { problems: problems.filter(({ severity }) => severity === 'error') };
  const report = await packEvent(folder, options);
  // What changed while it was packed has another stamp next time.
  if (stamp) await remember(options.cache, stamp, report);
  return { report };
}
