// A file appears whole or not at all.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Writes beside the place, syncs, renames. */
export async function saveFile(file: string, data: string | Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const place = besideOf(file);
  const handle = await open(place, 'wx');
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(place, file);
}

/** Where a file is written before it takes its place. */
export const besideOf = (file: string): string => `${file}.${randomBytes(4).toString('hex')}.tmp`;

/** Removes what an import that was cut off left beside the files of `dir`. */
export async function removeLeftovers(dir: string): Promise<void> {
  for (const name of await readdir(dir).catch(() => []))
    if (/\.[0-9a-f]{8}\.tmp$/.test(name)) await rm(path.join(dir, name), { force: true });
}
