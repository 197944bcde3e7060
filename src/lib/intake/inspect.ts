// What a file says of its own making. Nothing is guessed: a fact that stands nowhere is null.
import type { Confidence, Fact } from '#lib/openset/fact.ts';
import type { AigcLabel } from '#lib/openset/media.ts';
import { findAigc } from './aigc.ts';
import { traceComfy } from './comfy/trace.ts';
import type { Block, Kind } from './container.ts';
import { readInfotext } from './infotext.ts';
import { asText, isRecord, parseNested } from './json.ts';
import { readDream, readJsonCarrier, readNovelAi } from './json-carriers.ts';
import { readMidjourney } from './midjourney.ts';
import { openContainer } from './open-container.ts';
import { blankReading, type Candidate, type Reading } from './reading.ts';
import { findSecrets, type Redaction } from './redact.ts';
import type { Source } from './source.ts';
import { namespaces, xmpField } from './xmp.ts';

export interface Inspection {
  kind: Kind | null;
  /** Pixels. */
  width: number | null;
  height: number | null;
  durationS: number | null;
  tool: string | null;
  prompt: string | null;
  negativePrompt: string | null;
  effectivePrompt: string | null;
  seed: string | null;
  steps: number | null;
  model: string | null;
  sampler: string | null;
  cfgScale: number | null;
  confidence: Exclude<Confidence, 'staff'> | null;
  candidates: Candidate[];
  /** IPTC's address of the type, as the file states it. */
  digitalSourceType: string | null;
  aigc: AigcLabel | null;
  c2pa: null;
  timeline: null;
  redactions: Redaction[];
  error: string | null;
  facts: Fact[];
  /** Every block that something was written in, for keeping. */
  embedded: Block[];
}

/** Reads `source`. Never throws on what is in the file: faults are said in `error`. */
export async function inspect(source: Source): Promise<Inspection> {
  if (source.size === 0) return empty('The file is empty.');
  const container = await openContainer(source);
  if (!container) return empty('This is no picture or clip that can be read.');
  const { kind, width, height, durationS, blocks, error } = container;
  const readings = agree(readAll(blocks));
  const [reading] = readings;
  const packets = blocks.filter(
    ({ key, text }) => text !== null && (key === 'xmp' || key === 'XML:com.adobe.xmp'),
  );
  const sourceType = firstField(packets, 'DigitalSourceType');
  const aigc = findAigc(blocks);
  const result: Inspection = {
    ...empty(error),
    kind,
    width,
    height,
    durationS,
    ...(reading && {
      tool: reading.tool,
      prompt: reading.prompt,
      negativePrompt: known(readings, 'negativePrompt')?.value ?? null,
      effectivePrompt: reading.effectivePrompt,
      seed: known(readings, 'seed')?.value ?? null,
      steps: known(readings, 'steps')?.value ?? null,
      model: known(readings, 'model')?.value ?? null,
      sampler: known(readings, 'sampler')?.value ?? null,
      cfgScale: known(readings, 'cfgScale')?.value ?? null,
      confidence: reading.confidence,
      candidates: reading.candidates,
    }),
    digitalSourceType: sourceType && normalise(sourceType.value),
    aigc: aigc?.label ?? null,
    redactions: blocks.flatMap(({ text, key, locator }) =>
      text === null ? [] : findSecrets(text, key, locator),
    ),
    embedded: blocks,
  };
  result.facts = factsOf(result, readings, sourceType?.locator ?? null, aigc?.locator ?? null);
  return result;
}

function empty(error: string | null): Inspection {
  return {
    kind: null,
    width: null,
    height: null,
    durationS: null,
    tool: null,
    prompt: null,
    negativePrompt: null,
    effectivePrompt: null,
    seed: null,
    steps: null,
    model: null,
    sampler: null,
    cfgScale: null,
    confidence: null,
    candidates: [],
    digitalSourceType: null,
    aigc: null,
    c2pa: null,
    timeline: null,
    redactions: [],
    error,
    facts: [],
    embedded: [],
  };
}

