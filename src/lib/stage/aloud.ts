// What a screen reader at the stage computer is told: phases and results, not every number.
import type { StageState } from '#lib/challenge/live.ts';
import type { LocalText } from '#lib/openset/text.ts';
import type { Subject } from './documents.ts';
import { choicesOf } from './pictures.ts';
import { sceneOf } from './scene.ts';
import { both, words } from './words.ts';

/** Passages, one after another. */
export function aloud(state: StageState | null, subject: Subject | null): LocalText[] {
  const round = state?.round ?? null;
  const scene = sceneOf(round);
  if (!round || scene === 'attract') return [words.openSet, words.touchAny];
  if (scene === 'open') return [words.challenge, round.title, round.brief, words.touchAny];
  if (scene === 'running')
    return [round.leftMs === null ? words.live : words.paused, round.title, round.brief];
  if (scene === 'closed') return [words.timeUp, round.ballot ? words.voting : words.allIn];
  return resultAloud(round.result, subject);
}

function resultAloud(
  result: NonNullable<StageState['round']>['result'],
  subject: Subject | null,
): LocalText[] {
  if (!result) return [];
  const { tally, solution } = result;
  const name = (id: string | null): LocalText[] => {
    const choices = subject ? choicesOf(subject.asked) : [];
    const choice = choices.find((one) => one.id === id);
    return [choice?.says ?? choice?.shows?.description ?? []].flat();
  };
  if (solution.kind === 'keep') return [words.kept, ...name(solution.right), solution.why];
  if (solution.kind === 'cause') return [words.cause, ...name(solution.right), solution.why];
  if (solution.kind === 'order') return [words.madeOrder, solution.why];
  if (solution.kind === 'match') return [words.team, solution.why];
  if (tally.kind === 'vote') return [words.hallChose, ...name(tally.first)];
  if (tally.kind === 'cut') return [words.hallCut, ...tally.order.flatMap(name)];
  if (tally.kind === 'direct') return [words.wallCut, both('entriesIn', tally.shots.length)];
  return [];
}
