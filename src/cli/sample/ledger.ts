// What was drawn from what: a picture is drawn again only if what it is drawn from has changed.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from '#lib/server/pack/atomic.ts';

/** Raised when the renderer changes what it draws. */
const rendererVersion = 4;

export class Ledger {
  readonly #file: string;
  readonly #stamps: Record<string, string>;

  private constructor(file: string, stamps: Record<string, string>) {
    this.#file = file;
    this.#stamps = stamps;
  }

  static async open(dir: string): Promise<Ledger> {
    const file = path.join(dir, 'sample.json');
    const text = await readFile(file, 'utf8').catch(() => '{}');
    return new Ledger(file, JSON.parse(text) as Record<string, string>);
  }

  isDone(media: string, from: unknown): boolean {
    return this.#stamps[media] === stampOf(from);
  }

  async done(media: string, from: unknown): Promise<void> {
    this.#stamps[media] = stampOf(from);
    const sorted = Object.fromEntries(
      Object.entries(this.#stamps).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    await writeWhole(this.#file, `${JSON.stringify(sorted, null, 2)}\n`);
  }
}

const stampOf = (from: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([rendererVersion, from]))
    .digest('hex')
    .slice(0, 16);