/** Readings of all blocks, the most trustworthy kind of carrier first. */
function readAll(blocks: Block[]): Reading[] {
  const readings: Reading[] = [];
  const add = (reading: Reading | null): void => {
    if (reading) readings.push(reading);
  };
  const texts = blocks.flatMap((block) =>
    block.text === null ? [] : [{ ...block, text: block.text }],
  );
  const valueOf = (key: string): string | null =>
    texts.find((block) => block.key === key)?.text ?? null;
  for (const { key, text, locator } of texts) {
    const isFree = [
      'parameters',
      'UserComment',
      'comment',
      'Comment',
      'ImageDescription',
      'COMMENT',
      'DESCRIPTION',
      'description',
    ].includes(key);
    const value =
      text.trimStart().startsWith('{') || text.trimStart().startsWith('"')
        ? parseNested(text)
        : undefined;
    if (key === 'Dream') add(readDream(text, locator));
    else if (value !== undefined)
      add(novelAi(key, value, valueOf, locator) ?? readJsonCarrier(key, value, locator));
    else if (isFree) add(readInfotext(text, locator));
    if (['Description', 'ImageDescription', 'IPTC Caption', 'comment'].includes(key))
      add(readMidjourney(text, locator));
    if (key === 'xmp' || key === 'XML:com.adobe.xmp') {
      add(fromXmp(text, locator));
      add(
        readMidjourney(
          xmpField(text, namespaces.dc, 'description') ?? '',
          `${locator}:dc:description`,
        ),
      );
    }
  }
  add(comfy(texts));
  return readings;
}

/** Comment of NovelAI: plain in PNG, a text inside JSON in WebP. */
function novelAi(
  key: string,
  value: unknown,
  valueOf: (key: string) => string | null,
  locator: string,
): Reading | null {
  if (!isRecord(value)) return null;
  if (key === 'Comment' && valueOf('Software') === 'NovelAI')
    return readNovelAi(value, valueOf('Description'), valueOf('Source'), locator);
  const inner = parseNested(typeof value.Comment === 'string' ? value.Comment : '');
  if (
    !isRecord(inner) ||
    !/NovelAI/.test(`${asText(value.Software)} ${asText(value.Title)} ${valueOf('Software')}`)
  )
    return null;
  return readNovelAi(
    inner,
    asText(value.Description),
    asText(value.Source) ?? valueOf('Software'),
    `${locator}:Comment`,
  );
}

function fromXmp(packet: string, locator: string): Reading | null {
  const field = (name: string): string | null => xmpField(packet, namespaces.iptcExt, name);
  const [prompt, system] = [field('AIPromptInformation'), field('AISystemUsed')];
  if (prompt === null && system === null) return null;
  const version = field('AISystemVersionUsed');
  return {
    ...blankReading('xmp', `${locator}:Iptc4xmpExt:AIPromptInformation`, system ?? 'unnamed'),
    prompt,
    model: system && version ? `${system} ${version}` : null,
  };
}

