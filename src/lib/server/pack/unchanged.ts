// Whether an event is as it was when it was last packed. Looking at its files is enough to know:
// nothing is opened, so thousands of takes cost a blink.
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { sha256 } from '#lib/openset/id.ts';
import { manifest as manifestSchema } from '#lib/openset/manifest.ts';
import { writeWhole } from './atomic.ts';
import { hashHex } from './blob.ts';
import { packReport, type PackReport } from './report.ts';

const memory = v.strictObject({ stamp: sha256, report: packReport });
const memoryFile = 'last.json';

/** The program's own files: another version packs anew. */
const program = path.resolve(import.meta.dirname, '../..');

/** Names, sizes, times and inodes of all files of the event and the program, and the signing key. */
export async function stampOf(event: string, publicKey: string): Promise<string> {
  const hash = createHash('sha256').update(publicKey);
  for (const dir of [event, program]) {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort();
    const stamps = await Promise.all(
      files.map(async (file) => {
        const { size, mtimeNs, ino } = await stat(file, { bigint: true });
        return `${file}\n${size} ${mtimeNs} ${ino}\n`;
      }),
    );
    for (const stamp of stamps) hash.update(stamp);
  }
  return hash.digest('hex');
}

/** What the last packing with this `stamp` made, where all of it still stands; else `null`. */
export async function recall(cache: string, stamp: string): Promise<PackReport | null> {
  try {
    const text = await readFile(path.join(cache, memoryFile), 'utf8');
    const last = v.parse(memory, JSON.parse(text));
    if (last.stamp !== stamp) return null;
    const bytes = await readFile(path.join(last.report.dir, 'manifest.json'));
    if (hashHex(bytes) !== last.report.release) return null;
    const { packs } = v.parse(manifestSchema, JSON.parse(bytes.toString()));
    const out = path.dirname(last.report.dir);
    for (const pack of packs)
      if ((await stat(path.join(out, 'packs', pack.sha256))).size !== pack.bytes) return null;
    return last.report;
  } catch {
    // Without a memory that can be trusted, the event is packed; that costs time and nothing else.
    return null;
  }
}

export async function remember(cache: string, stamp: string, report: PackReport): Promise<void> {
  await writeWhole(path.join(cache, memoryFile), JSON.stringify({ stamp, report }));
}
