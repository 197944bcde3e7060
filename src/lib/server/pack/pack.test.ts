import { createHash, generateKeyPairSync } from 'node:crypto';
import { cp, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { makeAskableEvent, makeChallenges } from '../../../../tests/fixtures/make-challenge.ts';
import { drawPicture, makeEvent } from '../../../../tests/fixtures/make-event.ts';
import { makeModel } from '../../../../tests/fixtures/make-model.ts';
import { makeSet } from '../../../../tests/fixtures/make-set.ts';
import {
  challengeDocument,
  challengesDocument,
  kinds,
  solutionDocument,
} from '#lib/openset/challenge.ts';
import { canonicalJson } from '#lib/openset/canonical-json.ts';
import { documentName, setDocument } from '#lib/openset/document.ts';
import { manifest as manifestSchema } from '#lib/openset/manifest.ts';
import { readIndex } from '#lib/openset/media-index.ts';
import { parseJson } from '#lib/openset/parse-json.ts';
import { packFolder } from './pack-folder.ts';
import type { PackReport } from './report.ts';
import { verifyRelease } from './verify.ts';

const key = generateKeyPairSync('ed25519').privateKey;
let home: string;
let event: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'openset-pack-'));
  event = path.join(home, 'event');
  await makeEvent(event, { films: 2, shots: 2, versions: 3 });
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function pack(dir: string, name: string): Promise<PackReport> {
  const packed = await packFolder(dir, {
    out: path.join(home, name, 'releases'),
    cache: path.join(home, name, 'cache'),
    key,
  });
  if ('problems' in packed) throw new Error(JSON.stringify(packed.problems));
  return packed.report;
}

/** All bytes of a release, as text. */
async function everyPack({ dir }: PackReport): Promise<string> {
  const packs = path.join(dir, '../packs');
  const names = await readdir(packs);
  return (
    await Promise.all(names.map((name) => readFile(path.join(packs, name), 'latin1')))
  ).join();
}

const hash = (of: string | Buffer): string => createHash('sha256').update(of).digest('hex');

const manifestOf = async ({ dir }: PackReport) =>
  v.parse(manifestSchema, parseJson(await readFile(path.join(dir, 'manifest.json'), 'utf8')));

/** Asks a release for what it keeps under a hash, as a tablet does: by its index. */
async function openRelease(report: PackReport) {
  const { index, packs } = await manifestOf(report);
  const read = async (pack: number, offset: number, length: number): Promise<Buffer> => {
    const whole = await readFile(path.join(report.dir, '../packs', packs[pack]!.sha256));
    return whole.subarray(offset, offset + length);
  };
  const entries = readIndex(await read(index.pack, index.offset, index.length));
  return async (wanted: string): Promise<{ type: string; bytes: Buffer } | null> => {
    const entry = entries.find((one) => one.hash === wanted);
    return entry
      ? { type: entry.type, bytes: await read(entry.pack, entry.offset, entry.length) }
      : null;
  };
}

