// What a version's picture is drawn from: its prompt, read by the engine, and what went wrong with it.
import { nearestAncestor } from '#lib/openset/graph.ts';
import type { SetChoice } from '#lib/openset/set.ts';
import type { Shot } from '#lib/openset/shot.ts';
import type { Take, Version } from '#lib/openset/version.ts';
import type { StillRequest } from '#lib/previs/picture/draw-still.ts';
import type { Finish } from '#lib/previs/picture/finish.ts';
import { readPrompt } from '#lib/previs/shot/read-prompt.ts';
import type { ShotDescription } from '#lib/previs/shot/shot-description.ts';
import type { FilmFolder } from '#lib/server/event/read.ts';

export const stillSize = { width: 1920, height: 1080 };

/** How a stage is drawn; the others are drawn like what came out of a generator. */
const finishes: Partial<Record<Version['stage'], Finish>> = {
  storyboard: 'pencil',
  previs: 'clay',
  grade: 'graded',
  final: 'graded',
};

/** The prompt that a version is drawn from: its own, else that of the nearest version before it. */
export function promptOf(shot: Shot, place: number): string {
  const own = shot.versions[place]?.prompt?.text;
  if (own !== undefined) return own;
  const from = nearestAncestor(
    shot.versions,
    place,
    (at) => shot.versions[at]?.prompt !== undefined,
  );
  const text = from === null ? undefined : shot.versions[from]?.prompt?.text;
  return text ?? shot.description?.en ?? shot.title.en ?? '';
}

export function requestFor(film: FilmFolder, shot: Shot, place: number, take: Take): StillRequest {
  const version = shot.versions[place]!;
  const choices = film.set?.choices ?? [];
  const finish = finishes[version.stage] ?? 'raw';
  return {
    shot: withDrift(
      readPrompt(promptOf(shot, place), choices).shot,
      String(take.other?.drift ?? version.run?.other?.drift ?? ''),
      choices,
    ),
    finish,
    seed: Number(take.other?.seed ?? version.run?.seed ?? 1) % 2 ** 31,
    ...stillSize,
    at: 0.5,
    bars: finish === 'graded',
  };
}

/**
 * The shot as it came out although the prompt was right: a generator's fault, which the trail names
 * (`drift: light=front scarf=blue`), so that a rejected take is honestly drawn and can be drawn again.
 * Throws where it names what the set does not know.
 */
export function withDrift(
  shot: ShotDescription,
  drift: string,
  choices: readonly SetChoice[],
): ShotDescription {
  return drift
    .split(' ')
    .filter(Boolean)
    .reduce((sum, pair) => {
      const [name = '', value = ''] = pair.split('=');
      const choice = choices.find(({ id }) => id === name);
      if (choice?.options.some(({ id }) => id === value))
        return { ...sum, scene: { ...sum.scene, [name]: value } };
      if (!(name in sum)) throw new Error(`drift “${pair}” names nothing that can be drawn.`);
      return { ...sum, [name]: value };
    }, shot);
}
