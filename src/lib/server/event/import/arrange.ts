// Files into shots, versions and takes. Pure: same files, same arrangement.
import type { Stage } from '#lib/openset/version.ts';
import type { Material } from './material.ts';

export interface Step {
  stage: Stage;
  takes: Material[];
}

/** Shots by name; inside, steps in the order of making. */
export function arrange(materials: Material[]): Map<string, Step[]> {
  const shots = Map.groupBy(materials.toSorted(byMaking), ({ place }) => place.shot);
  return new Map(
    [...shots].sort(([a], [b]) => (a < b ? -1 : 1)).map(([shot, list]) => [shot, stepsOf(list)]),
  );
}

/** By the version that the name says, then the tool's counter, then time, then name. */
function byMaking(a: Material, b: Material): number {
  const [first, second] = [order(a), order(b)];
  for (const [at, value] of first.entries()) {
    const other = second[at]!;
    if (value !== other) return value - other;
  }
  return a.file < b.file ? -1 : 1;
}

const order = ({ place, changedMs }: Material): number[] => [
  place.version ?? Infinity,
  place.counter ?? Infinity,
  Math.floor(changedMs / 1000),
];

function stepsOf(list: Material[]): Step[] {
  const steps: Step[] = [];
  for (const material of list) {
    const last = steps.at(-1);
    if (last && belongs(material, last)) last.takes.push(material);
    else steps.push({ stage: stageOf(material), takes: [material] });
  }
  return steps;
}

/** Takes of one version share its number, or else everything that a person decided. */
export function belongs(material: Material, { stage, takes }: Step): boolean {
  const [first] = takes;
  if (!first || stageOf(material) !== stage) return false;
  if (material.place.version !== null || first.place.version !== null)
    return material.place.version === first.place.version;
  return saidByPeople(material) !== null && saidByPeople(material) === saidByPeople(first);
}

function saidByPeople({ said }: Material): string | null {
  return said.prompt === null
    ? null
    : JSON.stringify([said.prompt, said.negativePrompt, said.model]);
}

/** The stage that the name says; else what a generator wrote is a generation, and all else a plate. */
export function stageOf({ place, said }: Material): Stage {
  const isGenerated = said.tool !== null || said.aigc !== null || said.candidates.length > 0;
  return place.stage ?? (isGenerated ? 'generation' : 'plate');
}
