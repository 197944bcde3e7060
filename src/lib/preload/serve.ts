// Answers of the service worker: media and documents from the tablet's own storage, by range.
import type { Location } from '#lib/openset/manifest.ts';
import { findInIndex, hashOf, type Entry } from '#lib/openset/media-index.ts';
import { openLedger, readPointer, type ActiveRelease, type Ledger } from './ledger.ts';
import { findFile, folder } from './opfs.ts';

let ledger: Promise<Ledger> | null = null;

/** The answer for `/media/<sha256>` or `/documents/<name>`; `null` where this tablet does not hold it. */
export async function answerFromTablet(request: Request): Promise<Response | null> {
  const [, room, ...rest] = new URL(request.url).pathname.split('/');
  const name = decodeURIComponent(rest.join('/'));
  const key = room === 'media' ? name : await hashOf(name);
  ledger ??= openLedger();
  const pointer = await readPointer(await ledger).catch((error: unknown) => {
    ledger = null;
    throw error;
  });
  // A screen that was opened before the release changed still finds its pictures in the previous one.
  const releases = room === 'media' ? [pointer?.current, pointer?.previous] : [pointer?.current];
  for (const release of releases) {
    const found = release && (await findInRelease(release, key));
    if (found) return respond(request, found.part, found.entry);
  }
  return null;
}

/** The bytes behind `key` of a release's media index; `null` where it has none. */
export async function findInRelease(
  release: ActiveRelease,
  key: string,
): Promise<{ part: Blob; entry: Entry } | null> {
  const index = await slice(release, release.index);
  if (!index) return null;
  const read = async (offset: number, length: number): Promise<Uint8Array> =>
    new Uint8Array(await index.slice(offset, offset + length).arrayBuffer());
  const entry = await findInIndex(read, release.index.length, key);
  const part = entry && (await slice(release, entry));
  return part && { part, entry };
}

async function slice(
  { packs }: ActiveRelease,
  { pack, offset, length }: Location,
): Promise<Blob | null> {
  const handle = await findFile(await folder('packs'), packs[pack] ?? '');
  const file = handle && (await handle.getFile());
  return file && file.size >= offset + length ? file.slice(offset, offset + length) : null;
}

function respond(request: Request, part: Blob, entry: Entry): Response {
  const headers = new Headers({
    'Content-Type': entry.type,
    'Accept-Ranges': 'bytes',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  });
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '');
  if (!asked || (asked[1] === '' && asked[2] === '')) {
    headers.set('Content-Length', String(part.size));
    return new Response(part, { headers });
  }
  const [, from = '', to = ''] = asked;
  const first = from === '' ? Math.max(0, part.size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? part.size - 1 : Math.min(Number(to), part.size - 1);
  if (first > last) {
    headers.set('Content-Range', `bytes */${part.size}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set('Content-Range', `bytes ${first}-${last}/${part.size}`);
  headers.set('Content-Length', String(last - first + 1));
  return new Response(part.slice(first, last + 1), { status: 206, headers });
}
