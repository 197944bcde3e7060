// Every media file of an event, rendered for tablets; what was rendered before is not touched again.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { canonicalJson, type Json } from '#lib/openset/canonical-json.ts';
import type { Picture, Rendition } from '#lib/openset/media.ts';
import type { Cache, Rendered } from './cache.ts';
import { clipSettings, playableClip, posterOf, readClip, UnplayableClip } from './clip.ts';
import type { Label } from './label.ts';
import { keepProvenance, provenanceSettings } from './provenance.ts';
import { encodeStill, stillSettings } from './still.ts';

/** One file to render, and what its renditions must say of themselves. */
export interface Source {
  /** Absolute. */
  file: string;
  label: Label;
}

/** Files that could not be rendered, each with its reason. */
export class RenderFailure extends Error {
  readonly failures: { file: string; why: string }[];

  constructor(failures: { file: string; why: string }[]) {
    super(failures.map(({ file, why }) => `${file}: ${why}`).join('\n'));
    this.failures = failures;
  }
}

export interface RenderReport {
  rendered: Map<Source, Rendered>;
  /** How many files were encoded now, and how many came from the cache. */
  encoded: number;
  reused: number;
}

/** Renders all of `sources`, one a core at a time. Throws RenderFailure listing every bad file. */
export async function renderAll(
  sources: Source[],
  cache: Cache,
  onProgress: (done: number, total: number) => void,
): Promise<RenderReport> {
  sharp.concurrency(1);
  sharp.cache(false);
  const rendered = new Map<Source, Rendered>();
  const failures: { file: string; why: string }[] = [];
  const pending = new Map<string, Promise<Rendered>>();
  const queue = [...sources.entries()];
  let [encoded, reused, done] = [0, 0, 0];

  const renderNext = async (source: Source): Promise<void> => {
    const key = await keyOf(source, cache);
    const known = cache.rendered(key);
    if (known) {
      reused += 1;
      rendered.set(source, known);
      return;
    }
    const isFirst = !pending.has(key);
    if (isFirst) pending.set(key, renderOne(source, cache));
    const made = await pending.get(key)!;
    if (isFirst) encoded += 1;
    cache.remember(key, made);
    rendered.set(source, made);
  };
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [, source] = next;
      await renderNext(source).catch((error: unknown) => {
        failures.push({
          file: source.file,
          why: error instanceof Error ? error.message : String(error),
        });
      });
      done += 1;
      onProgress(done, sources.length);
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, worker));
  await cache.save();
  if (failures.length > 0) throw new RenderFailure(failures);
  return { rendered, encoded, reused };
}

async function keyOf({ file, label }: Source, cache: Cache): Promise<string> {
  const parts = [
    await cache.hashFile(file),
    stillSettings,
    clipSettings,
    provenanceSettings,
    canonicalJson(label as Json),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

async function renderOne({ file, label }: Source, cache: Cache): Promise<Rendered> {
  const provenance = await keepProvenance(file, cache);
  if (!(await isClip(file)))
    return { picture: await renderStill(file, label, cache), clip: null, provenance };
  const facts = await readClip(file);
  const data = await playableClip(file, facts, label);
  const video: Rendition = {
    sha256: await cache.keep(data),
    type: 'video/mp4',
    bytes: data.length,
    width: facts.width,
    height: facts.height,
  };
  return {
    picture: await renderStill(await posterOf(file), label, cache),
    clip: { video, durationS: Math.round(facts.durationS * 1000) / 1000, hasSound: facts.hasSound },
    provenance,
  };
}

async function renderStill(input: Buffer | string, label: Label, cache: Cache): Promise<Picture> {
  const encodings = await encodeStill(input, label);
  const entries = await Promise.all(
    encodings.map(async ({ name, data, width, height }): Promise<[string, Rendition]> => {
      const sha256 = await cache.keep(data);
      return [name, { sha256, type: 'image/webp', bytes: data.length, width, height }];
    }),
  );
  return Object.fromEntries(entries) as Picture;
}

/** By content: ISO base media that is no still picture, or Matroska. */
async function isClip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const head = Buffer.alloc(16);
    await handle.read(head, 0, 16, 0);
    const ascii = head.toString('latin1');
    if (ascii.startsWith('\x1aE\xdf\xa3')) return true;
    if (ascii.slice(4, 8) === 'ftyp')
      return !/^(avif|avis|mif1|heic|heix)/.test(ascii.slice(8, 12));
    return ['moov', 'mdat', 'wide', 'free', 'skip'].includes(ascii.slice(4, 8));
  } finally {
    await handle.close();
  }
}

/** The failure in the words of the person who packs: paths inside the event, what to do. */
export function explainFailure(error: unknown, root: string): string | null {
  if (error instanceof UnplayableClip) return error.message;
  if (!(error instanceof RenderFailure)) return null;
  const lines = error.failures.map(({ file, why }) => `  ${path.relative(root, file)}: ${why}.`);
  return `${lines.length} files cannot be shown; nothing was published:\n${lines.join('\n')}`;
}
