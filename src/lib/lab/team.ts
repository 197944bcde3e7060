// What the team did with this shot: their first try, what they kept, and their pictures as a reserve.
import type { ReleaseTake, ReleaseVersion, ShotDocument } from '#lib/openset/document.ts';
import type { SetChoice } from '#lib/openset/set.ts';
import type { LocalText } from '#lib/openset/text.ts';
import { distance, type DistanceTerm } from '#lib/previs/shot/distance.ts';
import { readPrompt } from '#lib/previs/shot/read-prompt.ts';
import type { ShotDescription } from '#lib/previs/shot/shot-description.ts';

export interface TeamTake {
  take: ReleaseTake;
  version: ReleaseVersion;
  shot: ShotDescription;
  prompt: string;
  why?: LocalText;
}

export interface TeamWork {
  storyboard: ReleaseTake | null;
  first: TeamTake | null;
  kept: TeamTake | null;
  /** Every take that was drawn from a prompt, oldest first. */
  all: TeamTake[];
}

export function teamWork(document: ShotDocument, choices: readonly SetChoice[]): TeamWork {
  let prompt: string | null = null;
  const all: TeamTake[] = [];
  for (const version of document.versions) {
    prompt = version.prompt?.text ?? prompt;
    if (prompt === null) continue;
    const { shot } = readPrompt(prompt, choices);
    for (const take of version.takes)
      all.push({
        take,
        version,
        shot,
        prompt,
        ...(version.decision && { why: version.decision.why }),
      });
  }
  const storyboard = document.versions.find(({ stage }) => stage === 'storyboard');
  return {
    storyboard: storyboard?.takes[0] ?? null,
    first: all.find(({ version }) => version.stage === 'generation') ?? all[0] ?? null,
    kept:
      all.find(({ version, take }) => `${version.id}.${take.id}` === document.accepted) ??
      all.at(-1) ??
      null,
    all,
  };
}

/** The team's take whose words lie closest to a shot; rejected ones may have been drawn otherwise. */
export function nearestTake(
  { all }: TeamWork,
  shot: ShotDescription,
  choices: readonly SetChoice[],
): TeamTake | null {
  const drawn = all.filter(({ take }) => take.state !== 'rejected');
  const far = new Map(drawn.map((one) => [one, distance(one.shot, shot, choices).points]));
  return drawn.toSorted((a, b) => far.get(a)! - far.get(b)!)[0] ?? null;
}

/** The terms in which two shots differ most, at most three. */
export function mainDifferences(
  a: ShotDescription,
  b: ShotDescription,
  choices: readonly SetChoice[],
): DistanceTerm['term'][] {
  return distance(a, b, choices)
    .terms.filter(({ points }) => points > 0)
    .toSorted((one, other) => other.points - one.points)
    .slice(0, 3)
    .map(({ term }) => term);
}
