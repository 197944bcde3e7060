// What stands in a film's folder already, whoever knows of it: the ledger, the shot files, or only
// the files in `media/`, where an import was cut off.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ImportLedger } from './ledger.ts';
import { hashFile } from './material.ts';

export interface Known {
  /** Media that a shot file shows but the ledger does not list, by hash. */
  unlisted: Map<string, string>;
  /** Whether bytes of hash `sha256` may be stored as `media` without losing others. */
  isFree(media: string, sha256: string): boolean;
  /** The highest number of a version that the shot ever had. */
  lastVersion(shot: string): number;
  /** The highest number of a take that the version ever had. */
  lastTake(shot: string, version: string): number;
}

/** Looks at the film's folder `home`. */
export async function lookAround(home: string, ledger: ImportLedger): Promise<Known> {
  const listed = new Set(
    Object.values(ledger.files).map(({ shot, version, take }) => `${shot}_${version}_${take}`),
  );
  const shotFiles = await list(path.join(home, 'shots'));
  const texts = await Promise.all(
    shotFiles
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => readFile(path.join(home, 'shots', name), 'utf8')),
  );
  const unlisted = new Map<string, string>();
  const loose = new Map<string, string>();
  for (const name of await list(path.join(home, 'media'))) {
    if (listed.has(name.replace(/(\.poster)?\.[^.]+$/, '')) || name.endsWith('.tmp')) continue;
    const media = `media/${name}`;
    const sha256 = await hashFile(path.join(home, media));
    if (texts.some((text) => text.includes(media))) unlisted.set(sha256, media);
    else loose.set(media, sha256);
  }
  const entries = Object.values(ledger.files);
  const last = (numbers: string[]): number =>
    Math.max(0, ...numbers.map((id) => Number(id.slice(1)) || 0));
  return {
    unlisted,
    isFree: (media, sha256) => (loose.get(media) ?? sha256) === sha256,
    lastVersion: (shot) =>
      last(entries.filter((entry) => entry.shot === shot).map(({ version }) => version)),
    lastTake: (shot, version) =>
      last(
        entries
          .filter((entry) => entry.shot === shot && entry.version === version)
          .map(({ take }) => take),
      ),
  };
}

async function list(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}
