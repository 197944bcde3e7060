// Files that lie in an event folder and that nothing leads to: visitors would never see them.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from './problem.ts';

/** Films below `films/` that event.yaml does not list. */
export async function strayFilms(root: string, listed: string[]): Promise<Problem[]> {
  const entries = await readdir(path.join(root, 'films'), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !/^[.]/.test(entry.name))
    .filter(({ name }) => !listed.includes(name))
    .map(({ name }) =>
      stray(
        `films/${name}/film.yaml`,
        'this film is in no list',
        'Add it to “films” in event.yaml.',
      ),
    );
}

/** Shot files of a film that no sequence lists. */
export async function strayShots(root: string, home: string, listed: string[]): Promise<Problem[]> {
  return (await unlisted(path.join(root, home, 'shots'), listed)).map((name) =>
    stray(
      `${home}/shots/${name}`,
      'this shot is in no sequence',
      'Add it to a sequence in film.yaml, or remove the file.',
    ),
  );
}

/** Challenge files that event.yaml does not list. */
export async function strayChallenges(root: string, listed: string[]): Promise<Problem[]> {
  return (await unlisted(path.join(root, 'challenges'), listed)).map((name) =>
    stray(
      `challenges/${name}`,
      'this challenge is in no list',
      'Add it to “challenges” in event.yaml, or remove the file.',
    ),
  );
}

/** Names of the YAML files in `dir` whose ids are not listed. */
async function unlisted(dir: string, listed: string[]): Promise<string[]> {
  const names = await readdir(dir).catch(() => []);
  return names
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('.'))
    .filter((name) => !listed.includes(name.slice(0, -'.yaml'.length)))
    .toSorted();
}

const stray = (file: string, what: string, fix: string): Problem => ({
  severity: 'warning',
  file,
  line: 1,
  column: 1,
  what,
  fix,
  rule: null,
});
