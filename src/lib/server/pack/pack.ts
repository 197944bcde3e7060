// Event folder → release: rendered, documented, packed, signed. The manifest is written last, so a
// crash at any point leaves the releases that were there.
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { canonicalJson, type Json } from '#lib/openset/canonical-json.ts';
import {
  challengeDocument as challengeSchema,
  challengesDocument as challengesSchema,
  solutionDocument as solutionSchema,
} from '#lib/openset/challenge.ts';
import {
  documentName,
  eventDocument as eventSchema,
  filmDocument as filmSchema,
  filmsDocument as filmsSchema,
  setDocument as setSchema,
  shotDocument as shotSchema,
} from '#lib/openset/document.ts';
import {
  manifest as manifestSchema,
  manifestFormat,
  type Manifest,
} from '#lib/openset/manifest.ts';
import { writeIndex } from '#lib/openset/media-index.ts';
import type { Clip, Picture } from '#lib/openset/media.ts';
import type { EventFolder, FilmFolder } from '#lib/server/event/read.ts';
import { removeLeftovers, writeWhole } from './atomic.ts';
import { hashHex, type Blob } from './blob.ts';
import { Cache, type Rendered } from './cache.ts';
import { challengeDocuments, challengesDocument } from './challenge-documents.ts';
import {
  eventDocument,
  filmCard,
  filmDocument,
  filmPages,
  setDocument,
  shotDocument,
  type Made,
} from './documents.ts';
import { signManifest } from './event-key.ts';
import { renderAll, type Source } from './render.ts';
import type { PackReport } from './report.ts';
import { CacheDamage, groupBlobs, locate, writePack } from './write-packs.ts';

export interface PackOptions {
  /** Holds `packs/` and one folder for each release. */
  out: string;
  cache: string;
  key: KeyObject;
  onProgress?: (stage: 'render' | 'write', done: number, total: number) => void;
}

/** Packs `folder`. Throws RenderFailure where files cannot be shown; nothing is published then. */
export async function packEvent(folder: EventFolder, options: PackOptions): Promise<PackReport> {
  try {
    return await packOnce(folder, await Cache.open(options.cache), options);
  } catch (error) {
    if (!(error instanceof CacheDamage)) throw error;
    await rm(options.cache, { recursive: true, force: true });
    return packOnce(folder, await Cache.open(options.cache), options);
  }
}

async function packOnce(
  folder: EventFolder,
  cache: Cache,
  options: PackOptions,
): Promise<PackReport> {
  const packsDir = path.join(options.out, 'packs');
  await removeLeftovers(packsDir);
  const sources = sourcesOf(folder);
  const report = await renderAll([...sources.values()], cache, (done, total) =>
    options.onProgress?.('render', done, total),
  );
  const blobs = new Map<string, Blob>();
  const add = (blob: Blob): void => void blobs.set(blob.key, blob);
  const captionBlobs = await readCaptions(folder);
  const belongings = await readBelongings(folder);
  const made: Made = {
    media: (film, media) => report.rendered.get(sources.get(path.join(film.dir, media))!)!,
    captions: (film, { zh, en }) => ({
      zh: zh && captionBlobs.get(path.join(film.dir, zh))?.sha256,
      en: en && captionBlobs.get(path.join(film.dir, en))?.sha256,
    }),
    belonging: (film, media) => belongings.get(path.join(film.dir, media))!.sha256,
  };
  const documents = documentBlobs(folder, made);
  const perFilm = new Map(
    folder.films.map((film) => [
      film.film.id,
      filmBlobs(film, made, new Map([...captionBlobs, ...belongings]), cache),
    ]),
  );
  documents.forEach(add);
  for (const list of perFilm.values()) list.forEach(add);

  const groups = groupBlobs([...blobs.values()]);
  const entries = locate(groups);
  const index = writeIndex(entries);
  groups.push([
    {
      key: '',
      sha256: hashHex(index),
      bytes: index.length,
      type: 'application/octet-stream',
      from: index,
    },
  ]);
  const total = [...blobs.values()].reduce((sum, { bytes }) => sum + bytes, index.length);
  let written = 0;
  const packs = [];
  for (const group of groups)
    packs.push(
      await writePack(group, packsDir, cache, (bytes) =>
        options.onProgress?.('write', (written += bytes), total),
      ),
    );
  await cache.save();

  const packOf = new Map(entries.map(({ hash, pack }) => [hash, pack]));
  const manifest: Manifest = v.parse(manifestSchema, {
    format: manifestFormat,
    event: { id: folder.event.id, title: folder.event.title },
    index: { pack: packs.length - 1, offset: 0, length: index.length },
    packs,
    films: folder.films.map(({ film }) => {
      const list = new Map((perFilm.get(film.id) ?? []).map((blob) => [blob.key, blob]));
      return {
        id: film.id,
        title: film.title,
        bytes: [...list.values()].reduce((sum, { bytes }) => sum + bytes, 0),
        packs: [...new Set([...list.keys()].map((key) => packOf.get(key)!))].sort((a, b) => a - b),
      };
    }),
  });
  const bytes = Buffer.from(canonicalJson(manifest as unknown as Json));
  const release = hashHex(bytes);
  const dir = path.join(options.out, release);
  await writeWhole(
    path.join(dir, 'manifest.sig.json'),
    canonicalJson({ ...signManifest(bytes, options.key) }),
  );
  await writeWhole(path.join(dir, 'manifest.json'), bytes);
  await writeWhole(path.join(options.out, 'current'), release);
  return {
    release,
    dir,
    bytes: packs.reduce((sum, pack) => sum + pack.bytes, 0),
    films: manifest.films.length,
    packs: packs.length,
    encoded: report.encoded,
    reused: report.reused,
  };
}

