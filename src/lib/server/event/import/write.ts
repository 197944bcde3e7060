// Steps into YAML: a new shot file, or additions to one that people may have edited. What stands in
// a file already is never touched.
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { isRecord } from '#lib/intake/json.ts';
import { redact } from '#lib/intake/redact.ts';
import { digitalSourceTypes } from '#lib/openset/media.ts';
import { stageOf, type Step } from './arrange.ts';
import { grow, type Addition } from './grow-yaml.ts';
import type { Known } from './known.ts';
import type { Material } from './material.ts';

/** Where a material goes in the event folder. */
export interface Destination {
  material: Material;
  version: string;
  take: string;
  /** Relative to the film's folder. */
  media: string;
}

export interface ShotText {
  yaml: string;
  destinations: Destination[];
}

const stageTitles = {
  storyboard: ['分镜', 'Storyboard'],
  previs: ['预演', 'Previs'],
  plate: ['素材', 'Plate'],
  prompt: ['提示词', 'Prompt'],
  generation: ['生成', 'Generation'],
  comp: ['合成', 'Comp'],
  grade: ['调色', 'Grade'],
  final: ['定稿', 'Final'],
} as const;

/** Adds `steps` to the shot file `before`, or begins it. What people wrote stays, byte for byte. */
export function writeShot(
  shot: string,
  steps: Step[],
  before: string | null,
  around: Known,
): ShotText {
  const known = before === null ? [] : versionsIn(parse(before));
  const destinations: Destination[] = [];
  const additions: Addition[] = [];
  const fresh: object[] = [];
  let number = known.reduce(
    (most, { id }) => Math.max(most, Number(id.slice(1)) || 0),
    around.lastVersion(shot),
  );
  const place = (step: Step, version: string, last: number): Destination[] => {
    let take = Math.max(last, around.lastTake(shot, version));
    return step.takes.map((material) => {
      let destination = destinationOf(shot, material, version, (take += 1));
      while (!around.isFree(destination.media, material.sha256))
        destination = destinationOf(shot, material, version, (take += 1));
      destinations.push(destination);
      return destination;
    });
  };
  for (const step of steps) {
    const open = known.findIndex((version) => isSame(version, step));
    if (open >= 0) {
      const { id, takes } = known[open]!;
      const added = place(step, id, takes);
      known[open]!.takes = Number(added.at(-1)!.take.slice(1));
      additions.push({ path: ['versions', open, 'takes'], items: added.map(takeOf) });
      continue;
    }
    const wanted = step.takes[0]?.place.version;
    number = wanted && wanted > number ? wanted : number + 1;
    const id = `v${String(number).padStart(3, '0')}`;
    fresh.push(versionOf(id, step, place(step, id, 0)));
  }
  if (before !== null)
    return {
      yaml: grow(before, [...additions, { path: ['versions'], items: fresh }]),
      destinations,
    };
  const title = { zh: shot, en: shot };
  return { yaml: stringify({ id: shot, title, versions: fresh }, { lineWidth: 0 }), destinations };
}

interface KnownVersion {
  id: string;
  stage: unknown;
  prompt: unknown;
  negative: unknown;
  model: unknown;
  takes: number;
}

function versionsIn(value: unknown): KnownVersion[] {
  const list: unknown[] = isRecord(value) && Array.isArray(value.versions) ? value.versions : [];
  return list.filter(isRecord).map((version) => {
    const prompt = isRecord(version.prompt) ? version.prompt : {};
    const run = isRecord(version.run) ? version.run : {};
    const takes: unknown[] = Array.isArray(version.takes) ? version.takes : [];
    const last = takes
      .filter(isRecord)
      .reduce((most, { id }) => Math.max(most, Number(String(id).slice(1)) || 0), 0);
    return {
      id: String(version.id),
      stage: version.stage,
      prompt: prompt.text,
      negative: prompt.negative,
      model: run.model,
      takes: last,
    };
  });
}

