// From what the carriers of a file tell to what the file says: one reading leads, others fill it up.
import type { Reading } from './carrier/reading.ts';

/** The fields of a reading that can come from different carriers. */
export const toldFields = [
  'tool',
  'prompt',
  'negativePrompt',
  'effectivePrompt',
  'seed',
  'steps',
  'model',
  'sampler',
  'cfgScale',
] as const;
export type ToldField = (typeof toldFields)[number];

/** The answer, and for each of its facts the reading that it came from. */
export interface Choice {
  answer: Reading;
  origins: Partial<Record<ToldField, Reading>>;
}

/** What a carrier may add to the one that leads. */
const filled = ['negativePrompt', 'seed', 'steps', 'model', 'sampler', 'cfgScale'] as const;

/**
 * Chooses among readings, most trusted first. Carriers that tell of the same run (same seed or same
 * words) add what the first leaves out. Carriers that tell of different prompts make the file
 * ambiguous: then no prompt is chosen, and all stand as candidates.
 */
export function choose(readings: readonly Reading[]): Choice | null {
  const lead = leader(readings);
  if (!lead) return null;
  const others = readings.filter((reading) => reading !== lead);
  const rivals = others.filter((other) => isRival(lead, other));
  if (rivals.length > 0) return undecided([lead, ...rivals]);
  const answer = { ...lead, more: [...lead.more] };
  const origins: Choice['origins'] = {};
  for (const field of toldFields) if (lead[field] !== null) origins[field] = lead;
  if (lead.confidence !== 'ambiguous')
    for (const other of others.filter((one) => one.prompt === null || isSameRun(lead, one)))
      fillUp(answer, origins, other);
  return { answer, origins };
}

/**
 * The first that has a prompt, else candidates, else anything. A graph that leads to one prompt is
 * closer to what ran than the text that a saver derived from it.
 */
function leader(readings: readonly Reading[]): Reading | undefined {
  const spoken = readings.filter(({ prompt }) => prompt !== null);
  const first = spoken[0] ?? readings.find(({ candidates }) => candidates.length > 0);
  const graph = spoken.find(({ reader }) => reader === 'comfyui');
  return (first?.reader === 'infotext' && graph) || first || readings.find(saysAnything);
}

const saysAnything = (reading: Reading): boolean =>
  toldFields.some((field) => reading[field] !== null);

const words = (text: string | null): string => text?.replaceAll(/\s+/g, ' ').trim() ?? '';

const isSameRun = (one: Reading, other: Reading): boolean =>
  (one.seed !== null && one.seed === other.seed) || words(one.prompt) === words(other.prompt);

/** Descriptions and IPTC fields are written by hand or by others; all else accompanies the leader. */
function isRival(lead: Reading, other: Reading): boolean {
  if (lead.prompt === null || other.prompt === null || isSameRun(lead, other)) return false;
  return lead.reader === other.reader || [lead, other].some(({ reader }) => byOthers.has(reader));
}

const byOthers = new Set(['iptc', 'midjourney']);

function fillUp(answer: Reading, origins: Choice['origins'], other: Reading): void {
  for (const field of filled) {
    // No negative prompt in a graph means that there was none.
    if (answer[field] !== null || other[field] === null) continue;
    if (field === 'negativePrompt' && answer.reader === 'comfyui') continue;
    Object.assign(answer, { [field]: other[field] });
    origins[field] = other;
  }
  // The family's text says who began it; that the graph of a tool lies beside says who wrote it.
  if (answer.reader === 'infotext' && other.reader === 'comfyui') answer.tool = other.tool;
  const known = new Set(answer.more.map(({ field, value }) => `${field}=${value}`));
  answer.more.push(...other.more.filter(({ field, value }) => !known.has(`${field}=${value}`)));
}

/** Different prompts: what all agree on stands, the rest is for people to choose. */
function undecided(readings: Reading[]): Choice {
  const [first] = readings as [Reading];
  const answer: Reading = {
    ...first,
    confidence: 'ambiguous',
    candidates: readings.map(({ prompt, negativePrompt, seed, model, locator, reader }) => ({
      ...{ prompt, negativePrompt, seed, model, locator },
      why: `${reader} in ${locator}`,
    })),
    more: [],
  };
  const origins: Choice['origins'] = {};
  for (const field of toldFields) {
    if (readings.every((reading) => reading[field] === first[field])) origins[field] = first;
    else Object.assign(answer, { [field]: null });
  }
  return { answer, origins };
}
