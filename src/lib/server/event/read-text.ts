// A text file of an event folder, or the reason why it cannot be used.
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { MiB } from '#lib/openset/chunk.ts';
import type { Said } from './problem.ts';

/** Larger files are no longer written by hand; YAML that grows beyond this is an attack or a mix-up. */
const maxBytes = 16 * MiB;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Why a text cannot be used; `isMissing` where there is nothing at all. */
export interface Unreadable {
  fault: Said;
  isMissing: boolean;
}

/** Reads `file` below `root`. Links that lead out of the folder are refused. */
export async function readText(root: string, file: string): Promise<{ text: string } | Unreadable> {
  const refuse = (what: string, fix: string, isMissing = false): Unreadable => ({
    fault: { severity: 'error', what, fix },
    isMissing,
  });
  try {
    const place = await realpath(path.join(root, file));
    if (!isInside(await realpath(root), place))
      return refuse('leads out of the event’s folder', 'Copy the file into the folder.');
    const facts = await stat(place);
    if (!facts.isFile()) return refuse('is no file', 'Put a file of this name in its place.');
    if (facts.size > maxBytes)
      return refuse(
        `is ${Math.round(facts.size / MiB)} MiB long; files written by people stay under ${maxBytes / MiB} MiB`,
        'Divide it into several shots, or name the right file.',
      );
    return { text: utf8.decode(await readFile(place)) };
  } catch (error) {
    if (error instanceof TypeError)
      return refuse('is not written in UTF-8', 'Save the file again as UTF-8.');
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return refuse('is not there', 'Create it, or correct the name that leads to it.', true);
    const why = error instanceof Error ? error.message : String(error);
    return refuse(`cannot be opened: ${why}`, 'Check who may read it.');
  }
}

/** Whether `place` lies in `root`; both must be real paths. */
export const isInside = (root: string, place: string): boolean =>
  place === root || place.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