/** A step joins a version that says the same and was numbered the same by the team. */
function isSame(version: KnownVersion, { stage, takes }: Step): boolean {
  const [first] = takes;
  if (!first || version.stage !== stage || version.takes === 0) return false;
  if (first.place.version !== null)
    return version.id === `v${String(first.place.version).padStart(3, '0')}`;
  const { prompt, negativePrompt, model } = first.said;
  return (
    prompt !== null &&
    version.prompt === redact(prompt) &&
    (version.negative ?? null) === clean(negativePrompt) &&
    (version.model ?? null) === clean(model)
  );
}

function destinationOf(
  shot: string,
  material: Material,
  version: string,
  number: number,
): Destination {
  const take = `t${String(number).padStart(2, '0')}`;
  const ending = path.extname(material.file).toLowerCase();
  return { material, version, take, media: `media/${shot}_${version}_${take}${ending}` };
}

const clean = (text: string | null): string | null => (text === null ? null : redact(text));
const orNothing = <T>(value: T | null): T | undefined => value ?? undefined;

function versionOf(id: string, { stage, takes }: Step, destinations: Destination[]): object {
  const said = takes[0]!.said;
  const [zh, en] = stageTitles[stage];
  const number = Number(id.slice(1));
  const run = {
    tool: orNothing(clean(said.tool)),
    model: orNothing(clean(said.model)),
    seed: orNothing(said.seed),
    steps: orNothing(said.steps),
    cfgScale: orNothing(said.cfgScale),
    sampler: orNothing(clean(said.sampler)),
    task: orNothing(takes[0]!.task),
  };
  const prompt =
    said.prompt === null
      ? undefined
      : {
          text: redact(said.prompt),
          negative: orNothing(clean(said.negativePrompt)),
          language: languageOf(said.prompt),
          effective: orNothing(clean(said.effectivePrompt)),
          effectiveBy: said.effectivePrompt === null ? undefined : 'style',
        };
  return {
    id,
    stage,
    title: { zh: `${zh} ${number}`, en: `${en} ${number}` },
    prompt,
    run: Object.values(run).some((value) => value !== undefined) ? run : undefined,
    takes: destinations.map(takeOf),
  };
}

function takeOf({ material, take, media }: Destination): object {
  const { said, file } = material;
  const code = said.digitalSourceType?.split('/').at(-1);
  const sourceType = digitalSourceTypes.find((type) => type === code);
  const isGenerated = !sourceType && said.aigc === null && wasGenerated(material);
  const facts = said.facts.map((fact) => ({
    ...fact,
    value: typeof fact.value === 'string' ? redact(fact.value) : fact.value,
  }));
  const possible = said.candidates.flatMap(({ prompt, locator }) =>
    prompt === null
      ? []
      : [
          {
            field: 'candidate.prompt',
            value: redact(prompt),
            reader: 'candidate',
            locator,
            confidence: 'ambiguous',
          },
        ],
  );
  return {
    id: take,
    media,
    state: 'candidate',
    digitalSourceType: isGenerated ? generated : sourceType,
    aigc: orNothing(said.aigc),
    other: { originalName: redact(path.posix.basename(file)), seed: orNothing(said.seed) },
    facts: [...facts, ...possible, ...(isGenerated ? [inferredLabel(material)] : [])],
  };
}

const generated = 'trainedAlgorithmicMedia';

/** A picture that carries a generator's own words, and is no plate, storyboard or the like. */
const wasGenerated = (material: Material): boolean =>
  stageOf(material) === 'generation' &&
  (material.said.prompt !== null || material.said.candidates.length > 0);

/** Generated pictures owe their label (rule 82); that it was concluded is said with it. */
const inferredLabel = ({ said }: Material) => ({
  field: 'digitalSourceType',
  value: generated,
  reader: said.tool ?? 'import',
  locator: said.facts.find(({ field }) => field === 'prompt.text')?.locator ?? 'prompt',
  confidence: 'inferred',
});

/** Chinese where it has Chinese characters and no kana; Japanese with kana; else not said. */
function languageOf(prompt: string): string | undefined {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(prompt)) return undefined;
  return /\p{Script=Han}/u.test(prompt) ? 'zh' : undefined;
}