/** Every media file that any screen shows, by its path. */
function sourcesOf({ films }: EventFolder): Map<string, Source> {
  const sources = new Map<string, Source>();
  for (const { dir, film, shots } of films) {
    const credit = film.rights?.creditLine?.en ?? film.rights?.creditLine?.zh;
    for (const shot of shots.values())
      for (const { takes } of shot.versions)
        for (const { media, digitalSourceType, aigc } of takes)
          sources.set(path.join(dir, media), {
            file: path.join(dir, media),
            label: { digitalSourceType, aigc, credit },
          });
    const own = { digitalSourceType: film.edit?.digitalSourceType, credit };
    for (const media of [film.poster, film.edit?.media])
      if (media !== undefined && !sources.has(path.join(dir, media)))
        sources.set(path.join(dir, media), { file: path.join(dir, media), label: own });
  }
  return sources;
}

async function readCaptions({ films }: EventFolder): Promise<Map<string, Blob>> {
  const blobs = new Map<string, Blob>();
  for (const { dir, film, shots } of films) {
    const takes = [...shots.values()].flatMap(({ versions }) =>
      versions.flatMap((version) => version.takes),
    );
    for (const captions of [film.edit?.captions, ...takes.map((take) => take.captions)])
      for (const media of [captions?.zh, captions?.en]) {
        if (media === undefined) continue;
        const from = await readFile(path.join(dir, media));
        const sha256 = hashHex(from);
        blobs.set(path.join(dir, media), {
          key: sha256,
          sha256,
          bytes: from.length,
          type: 'text/vtt',
          from,
        });
      }
  }
  return blobs;
}

const belongingTypes: Record<string, Blob['type']> = {
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};

/** Plates and models of the sets, byte for byte. */
async function readBelongings({ films }: EventFolder): Promise<Map<string, Blob>> {
  const blobs = new Map<string, Blob>();
  for (const { dir, set } of films)
    for (const { media } of [...(set?.cards ?? []), ...(set?.models ?? [])]) {
      const file = path.join(dir, media);
      const from = await readFile(file);
      const sha256 = hashHex(from);
      const type = belongingTypes[path.extname(media).toLowerCase()] ?? 'application/octet-stream';
      blobs.set(file, { key: sha256, sha256, bytes: from.length, type, from });
    }
  return blobs;
}

function documentBlobs(folder: EventFolder, made: Made): Blob[] {
  const cards = folder.films.map((film) => filmCard(film, made));
  return [
    document(documentName.event, eventSchema, eventDocument(folder, made)),
    ...filmPages(cards).map((page, number) =>
      document(documentName.films(number), filmsSchema, { cards: page }),
    ),
    ...folder.films.flatMap((film) => [
      document(documentName.film(film.film.id), filmSchema, filmDocument(film, made)),
      ...[...film.shots.values()].map((shot) =>
        document(
          documentName.shot(film.film.id, shot.id),
          shotSchema,
          shotDocument(film, shot, made),
        ),
      ),
      ...setBlobs(film, made),
    ]),
    ...challengeBlobs(folder, made),
  ];
}

function challengeBlobs(folder: EventFolder, made: Made): Blob[] {
  const all = folder.challenges.map((challenge) => challengeDocuments(folder, challenge, made));
  return [
    document(documentName.challenges, challengesSchema, challengesDocument(all)),
    ...all.flatMap(({ asked, solution }) => [
      document(documentName.challenge(asked.id), challengeSchema, asked),
      document(documentName.solution(asked.id), solutionSchema, solution),
    ]),
  ];
}

function setBlobs(film: FilmFolder, made: Made): Blob[] {
  const set = setDocument(film, made);
  return set ? [document(documentName.set(film.film.id), setSchema, set)] : [];
}

function document<S extends v.GenericSchema>(
  name: string,
  schema: S,
  content: v.InferInput<S>,
): Blob {
  const from = Buffer.from(canonicalJson(v.parse(schema, content) as Json));
  return {
    key: hashHex(name),
    sha256: hashHex(from),
    bytes: from.length,
    type: 'application/json',
    from,
  };
}

/** A film's renditions in the order in which a tablet wants them: small pictures first. */
function filmBlobs(
  folder: FilmFolder,
  made: Made,
  /** Captions, and what the set brings: files that travel as they are. */
  asTheyAre: Map<string, Blob>,
  cache: Cache,
): Blob[] {
  const { dir, film, shots } = folder;
  const takes = [...shots.values()].flatMap(({ versions }) =>
    versions.flatMap((version) => version.takes),
  );
  const media = [film.poster, film.edit?.media, ...takes.map((take) => take.media)];
  const all: Rendered[] = media
    .filter((one) => one !== undefined)
    .map((one) => made.media(folder, one));
  const still = (name: keyof Picture): Blob[] =>
    all.map(({ picture }) => fromCache(picture[name], cache));
  const clips = all.flatMap(({ clip }) => (clip ? [fromCache(clip.video, cache)] : []));
  const own = [...asTheyAre].flatMap(([place, blob]) =>
    place.startsWith(dir + path.sep) ? [blob] : [],
  );
  const proofs = all.flatMap(({ provenance }) =>
    provenance.map(({ sha256, bytes }): Blob => {
      const type = 'application/octet-stream';
      return { key: sha256, sha256, bytes, type, from: cache.blob(sha256) };
    }),
  );
  return [...own, ...still('thumb'), ...still('proxy'), ...still('full'), ...clips, ...proofs];
}

function fromCache({ sha256, bytes, type }: Picture['thumb'] | Clip['video'], cache: Cache): Blob {
  return { key: sha256, sha256, bytes, type, from: cache.blob(sha256) };
}
