// Files appear whole or not at all: written beside their place, synced, renamed.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

const temporary = /\.[0-9a-f]{12}\.tmp$/;

/** Writes what `fill` writes and renames it to the name that `fill` returns, inside `dir`. */
export async function writeAtomically(
  dir: string,
  fill: (file: FileHandle) => Promise<string>,
): Promise<string> {
  await mkdir(dir, { recursive: true });
  const place = path.join(dir, `.${randomBytes(6).toString('hex')}.tmp`);
  const file = await open(place, 'wx');
  try {
    const name = await fill(file);
    await file.sync();
    await file.close();
    const target = path.join(dir, name);
    await rename(place, target);
    return target;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(place, { force: true });
    throw error;
  }
}

/** Writes `data` to `file`, whole or not at all. */
export async function writeWhole(file: string, data: Uint8Array | string): Promise<void> {
  await writeAtomically(path.dirname(file), async (handle) => {
    await handle.writeFile(data);
    return path.basename(file);
  });
}

/** Removes what an interrupted run left in `dir`. */
export async function removeLeftovers(dir: string): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  for (const name of names)
    if (temporary.test(name)) await rm(path.join(dir, name), { force: true });
}
