// The team's files, read: what each says, whether it can be used, what belongs together.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { asSeed, asText, isRecord, parseJson } from '#lib/intake/json.ts';
import { inspect, type Inspection } from '#lib/intake/inspect.ts';
import type { Source } from '#lib/intake/source.ts';
import { placeOf, type Place } from './place.ts';

export interface Material {
  /** Relative to the team's folder. */
  file: string;
  sha256: string;
  changedMs: number;
  place: Place;
  said: Inspection;
  /** A picture of the same name that stands for a clip. */
  poster: string | null;
  /** The task of a service, where a response lay beside the file. */
  task: string | null;
  /** Blocks found in the file, kept by hash. */
  embedded: { locator: string; sha256: string }[];
}

export interface Skipped {
  file: string;
  why: string;
}

/** Opens a file as a source of bytes; the command line has one for disks. */
export type OpenFile = <T>(file: string, use: (source: Source) => Promise<T>) => Promise<T>;

/** Keeps an embedded block, so that the blocks of all files are never in memory together. */
export type KeepBlock = (sha256: string, bytes: Uint8Array) => Promise<void>;

const shown = new Set([
  'png',
  'apng',
  'jpeg',
  'webp',
  'gif',
  'avif',
  'tiff',
  'mp4',
  'mov',
  'webm',
  'mkv',
]);
const clips = /\.(mp4|mov|webm|mkv)$/i;
const clipEndings = ['.mp4', '.mov', '.webm', '.mkv'];

/** Every file below `dir` but not below `event`, sorted; hidden files and links are passed over. */
export async function listFiles(dir: string, event: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !isBelow(entry.parentPath, event))
    .map((entry) =>
      path.relative(dir, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .filter((file) => !file.split('/').some((part) => part.startsWith('.')))
    .sort();
}

function isBelow(place: string, dir: string): boolean {
  const way = path.relative(path.resolve(dir), path.resolve(place));
  return way === '' || (!way.startsWith('..') && !path.isAbsolute(way));
}

/** Reads one file of `all`; what cannot be used comes back with the reason. */
export async function readMaterial(
  dir: string,
  file: string,
  all: Set<string>,
  open: OpenFile,
  keepBlock: KeepBlock,
): Promise<Material | Skipped> {
  const place = path.join(dir, file);
  const stem = stemOf(file);
  const said = await open(place, inspect);
  if (said.kind === null || said.error !== null)
    return { file, why: said.error ?? 'This is no picture or clip that can be read.' };
  if (!shown.has(said.kind))
    return { file, why: `${said.kind.toUpperCase()} files cannot be shown.` };
  const isClip = clips.test(file);
  const poster = isClip
    ? (['.png', '.jpg', '.webp'].map((ending) => stem + ending).find((one) => all.has(one)) ?? null)
    : null;
  const own =
    said.prompt === null && poster !== null
      ? merge(said, await open(path.join(dir, poster), inspect))
      : said;
  const embedded = [];
  for (const { locator, bytes } of own.embedded) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await keepBlock(sha256, bytes);
    embedded.push({ locator, sha256 });
  }
  const response = all.has(`${stem}.json`)
    ? await readResponse(path.join(dir, `${stem}.json`))
    : null;
  return {
    file,
    sha256: await hashFile(place),
    changedMs: (await stat(place)).mtimeMs,
    place: placeOf(file, path.basename(path.resolve(dir))),
    said: { ...(response ? merge(own, response.said) : own), embedded: [] },
    poster,
    task: response?.task ?? null,
    embedded,
  };
}

/** A clip with its sound, `name-audio.mp4`, is written beside the silent one and its first frame. */
const stemOf = (file: string): string =>
  file.replace(/\.[^.]+$/, '').replace(clips.test(file) ? /-audio$/ : /$^/, '');

/** Whether `file` only accompanies a clip: its picture, or the same without its sound. */
export function accompanies(file: string, all: Set<string>): boolean {
  const stem = file.replace(/\.[^.]+$/, '');
  const withSound = clipEndings.some((ending) => all.has(`${stem}-audio${ending}`));
  if (clips.test(file)) return withSound;
  return withSound || clipEndings.some((ending) => all.has(stem + ending));
}

type Words = Pick<
  Inspection,
  | 'tool'
  | 'prompt'
  | 'negativePrompt'
  | 'effectivePrompt'
  | 'seed'
  | 'steps'
  | 'model'
  | 'sampler'
  | 'cfgScale'
  | 'confidence'
  | 'candidates'
  | 'facts'
>;

/** The clip's own facts; what it does not say comes from the file beside it. */
function merge(own: Inspection, beside: Words): Inspection {
  if (own.prompt !== null || beside.prompt === null) return own;
  const {
    tool,
    prompt,
    negativePrompt,
    effectivePrompt,
    seed,
    steps,
    model,
    sampler,
    cfgScale,
    confidence,
    candidates,
    facts,
  } = beside;
  return {
    ...own,
    tool,
    prompt,
    negativePrompt,
    effectivePrompt,
    seed,
    steps,
    model,
    sampler,
    cfgScale,
    confidence,
    candidates,
    facts: [...facts, ...own.facts],
  };
}

/** A request or response of a video service, saved beside its clip (FORMATS §4). */
async function readResponse(file: string): Promise<{ said: Words; task: string | null } | null> {
  const value = parseJson(await readFile(file, 'utf8'));
  if (!isRecord(value)) return null;
  const request = isRecord(value.request) ? value.request : value;
  const content = Array.isArray(request.content)
    ? request.content.find((one) => isRecord(one) && one.type === 'text')
    : null;
  const prompt = asText(request.prompt) ?? (isRecord(content) ? asText(content.text) : null);
  const response = isRecord(value.response) ? value.response : value;
  if (prompt === null) return null;
  const [model, seed] = [asText(request.model), asSeed(request.seed)];
  const locator = `sidecar:${path.basename(file)}`;
  const fact = (field: string, said: string | null): Inspection['facts'] =>
    said === null ? [] : [{ field, value: said, reader: 'sidecar', locator, confidence: 'exact' }];
  return {
    said: {
      ...{
        tool: null,
        prompt,
        negativePrompt: null,
        effectivePrompt: null,
        seed,
        steps: null,
        model,
      },
      ...{ sampler: null, cfgScale: null, confidence: 'exact', candidates: [] },
      facts: [
        ...fact('prompt.text', prompt),
        ...fact('run.model', model),
        ...fact('run.seed', seed),
      ],
    },
    task: asText(response.task_id) ?? asText(value.task_id),
  };
}

export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}
