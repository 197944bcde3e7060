// Proves a release: every byte read again, every promise of the manifest checked.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { parseJson } from '#lib/openset/parse-json.ts';
import { challengeDocument, challengesDocument, solutionDocument } from '#lib/openset/challenge.ts';
import { chunkBytes, MiB } from '#lib/openset/chunk.ts';
import {
  documentName,
  eventDocument,
  filmDocument,
  filmsDocument,
  filmsPerPage,
  setDocument,
  shotDocument,
} from '#lib/openset/document.ts';
import { canonicalJson, type Json } from '#lib/openset/canonical-json.ts';
import {
  manifest as manifestSchema,
  signature as signatureSchema,
  type Manifest,
} from '#lib/openset/manifest.ts';
import { readIndex, rowBytes, type Entry } from '#lib/openset/media-index.ts';
import { hashHex } from './blob.ts';
import { isSigned } from './event-key.ts';

export interface Verdict {
  release: string;
  publicKey: string | null;
  bytes: number;
  /** Empty where the release is proven. */
  faults: string[];
}

/** Reads the release in `dir` whole. `trustedKey` (base64url) must be the one that signed it, if given. */
export async function verifyRelease(
  dir: string,
  options: { trustedKey?: string; onProgress?: (done: number, total: number) => void } = {},
): Promise<Verdict> {
  const faults: string[] = [];
  const release = path.basename(path.resolve(dir));
  const opened = await openManifest(dir, release, faults);
  if (!opened) return { release, publicKey: null, bytes: 0, faults };
  const { manifest, publicKey } = opened;
  if (options.trustedKey !== undefined && publicKey !== options.trustedKey)
    faults.push(`The release is signed by ${publicKey ?? 'nobody'}, not by the trusted key.`);
  const packsDir = path.join(dir, '..', 'packs');
  const total = manifest.packs.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const [number, pack] of manifest.packs.entries()) {
    const faultsOfPack = await verifyPack(path.join(packsDir, pack.sha256), pack);
    faults.push(
      ...faultsOfPack.map((fault) => `Pack ${number} (${pack.sha256.slice(0, 12)}…): ${fault}.`),
    );
    options.onProgress?.((done += pack.bytes), total);
  }
  if (faults.length === 0) faults.push(...(await verifyContents(packsDir, manifest)));
  return { release, publicKey, bytes: total, faults };
}

async function openManifest(
  dir: string,
  release: string,
  faults: string[],
): Promise<{ manifest: Manifest; publicKey: string | null } | null> {
  const bytes = await readFile(path.join(dir, 'manifest.json')).catch(() => null);
  if (!bytes)
    return refuse(
      faults,
      'There is no manifest.json: this folder is no release, or packing was interrupted.',
    );
  if (hashHex(bytes) !== release)
    faults.push('The manifest has been changed: its hash is not the release’s id.');
  const manifest = v.safeParse(manifestSchema, parseJson(bytes.toString()));
  if (!manifest.success)
    return refuse(faults, `The manifest is malformed: ${v.summarize(manifest.issues)}`);
  if (canonicalJson(manifest.output as unknown as Json) !== bytes.toString())
    faults.push('The manifest is not written in canonical form.');
  const text = await readFile(path.join(dir, 'manifest.sig.json'), 'utf8').catch(() => null);
  const signature = v.safeParse(signatureSchema, text === null ? null : parseJson(text));
  if (!signature.success) faults.push('The release has no readable signature.');
  else if (!isSigned(bytes, signature.output))
    faults.push('The signature is not over this manifest.');
  return {
    manifest: manifest.output,
    publicKey: signature.success ? signature.output.publicKey : null,
  };
}

function refuse(faults: string[], why: string): null {
  faults.push(why);
  return null;
}

async function verifyPack(file: string, pack: Manifest['packs'][number]): Promise<string[]> {
  const there = await stat(file).catch(() => null);
  if (!there) return ['is missing'];
  if (there.size !== pack.bytes) return [`has ${there.size} bytes instead of ${pack.bytes}`];
  const whole = createHash('sha256');
  const faults: string[] = [];
  let number = 0;
  for await (const part of createReadStream(file, { highWaterMark: chunkBytes })) {
    whole.update(part as Buffer);
    if (hashHex(part as Buffer) !== pack.chunks[number]) faults.push(`chunk ${number} is damaged`);
    number += 1;
  }
  if (faults.length === 0 && whole.digest('hex') !== pack.sha256)
    faults.push('is not what its name says');
  return faults;
}