describe('packing', () => {
  it('makes a release that verify proves', async () => {
    const report = await pack(event, 'plain');
    expect(report).toMatchObject({ films: 2, encoded: 12, reused: 0 });
    expect(await verifyRelease(report.dir)).toMatchObject({ release: report.release, faults: [] });
  });

  it('gives the same release for the same folder at another place and time', async () => {
    const elsewhere = path.join(home, 'elsewhere');
    await cp(event, elsewhere, { recursive: true });
    for (const name of await readdir(elsewhere, { recursive: true }))
      await utimes(path.join(elsewhere, name), 1e9, 1e9);
    expect((await pack(elsewhere, 'there')).release).toBe((await pack(event, 'here')).release);
  });

  it('renders nothing again when nothing changed, and one take when one changed', async () => {
    const copy = path.join(home, 'growing');
    await cp(event, copy, { recursive: true });
    const first = await pack(copy, 'growing-out');
    expect(await pack(copy, 'growing-out')).toMatchObject({
      release: first.release,
      encoded: 0,
      reused: 12,
    });
    await drawPicture(path.join(copy, 'films/film-1/media/sh010_v002_t01.png'), 640, 360, 999);
    const second = await pack(copy, 'growing-out');
    expect(second).toMatchObject({ encoded: 1, reused: 11 });
    expect(second.release).not.toBe(first.release);
    expect((await verifyRelease(first.dir)).faults).toEqual([]);
  });

  it('never lets a damaged cache into a release', async () => {
    const first = await pack(event, 'damaged');
    const blobs = path.join(home, 'damaged/cache/blobs');
    for (const name of await readdir(blobs)) {
      const bytes = await readFile(path.join(blobs, name));
      bytes[bytes.length - 1]! ^= 1;
      await writeFile(path.join(blobs, name), bytes);
    }
    await rm(path.join(home, 'damaged/releases'), { recursive: true });
    const second = await pack(event, 'damaged');
    expect(second.release).toBe(first.release);
    expect((await verifyRelease(second.dir)).faults).toEqual([]);
  });

  it('carries source type and credit into every rendition', async () => {
    const report = await pack(event, 'labels');
    const blobs = path.join(home, 'labels/cache/blobs');
    const names = await readdir(blobs);
    expect(names.length).toBe(36);
    for (const name of names)
      expect((await sharp(path.join(blobs, name)).metadata()).xmp?.toString()).toContain(
        'algorithmicMedia',
      );
    expect(report.bytes).toBeGreaterThan(0);
  });

  it('lets signed provenance travel beside the renditions, byte for byte', async () => {
    const dir = path.join(home, 'signed-event');
    await cp(event, dir, { recursive: true });
    const file = path.join(dir, 'films/film-1/media/sh010_v001_t01.png');
    const plain = await readFile(file);
    const proof = Buffer.from('a manifest store, as a signer wrote it');
    const chunk = Buffer.concat([Buffer.alloc(4), Buffer.from('caBX'), proof, Buffer.alloc(4)]);
    chunk.writeUInt32BE(proof.length);
    chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4);
    await writeFile(file, Buffer.concat([plain.subarray(0, 33), chunk, plain.subarray(33)]));
    const report = await pack(dir, 'signed');
    const sha256 = createHash('sha256').update(proof).digest('hex');
    const bytes = await everyPack(report);
    expect(bytes).toContain(proof.toString());
    expect(bytes).toContain(canonicalJson({ bytes: proof.length, locator: 'png:caBX', sha256 }));
    expect(await verifyRelease(report.dir)).toMatchObject({ faults: [] });
  });

  it('lets a film’s set travel, with its plate and its model byte for byte', async () => {
    const dir = path.join(home, 'set-event');
    await cp(event, dir, { recursive: true });
    const film = path.join(dir, 'films/film-1');
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><circle cx="20" cy="10" r="8" fill="red"/></svg>';
    const plate = await sharp(Buffer.from(svg)).png().toBuffer();
    expect((await sharp(plate).stats()).isOpaque).toBe(false);
    const model = Buffer.from(makeModel());
    await writeFile(path.join(film, 'media/plate.png'), plate);
    await writeFile(path.join(film, 'media/model.glb'), model);
    const set = makeSet();
    set.cards = [
      { media: 'media/plate.png', at: [0, 0, -2], heightM: 1, when: { place: ['yard'] } },
    ];
    set.models = [{ media: 'media/model.glb', scale: 2 }];
    await writeFile(path.join(film, 'set.yaml'), stringify(set));
    const report = await pack(dir, 'set');
    expect(await verifyRelease(report.dir)).toMatchObject({ faults: [] });

    const answer = await openRelease(report);
    const document = v.parse(
      setDocument,
      parseJson((await answer(hash(documentName.set('film-1'))))!.bytes.toString()),
    );
    expect(document).toMatchObject({ title: set.title, shot: 'sh010', pieces: { length: 3 } });
    expect(document.cards).toMatchObject([{ media: hash(plate), heightM: 1, lit: true }]);
    expect(document.models).toMatchObject([{ media: hash(model), scale: 2 }]);
    expect(await answer(document.cards[0]!.media)).toEqual({ type: 'image/png', bytes: plate });
    expect(await answer(document.models[0]!.media)).toEqual({
      type: 'application/octet-stream',
      bytes: model,
    });
    const directs = async (name: string): Promise<unknown> =>
      (
        parseJson((await answer(hash(documentName.film(name))))!.bytes.toString()) as {
          directs?: unknown;
        }
      ).directs;
    expect(await directs('film-1')).toEqual({ shot: 'sh010', title: set.title });
    // The other film has no set, and says so by saying nothing.
    expect(await directs('film-2')).toBeUndefined();
    expect(await answer(hash(documentName.set('film-2')))).toBeNull();
    // The film's packs bring what its set needs.
    const { films } = await manifestOf(report);
    expect(films[0]!.bytes - films[1]!.bytes).toBeGreaterThan(0);

    // A plate that changes is another release; nothing is rendered for it.
    const other = await sharp(plate).negate({ alpha: false }).png().toBuffer();
    await writeFile(path.join(film, 'media/plate.png'), other);
    const second = await pack(dir, 'set');
    expect(second).toMatchObject({ encoded: 0 });
    expect(second.release).not.toBe(report.release);
    expect((await (await openRelease(second))(hash(other)))?.bytes).toEqual(other);
  });

  it('says what a challenge asks and what is right in two documents, the first silent of the second', async () => {
    const dir = path.join(home, 'challenge-event');
    await makeAskableEvent(dir);
    const report = await pack(dir, 'challenges');
    expect((await verifyRelease(report.dir)).faults).toEqual([]);
    const answer = await openRelease(report);
    const read = async <S extends v.GenericSchema>(name: string, schema: S) =>
      v.parse(schema, parseJson((await answer(hash(name)))!.bytes.toString()));
    const asked = (id: string) => read(documentName.challenge(id), challengeDocument);
    const solution = (id: string) => read(documentName.solution(id), solutionDocument);

    const { cards } = await read(documentName.challenges, challengesDocument);
    expect(cards.map(({ id, kind }) => `${id}: ${kind}`)).toEqual(kinds.map((k) => `${k}: ${k}`));
    for (const kind of kinds) {
      const text = JSON.stringify(await asked(kind));
      // Pictures apart, nothing leads back to versions, takes, or what authors call their choices.
      expect(text).not.toMatch(/v00\d|t01|"step"|"sun"|"lens"|"one"|"two"/);
      expect(text).not.toContain('理由');
    }
    const ids = async (id: string): Promise<string[]> => {
      const document = await asked(id);
      return 'choices' in document ? document.choices.map((choice) => choice.id) : [];
    };
    expect(await ids('keep')).toEqual(['a', 'b', 'c']);
    expect(await solution('keep')).toMatchObject({ right: 'c' });
    expect(await solution('cause')).toMatchObject({ right: 'a', why: { en: 'A reason.' } });
    expect(await solution('match')).toMatchObject({ right: 'wide shot, low sun, step 4' });
    expect(await asked('vote')).toMatchObject({
      at: '17:00',
      choices: [{ film: { title: { en: 'Film 1' } } }, { film: { title: { en: 'Film 2' } } }],
    });
    for (const kind of ['direct', 'cut', 'vote']) expect(await solution(kind)).toEqual({ kind });

    // The order of the choices is not the order of making, and the solution puts it right.
    const order = await asked('order');
    const { right } = (await solution('order')) as { right: string[] };
    expect(right.toSorted()).toEqual(await ids('order'));
    expect(right).not.toEqual(await ids('order'));
    const shot = (await answer(hash(documentName.shot('film-1', 'sh010'))))!.bytes.toString();
    const places = right.map((id) => {
      const choice = order.kind === 'order' && order.choices.find((one) => one.id === id);
      return choice ? shot.indexOf(choice.shows!.picture.full.sha256) : -1;
    });
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(makeChallenges().order.versions).toHaveLength(right.length);
  });

  it('lists no challenges where an event has none', async () => {
    const answer = await openRelease(await pack(event, 'plain'));
    const list = (await answer(hash(documentName.challenges)))!.bytes.toString();
    expect(parseJson(list)).toEqual({ cards: [] });
  });

  it('publishes nothing when a file cannot be shown, and names it', async () => {
    const broken = path.join(home, 'broken');
    await cp(event, broken, { recursive: true });
    const file = path.join(broken, 'films/film-2/media/sh020_v001_t01.png');
    await writeFile(file, (await readFile(file)).subarray(0, 60));
    await expect(pack(broken, 'broken-out')).rejects.toThrow(/sh020_v001_t01\.png/);
    expect(await readdir(path.join(home, 'broken-out/releases')).catch(() => [])).toEqual([]);
  });
});

