// The key of the service: in a file of its own, readable by the hub's account only, and never in the
// database, whose copies travel. It is good for the host that it was given for and for no other, so a
// changed address cannot carry it away.
import { readFileSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { parseJson } from '#lib/openset/parse-json.ts';

const content = v.strictObject({ host: v.string(), key: v.string() });

export class KeyFile {
  readonly #file: string;

  constructor(data: string) {
    this.#file = path.join(data, 'generator-key.json');
  }

  /** The key for `host`; `null` where none was given. */
  read(host: string): string | null {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return null;
    }
    const kept = v.safeParse(content, parseJson(text));
    return kept.success && kept.output.host === host ? kept.output.key : null;
  }

  async write(host: string, key: string): Promise<void> {
    await rm(this.#file, { force: true });
    const handle = await open(this.#file, 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify({ host, key }));
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
