// Where a release lies in the origin's private file system: packs by hash, manifests by release id.

const isMissing = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'NotFoundError';

/** The folder `name` of the exhibition's storage, made where it is missing. */
export async function folder(name: 'packs' | 'releases'): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(name, { create: true });
}

/** A file of a folder, or `null`. */
export async function findFile(
  directory: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemFileHandle | null> {
  try {
    return await directory.getFileHandle(name);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Names of the files in a folder. */
export async function names(directory: FileSystemDirectoryHandle): Promise<string[]> {
  return Array.fromAsync(directory.keys());
}

/** Removes a file; one that is gone already is fine. */
export async function remove(directory: FileSystemDirectoryHandle, name: string): Promise<void> {
  await directory.removeEntry(name).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
}