/** The media index, every rendition behind it, every document, and that nothing named is missing. */
async function verifyContents(packsDir: string, manifest: Manifest): Promise<string[]> {
  const faults: string[] = [];
  const read = async ({
    pack,
    offset,
    length,
  }: Pick<Entry, 'pack' | 'offset' | 'length'>): Promise<Buffer> => {
    const handle = await open(path.join(packsDir, manifest.packs[pack]!.sha256));
    try {
      return (await handle.read(Buffer.alloc(length), 0, length, offset)).buffer;
    } finally {
      await handle.close();
    }
  };
  const table = await read(manifest.index);
  if (table.length % rowBytes !== 0) return ['The media index is cut off.'];
  const entries = readIndex(table);
  const documents = new Map<string, Entry>();
  for (const [row, entry] of entries.entries()) {
    const name = `Media ${entry.hash.slice(0, 12)}…`;
    if (row > 0 && entries[row - 1]!.hash >= entry.hash)
      faults.push(`The media index is out of order at row ${row}.`);
    if (entry.offset + entry.length > (manifest.packs[entry.pack]?.bytes ?? -1))
      faults.push(`${name} lies outside its pack.`);
    else if (entry.type === 'application/json') documents.set(entry.hash, entry);
    else if (
      (await hashOf(path.join(packsDir, manifest.packs[entry.pack]!.sha256), entry)) !== entry.hash
    )
      faults.push(`${name} is not what its name says.`);
  }
  const overlaps = entries.toSorted((a, b) => a.pack - b.pack || a.offset - b.offset);
  for (const [at, entry] of overlaps.entries()) {
    const before = overlaps[at - 1];
    if (before?.pack === entry.pack && before.offset + before.length > entry.offset)
      faults.push(`Media ${entry.hash.slice(0, 12)}… overlaps another.`);
  }
  if (faults.length > 0) return faults;
  return verifyDocuments(manifest, documents, read, new Set(entries.map(({ hash }) => hash)));
}

async function hashOf(file: string, { offset, length }: Entry): Promise<string> {
  const hash = createHash('sha256');
  if (length > 0)
    for await (const part of createReadStream(file, {
      start: offset,
      end: offset + length - 1,
      highWaterMark: MiB,
    }))
      hash.update(part as Buffer);
  return hash.digest('hex');
}

async function verifyDocuments(
  manifest: Manifest,
  documents: Map<string, Entry>,
  read: (entry: Entry) => Promise<Buffer>,
  present: Set<string>,
): Promise<string[]> {
  const faults: string[] = [];
  const expect = async <S extends v.GenericSchema>(
    name: string,
    schema: S,
  ): Promise<v.InferOutput<S> | null> => {
    const key = hashHex(name);
    const entry = documents.get(key);
    documents.delete(key);
    const content = entry && v.safeParse(schema, parseJson((await read(entry)).toString()));
    if (!content?.success) {
      faults.push(`Document “${name}” is ${content ? 'malformed' : 'missing'}.`);
      return null;
    }
    for (const hash of mediaIn(content.output))
      if (!present.has(hash))
        faults.push(`Document “${name}” shows ${hash.slice(0, 12)}…, which is not in the release.`);
    return content.output;
  };
  const event = await expect(documentName.event, eventDocument);
  const pages = Math.max(1, Math.ceil((event?.filmCount ?? 0) / filmsPerPage));
  for (let page = 0; page < pages; page += 1) await expect(documentName.films(page), filmsDocument);
  for (const { id } of manifest.films) {
    const film = await expect(documentName.film(id), filmDocument);
    for (const shot of film?.shots ?? [])
      await expect(documentName.shot(id, shot.id), shotDocument);
    if (film?.directs) await expect(documentName.set(id), setDocument);
  }
  // Releases of before there were challenges have no list of them.
  const hasChallenges = documents.has(hashHex(documentName.challenges));
  const list = hasChallenges && (await expect(documentName.challenges, challengesDocument));
  for (const { id } of list ? list.cards : []) {
    await expect(documentName.challenge(id), challengeDocument);
    await expect(documentName.solution(id), solutionDocument);
  }
  if (documents.size > 0) faults.push(`${documents.size} documents belong to nothing.`);
  return faults;
}

/** Every rendition and caption that a document names. */
function mediaIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string')
    return /^[0-9a-f]{64}$/.test(value) && ['sha256', 'media', 'zh', 'en'].includes(key)
      ? [value]
      : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => mediaIn(part, name));
}
