// The releases that a hub has, each proven by hash and signature before it is offered.
import { open, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import {
  manifest as manifestSchema,
  signature as signatureSchema,
  type Manifest,
  type Signature,
} from '#lib/openset/manifest.ts';
import { findInIndex, type Entry } from '#lib/openset/media-index.ts';
import { hashHex } from '#lib/server/pack/blob.ts';
import { isSigned } from '#lib/server/pack/event-key.ts';
import type { Section } from './send-file.ts';

export interface HeldRelease {
  id: string;
  manifest: Manifest;
  /** The manifest as it was signed. */
  bytes: Buffer;
  signature: Signature;
  packsDir: string;
}

const releaseName = /^[0-9a-f]{64}$/;

export class Releases {
  /** Folders that hold releases and `packs/`, or single releases. */
  readonly #roots: string[];
  readonly #held = new Map<string, HeldRelease>();
  readonly #refused = new Set<string>();
  readonly #onRefusal: (dir: string, why: string) => void;

  constructor(roots: string[], onRefusal: (dir: string, why: string) => void) {
    this.#roots = roots.map((root) => path.resolve(root));
    this.#onRefusal = onRefusal;
  }

  /** All good releases; folders are looked at again, so a new one appears while the hub runs. */
  async list(): Promise<HeldRelease[]> {
    for (const dir of await this.#folders())
      if (!this.#held.has(path.basename(dir)) && !this.#refused.has(dir)) await this.#open(dir);
    return [...this.#held.values()];
  }

  /** The release that tablets should show: what `current` names in the last root that has one. */
  async current(): Promise<HeldRelease | null> {
    for (const root of this.#roots.toReversed()) {
      const named = await readFile(path.join(root, 'current'), 'utf8').catch(() =>
        path.basename(root),
      );
      const id = named.trim();
      const known = this.#held.get(id) ?? (await this.list()).find((release) => release.id === id);
      if (known) return known;
    }
    return (await this.list()).at(-1) ?? null;
  }

  get(id: string): HeldRelease | null {
    return this.#held.get(id) ?? null;
  }

  /** Where the pack named `sha256` lies, if a release has it. */
  pack(sha256: string): Section | null {
    for (const { manifest, packsDir } of this.#held.values()) {
      const pack = manifest.packs.find((one) => one.sha256 === sha256);
      if (pack) return { file: path.join(packsDir, sha256), offset: 0, length: pack.bytes };
    }
    return null;
  }

  async #folders(): Promise<string[]> {
    const lists = await Promise.all(
      this.#roots.map(async (root) => {
        if (releaseName.test(path.basename(root))) return [root];
        const names = await readdir(root).catch(() => []);
        return names.filter((name) => releaseName.test(name)).map((name) => path.join(root, name));
      }),
    );
    return lists.flat();
  }

  async #open(dir: string): Promise<void> {
    const id = path.basename(dir);
    const refuse = (why: string): void => {
      this.#refused.add(dir);
      this.#onRefusal(dir, why);
    };
    const bytes = await readFile(path.join(dir, 'manifest.json')).catch(() => null);
    const signed = await readFile(path.join(dir, 'manifest.sig.json'), 'utf8').catch(() => null);
    if (!bytes || signed === null) return;
    if (hashHex(bytes) !== id) return refuse('its manifest has been changed');
    const manifest = v.safeParse(manifestSchema, parse(bytes.toString()));
    const signature = v.safeParse(signatureSchema, parse(signed));
    if (!manifest.success) return refuse('its manifest is malformed');
    if (!signature.success || !isSigned(bytes, signature.output))
      return refuse('its signature does not hold');
    const packsDir = path.join(dir, '..', 'packs');
    this.#held.set(id, {
      id,
      manifest: manifest.output,
      bytes,
      signature: signature.output,
      packsDir,
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Where the bytes behind `key` of the media index lie. */
export async function findMedia(
  { manifest, packsDir }: HeldRelease,
  key: string,
): Promise<(Section & Pick<Entry, 'type'>) | null> {
  const { pack, offset, length } = manifest.index;
  const handle = await open(path.join(packsDir, manifest.packs[pack]!.sha256));
  try {
    const read = async (at: number, bytes: number): Promise<Uint8Array> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, offset + at);
      return buffer.subarray(0, bytesRead);
    };
    const entry = await findInIndex(read, length, key);
    if (!entry) return null;
    const file = path.join(packsDir, manifest.packs[entry.pack]!.sha256);
    return { file, offset: entry.offset, length: entry.length, type: entry.type };
  } finally {
    await handle.close();
  }
}