/** Graphs hide under many names; savers prefix them, wrap them, or put both into one text. */
function comfy(texts: (Block & { text: string })[]): Reading | null {
  const found: { api?: string; ui?: string; locator?: string } = {};
  const take = (which: 'api' | 'ui', text: string, locator: string): void => {
    if (found[which] !== undefined) return;
    found[which] = text;
    if (which === 'api' || found.locator === undefined) found.locator = locator;
  };
  for (const { key, text, locator } of texts) {
    const prefixed = /^\s*(prompt|workflow)\s*:\s*(?=[{["])/i.exec(text);
    const name = prefixed?.[1]?.toLowerCase() ?? key.toLowerCase();
    if (name === 'prompt' && text.includes('class_type')) take('api', text, locator);
    else if (name === 'workflow' && text.includes('nodes')) take('ui', text, locator);
    else if (text.includes('class_type') || /"nodes"\s*:/.test(text)) {
      const value = parseNested(text);
      if (!isRecord(value)) continue;
      for (const [part, which] of [
        ['prompt', 'api'],
        ['workflow', 'ui'],
      ] as const) {
        const inner = value[part];
        if (typeof inner === 'string' || isRecord(inner))
          take(which, typeof inner === 'string' ? inner : write(inner), `${locator}:${part}`);
      }
    }
  }
  if (found.locator === undefined) return null;
  const trace = traceComfy(found);
  if (!trace) return null;
  const {
    prompt,
    negativePrompt,
    effectivePrompt,
    seed,
    steps,
    model,
    sampler,
    cfgScale,
    confidence,
    candidates,
  } = trace;
  const own = {
    prompt,
    negativePrompt,
    effectivePrompt,
    seed,
    steps,
    model,
    sampler,
    cfgScale,
    confidence,
  };
  return {
    ...blankReading('comfyui', found.locator, 'ComfyUI'),
    ...own,
    candidates: candidates.map((one) => ({ ...one, locator: `${found.locator}:${one.locator}` })),
  };
}

/** JSON text of a parsed graph; whole numbers of any size stay as they are. */
function write(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? `\u0000${part}\u0000` : part,
  ).replaceAll(/"\\u0000(-?\d+)\\u0000"/g, '$1');
}

/** Carriers that name the one prompt of this one file come before text, text before graphs. */
const rank = (reader: string): number =>
  ['infotext', 'midjourney', 'xmp', 'comfyui'].indexOf(reader);

/**
 * The reading that says most, then those that say the same prompt and may know what it leaves out.
 * One without a prompt leads only where no other has any.
 */
function agree(readings: Reading[]): Reading[] {
  const ordered = readings.toSorted((a, b) => rank(a.reader) - rank(b.reader) || said(b) - said(a));
  const first =
    ordered.find(({ prompt }) => prompt !== null) ??
    ordered.find(({ candidates }) => candidates.length > 0) ??
    ordered[0];
  if (!first) return [];
  const isSaver = first.reader === 'infotext' && first.tool === 'AUTOMATIC1111';
  const hasGraph = readings.some(({ reader }) => reader === 'comfyui');
  const words = (text: string | null): string | undefined => text?.replaceAll(/\s+/g, ' ').trim();
  const same = ordered.filter(
    (one) => one !== first && first.prompt !== null && words(one.prompt) === words(first.prompt),
  );
  return [{ ...first, tool: isSaver && hasGraph ? 'ComfyUI' : first.tool }, ...same];
}

/** The value of a field, and the reading that knows it. */
function known<K extends keyof Reading>(
  readings: Reading[],
  field: K,
): { value: Reading[K]; reading: Reading } | null {
  const reading = readings.find((one) => one[field] !== null);
  return reading ? { value: reading[field], reading } : null;
}

/** How many facts a reading has. */
const said = (reading: Reading): number =>
  Object.values(reading).filter((value) => value !== null).length;

function firstField(packets: Block[], name: string): { value: string; locator: string } | null {
  for (const { text, locator } of packets) {
    const value = xmpField(text ?? '', namespaces.iptcExt, name);
    if (value !== null) return { value, locator: `${locator}:Iptc4xmpExt:${name}` };
  }
  return null;
}

/** Bare codes and other spellings of IPTC's addresses become the address itself. */
function normalise(value: string): string {
  const code = /^(?:https?:\/\/cv\.iptc\.org\/newscodes\/digitalsourcetype\/)?(\w+)$/i.exec(
    value.trim(),
  )?.[1];
  return code ? `http://cv.iptc.org/newscodes/digitalsourcetype/${code}` : value;
}

function factsOf(
  found: Inspection,
  readings: Reading[],
  sourceAt: string | null,
  aigcAt: string | null,
): Fact[] {
  const facts: Fact[] = [];
  const names: [keyof Inspection & keyof Reading, string][] = [
    ['prompt', 'prompt.text'],
    ['negativePrompt', 'prompt.negative'],
    ['effectivePrompt', 'prompt.effective'],
    ['tool', 'run.tool'],
    ['model', 'run.model'],
    ['seed', 'run.seed'],
    ['steps', 'run.steps'],
    ['sampler', 'run.sampler'],
    ['cfgScale', 'run.cfgScale'],
  ];
  for (const [name, field] of names) {
    const one = known(readings, name);
    if (one && (typeof one.value === 'string' || typeof one.value === 'number')) {
      const { reader, locator, confidence } = one.reading;
      facts.push({ field, value: one.value, reader, locator, confidence });
    }
  }
  if (found.digitalSourceType !== null && sourceAt !== null)
    facts.push({
      field: 'take.digitalSourceType',
      value: found.digitalSourceType,
      reader: 'xmp',
      locator: sourceAt,
      confidence: 'exact',
    });
  if (aigcAt !== null)
    facts.push({
      field: 'take.aigc',
      value: JSON.stringify(found.aigc),
      reader: 'aigc',
      locator: aigcAt,
      confidence: 'exact',
    });
  return facts;
}
