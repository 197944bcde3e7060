// Shows one of each kind of media in the release, unseen, the way visitors will: through the service
// worker, from storage, decoded. What a tablet cannot play shows now and not before an audience.
import { readIndex, type Entry } from '#lib/openset/media-index.ts';
import { readPointer, type Ledger } from '#lib/preload/ledger.ts';
import { findFile, folder } from '#lib/preload/opfs.ts';

export interface Shown {
  shown: string[];
  failed: string[];
}

const waitMs = 10_000;

/** Tries the smallest of each kind of picture, clip and sound of the active release. */
export async function showEachKind(ledger: Ledger): Promise<Shown> {
  const result: Shown = { shown: [], failed: [] };
  for (const [kind, { hash }] of await smallestOfEach(ledger)) {
    const show = kind.startsWith('image/') ? showPicture : playClip;
    const isFine = await show(`/media/${hash}`).then(
      () => true,
      () => false,
    );
    result[isFine ? 'shown' : 'failed'].push(kind);
  }
  return result;
}

async function smallestOfEach(ledger: Ledger): Promise<Map<string, Entry>> {
  const smallest = new Map<string, Entry>();
  const pointer = await readPointer(ledger);
  if (!pointer) return smallest;
  const { index, packs } = pointer.current;
  const handle = await findFile(await folder('packs'), packs[index.pack] ?? '');
  if (!handle) return smallest;
  const part = (await handle.getFile()).slice(index.offset, index.offset + index.length);
  for (const entry of readIndex(new Uint8Array(await part.arrayBuffer()))) {
    if (!/^(image|video|audio)\//.test(entry.type)) continue;
    const known = smallest.get(entry.type);
    if (!known || entry.length < known.length) smallest.set(entry.type, entry);
  }
  return smallest;
}

async function showPicture(address: string): Promise<void> {
  const picture = new Image();
  picture.src = address;
  await within(picture.decode());
}

async function playClip(address: string): Promise<void> {
  const clip = document.createElement('video');
  clip.muted = true;
  clip.preload = 'auto';
  try {
    await within(
      new Promise<void>((resolve, reject) => {
        clip.onloadeddata = () => resolve();
        clip.onerror = () => reject(new Error(clip.error?.message));
        clip.src = address;
      }),
    );
  } finally {
    clip.removeAttribute('src');
    clip.load();
  }
}

function within(showing: Promise<void>): Promise<void> {
  const late = new Promise<void>((_, reject) =>
    setTimeout(() => reject(new Error('late')), waitMs),
  );
  return Promise.race([showing, late]);
}
