// A shot's versions as a graph, and the walk through it that a visitor takes.
import type { Derivation } from './version.ts';

interface VersionNode {
  id: string;
  derivedFrom?: Derivation[];
  takes: readonly { id: string }[];
}

/** One place to stand on the walk: a take of a version, or a version that has no picture yet. */
export interface Stop {
  version: number;
  /** Its place in the version's takes; `null` where the version has none. */
  take: number | null;
}

/** The edges of every version: as written, else to the version before it. */
export function edges(versions: readonly VersionNode[]): Derivation[][] {
  return versions.map((version, place) => {
    const before = versions[place - 1];
    if (version.derivedFrom) return version.derivedFrom;
    return before ? [{ from: before.id, relationship: 'parentOf' }] : [];
  });
}

/**
 * Ids of the versions that the accepted take grew from, itself included: the main line. Without an
 * accepted take it is the line to the last version. All others are branches.
 */
export function mainLine(versions: readonly VersionNode[], accepted?: string): Set<string> {
  const goal = accepted?.split('.')[0] ?? versions.at(-1)?.id;
  const from = new Map(edges(versions).map((list, place) => [versions[place]!.id, list]));
  const line = new Set<string>();
  const open = goal === undefined ? [] : [goal];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (line.has(id)) continue;
    line.add(id);
    for (const edge of from.get(id) ?? []) open.push(edge.from);
  }
  return line;
}

/** Every stop, in the order of making: rejected takes and branches included. */
export function walk(versions: readonly VersionNode[]): Stop[] {
  return versions.flatMap((version, place): Stop[] =>
    version.takes.length === 0
      ? [{ version: place, take: null }]
      : version.takes.map((_, take) => ({ version: place, take })),
  );
}

/** The take that stands for its version: the one that was wanted, else its first. */
export const faceOf = <T extends { state: string }>({ takes }: { takes: readonly T[] }): T | null =>
  takes.find(({ state }) => state === 'accepted' || state === 'circled') ?? takes[0] ?? null;

/** The nearest ancestor for which `wanted` holds, by breadth; `null` where there is none. */
export function nearestAncestor(
  versions: readonly VersionNode[],
  place: number,
  wanted: (place: number) => boolean,
): number | null {
  const placeOf = new Map(versions.map(({ id }, at) => [id, at]));
  const all = edges(versions);
  const seen = new Set<number>([place]);
  let ring = [place];
  while (ring.length > 0) {
    ring = ring
      .flatMap((at) => all[at]!.map(({ from }) => placeOf.get(from)))
      .filter((at): at is number => at !== undefined && !seen.has(at));
    ring.forEach((at) => seen.add(at));
    const found = ring.find(wanted);
    if (found !== undefined) return found;
  }
  return null;
}