describe('verify', () => {
  it('finds a flipped bit anywhere in a release', async () => {
    const { dir } = await pack(event, 'flipped');
    const packs = path.join(dir, '../packs');
    const files = [
      path.join(dir, 'manifest.json'),
      path.join(dir, 'manifest.sig.json'),
      ...(await readdir(packs)).map((name) => path.join(packs, name)),
    ];
    for (const file of files) {
      const good = await readFile(file);
      const { size } = await stat(file);
      for (const share of [0.02, 0.5, 0.97]) {
        const bad = Buffer.from(good);
        bad[Math.floor(size * share)]! ^= 4;
        await writeFile(file, bad);
        expect((await verifyRelease(dir)).faults, `${file} at ${share}`).not.toEqual([]);
      }
      await writeFile(file, good);
    }
    expect((await verifyRelease(dir)).faults).toEqual([]);
  });

  it('refuses another key, a missing pack, and a folder that is no release', async () => {
    const { dir } = await pack(event, 'refused');
    expect((await verifyRelease(dir, { trustedKey: 'A'.repeat(43) })).faults).toHaveLength(1);
    const [name = ''] = await readdir(path.join(dir, '../packs'));
    await rm(path.join(dir, '../packs', name));
    expect((await verifyRelease(dir)).faults.join()).toContain('is missing');
    expect((await verifyRelease(home)).faults.join()).toContain('no manifest.json');
  });
});

