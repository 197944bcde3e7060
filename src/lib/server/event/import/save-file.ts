// A file appears whole or not at all.
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';

/** Writes beside the place, syncs, renames. */
export async function saveFile(file: string, data: string | Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const place = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  const handle = await open(place, 'wx');
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(place, file);
}
