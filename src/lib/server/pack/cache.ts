// What packing remembers between runs, so that an unchanged event packs in a blink. Everything in
// it can be thrown away; every blob is hashed again whenever it is written into a pack.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { provenance } from '#lib/openset/document.ts';
import { sha256 } from '#lib/openset/id.ts';
import { clip, picture } from '#lib/openset/media.ts';
import { pack } from '#lib/openset/manifest.ts';
import { removeLeftovers, writeAtomically, writeWhole } from './atomic.ts';

/** The renditions of one source file. Captions are added later: they belong to the take. */
export const rendered = v.strictObject({
  picture,
  clip: v.nullable(v.omit(clip, ['captions'])),
  provenance: v.array(provenance),
});
export type Rendered = v.InferOutput<typeof rendered>;

const memory = v.strictObject({
  files: v.record(v.string(), v.strictObject({ stamp: v.string(), sha256 })),
  rendered: v.record(v.string(), rendered),
  packs: v.record(v.string(), pack),
});
type Memory = v.InferOutput<typeof memory>;

export class Cache {
  readonly #dir: string;
  readonly #memory: Memory;

  private constructor(dir: string, remembered: Memory) {
    this.#dir = dir;
    this.#memory = remembered;
  }

  /** Opens the cache in `dir`; an unreadable memory is an empty one. */
  static async open(dir: string): Promise<Cache> {
    await removeLeftovers(dir);
    await removeLeftovers(path.join(dir, 'blobs'));
    const text = await readFile(path.join(dir, 'memory.json'), 'utf8').catch(() => '{}');
    let json: unknown = null;
    try {
      json = JSON.parse(text);
    } catch {
      // A torn memory costs time, nothing else.
    }
    const known = v.safeParse(memory, json);
    return new Cache(dir, known.success ? known.output : { files: {}, rendered: {}, packs: {} });
  }

  /** SHA-256 of a file; read again only if size, time or inode have changed. */
  async hashFile(file: string): Promise<string> {
    const { size, mtimeNs, ino } = await stat(file, { bigint: true });
    const stamp = `${size}:${mtimeNs}:${ino}`;
    const known = this.#memory.files[file];
    if (known?.stamp === stamp) return known.sha256;
    const hash = createHash('sha256');
    for await (const part of createReadStream(file)) hash.update(part as Buffer);
    const digest = hash.digest('hex');
    this.#memory.files[file] = { stamp, sha256: digest };
    return digest;
  }

  rendered(key: string): Rendered | undefined {
    return this.#memory.rendered[key];
  }

  remember(key: string, made: Rendered): void {
    this.#memory.rendered[key] = made;
  }

  pack(key: string): Memory['packs'][string] | undefined {
    return this.#memory.packs[key];
  }

  rememberPack(key: string, made: Memory['packs'][string]): void {
    this.#memory.packs[key] = made;
  }

  /** Keeps a rendition's bytes and returns their hash. */
  async keep(data: Uint8Array): Promise<string> {
    const name = createHash('sha256').update(data).digest('hex');
    const held = await stat(this.blob(name)).catch(() => null);
    if (held?.size !== data.length)
      await writeAtomically(path.join(this.#dir, 'blobs'), async (file) => {
        await file.writeFile(data);
        return name;
      });
    return name;
  }

  /** Where the bytes of `hash` lie. */
  blob(hash: string): string {
    return path.join(this.#dir, 'blobs', hash);
  }

  async save(): Promise<void> {
    await writeWhole(path.join(this.#dir, 'memory.json'), JSON.stringify(this.#memory));
  }
}
