// A release's manifest: which packs it is made of, how each chunk is proved, what each film weighs.
// Canonical JSON; the SHA-256 of its bytes is the release's id, an Ed25519 signature stands beside it.
import * as v from 'valibot';
import { chunkCount } from './chunk.ts';
import { sha256, slug } from './id.ts';
import { localText } from './text.ts';

export const manifestFormat = 'openset-release/1';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

/** A run of bytes in pack number `pack` (its place in `packs`). */
export const location = v.strictObject({ pack: count, offset: count, length: count });
export type Location = v.InferOutput<typeof location>;

/** `chunks` holds the SHA-256 of each 1 MiB, in order; `sha256` is that of the whole file, and its name. */
export const pack = v.pipe(
  v.strictObject({
    sha256,
    bytes: v.pipe(count, v.minValue(1)),
    chunks: v.pipe(v.array(sha256), v.maxLength(1_000_000)),
  }),
  v.check((pack) => pack.chunks.length === chunkCount(pack.bytes), 'has not one hash per chunk'),
);
export type Pack = v.InferOutput<typeof pack>;

/** What a film adds: `packs` lists, by number, where its documents and renditions lie. */
export const manifestFilm = v.strictObject({
  id: slug,
  title: localText,
  bytes: count,
  packs: v.array(count),
});
export type ManifestFilm = v.InferOutput<typeof manifestFilm>;

/** `index` is the media index (media-index.ts): every document and rendition by hash. */
export const manifest = v.pipe(
  v.strictObject({
    format: v.literal(manifestFormat),
    event: v.strictObject({ id: slug, title: localText }),
    index: location,
    packs: v.pipe(v.array(pack), v.minLength(1), v.maxLength(100_000)),
    films: v.pipe(v.array(manifestFilm), v.maxLength(10_000)),
  }),
  v.check(
    ({ index, packs }) => index.offset + index.length <= (packs[index.pack]?.bytes ?? -1),
    'has its media index outside its packs',
  ),
  v.check(
    ({ packs, films }) =>
      films.every((film) => film.packs.every((number) => number < packs.length)),
    'has a film in a pack that is not there',
  ),
  v.check(
    ({ packs }) => new Set(packs.map((pack) => pack.sha256)).size === packs.length,
    'lists a pack twice',
  ),
);
export type Manifest = v.InferOutput<typeof manifest>;

/** `manifest.sig.json`, over the manifest's bytes. Key and signature are base64url (RFC 8032). */
export const signature = v.strictObject({
  algorithm: v.literal('Ed25519'),
  publicKey: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
  signature: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}$/)),
});
export type Signature = v.InferOutput<typeof signature>;

/** Bytes of all packs together: what a tablet must hold. */
export const releaseBytes = (manifest: Manifest): number =>
  manifest.packs.reduce((sum, pack) => sum + pack.bytes, 0);

/** Free space asked for, as a multiple of what is still to come (rule 89). */
export const spaceFactor = 1.2;