describe('packing an unchanged event', () => {
  it('recalls the release, and gives it up where anything is missing or torn', async () => {
    const dir = path.join(home, 'again-event');
    await cp(event, dir, { recursive: true });
    const first = await pack(dir, 'again');
    expect(await pack(dir, 'again')).toEqual({ ...first, encoded: 0, reused: 12 });
    const packs = path.join(home, 'again/releases/packs');
    const [name] = await readdir(packs);
    await rm(path.join(packs, name!));
    expect((await pack(dir, 'again')).release).toBe(first.release);
    expect(await verifyRelease(first.dir)).toMatchObject({ faults: [] });
    await writeFile(path.join(home, 'again/cache/last.json'), '{"stamp":');
    expect((await pack(dir, 'again')).release).toBe(first.release);
  });

  it('notices a change that leaves the size as it was', async () => {
    const dir = path.join(home, 'same-size-event');
    await cp(event, dir, { recursive: true });
    const first = await pack(dir, 'same-size');
    const file = path.join(dir, 'films/film-1/shots/sh010.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('This is step 2.', 'This is step 9.'));
    const second = await pack(dir, 'same-size');
    expect(second.release).not.toBe(first.release);
    await writeFile(file, text);
    expect((await pack(dir, 'same-size')).release).toBe(first.release);
  });

  it('says again what is wrong, whatever was packed before', async () => {
    const dir = path.join(home, 'broken-event');
    await cp(event, dir, { recursive: true });
    await pack(dir, 'broken');
    await writeFile(path.join(dir, 'films/film-1/film.yaml'), 'id: [');
    await expect(pack(dir, 'broken')).rejects.toThrow('film.yaml');
    await expect(pack(dir, 'broken')).rejects.toThrow('film.yaml');
  });
});
