// The text that AUTOMATIC1111's web UI began and its whole family writes: prompt, negative prompt,
// one line of settings (stable-diffusion-webui: modules/infotext_utils.py).
import { asNumber, asSeed, isRecord, parseJson } from '../json.ts';
import type { Passage } from './passage.ts';
import { blankReading, more, type Reading } from './reading.ts';
import { readSettings } from './settings.ts';

/** Names under which an infotext may stand; others have settings of their own. */
const keys = new Set([
  'parameters',
  'usercomment',
  'comment',
  'description',
  'imagedescription',
  'xpcomment',
  'iptc caption',
  'exif:usercomment',
  'dc:description',
]);
const negativeMark = /^[ \t]*Negative prompt:/m;

/** Reads an infotext; `null` where the text has neither settings nor a negative prompt. */
export function readInfotext({ key, text, locator }: Passage): Reading | null {
  if (!keys.has(key.toLowerCase())) return null;
  const place = findSettings(text);
  if (place === null)
    return key === 'parameters' && negativeMark.test(text)
      ? { ...blankReading('infotext', locator, null), ...readWords(text), confidence: 'inferred' }
      : null;
  const { start, settings } = place;
  const words = readWords(text.slice(0, start));
  const raw = settings.get('raw prompt');
  const authored = raw === undefined ? words.prompt : said(raw);
  const rawNegative = settings.get('raw negative prompt');
  return {
    ...blankReading('infotext', locator, toolOf(settings)),
    prompt: authored ?? words.prompt,
    effectivePrompt: authored === words.prompt ? null : words.prompt,
    negativePrompt: rawNegative === undefined ? words.negativePrompt : said(rawNegative),
    seed: asSeed(settings.get('seed')),
    steps: asNumber(settings.get('steps')),
    model: said(settings.get('model') ?? '') ?? modelOfCivitai(settings),
    sampler: said(settings.get('sampler') ?? ''),
    cfgScale: asNumber(settings.get('cfg scale')),
    more: more({
      'run.scheduler': settings.get('schedule type') ?? settings.get('scheduler'),
      'run.modelHash': settings.get('model hash'),
      'run.toolVersion': settings.get('version'),
    }),
  };
}

/** The last line that has settings; below it some extensions append lines of their own. */
function findSettings(text: string): { start: number; settings: Map<string, string> } | null {
  for (let end = text.length; end > 0;) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    if (isSettings(readSettings(line))) {
      const from = firstSetting(line);
      return { start: start + from, settings: readSettings(line.slice(from)) };
    }
    end = start - 1;
  }
  return null;
}

/** From three pairs on, one of them a setting that every writer has. */
const isSettings = (settings: Map<string, string>): boolean =>
  settings.size >= 3 &&
  (/^\d+$/.test(settings.get('steps') ?? '') ||
    /^-?\d+$/.test(settings.get('seed') ?? '') ||
    settings.has('sampler'));

/** Some sites make one line of it all: then the settings begin at `Steps:`. */
function firstSetting(line: string): number {
  const isWhole =
    /^\s*(steps|size|seed|sampler|schedule type|cfg scale|model( hash)?|app|version):/i;
  return isWhole.test(line) ? 0 : Math.max(0, line.search(/(?<=[\s.,])Steps: \d/));
}

function readWords(text: string): { prompt: string | null; negativePrompt: string | null } {
  const mark = negativeMark.exec(text) ?? /(?<=[\s.,])Negative prompt:/.exec(text);
  return {
    prompt: said(text.slice(0, mark?.index)),
    negativePrompt: mark ? said(text.slice(mark.index + mark[0].length)) : null,
  };
}

/** Savers that could not find the prompt write this word in its place. */
function said(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' || trimmed === 'unknown' ? null : trimmed;
}

/** Civitai names the checkpoint among the resources only. */
function modelOfCivitai(settings: Map<string, string>): string | null {
  const resources = parseJson(settings.get('civitai resources') ?? '');
  if (!Array.isArray(resources)) return null;
  const checkpoint = resources
    .filter(isRecord)
    .find(({ type }) => type === 'checkpoint' || type === 'model');
  const parts = [checkpoint?.modelName, checkpoint?.modelVersionName];
  return parts.filter((part) => typeof part === 'string').join(' ') || null;
}

/** Versions by which the family's members sign; the first that fits. */
const byVersion: [RegExp, string][] = [
  [/^ComfyUI/i, 'ComfyUI'],
  [/^Fooocus/i, 'Fooocus'],
  [/^neo/i, 'Forge Neo'],
  [/^classic/i, 'Forge Classic'],
  [/^f\d+(\.\d+)*v\d+-v/, 'reForge'],
  [/^f\d+(\.\d+)*-v/, 'EasyReforge'],
  [/^f\d/, 'Forge'],
  [/^v?\d+\.\d/, 'AUTOMATIC1111'],
];

/** Who wrote it. Before early 2023 nobody signed; then it was the web UI that the format is named after. */
function toolOf(settings: Map<string, string>): string {
  const version = settings.get('version') ?? '';
  if (/^SD\.?Next/i.test(settings.get('app') ?? '') || settings.get('backend') === 'Diffusers')
    return 'SD.Next';
  const signed = byVersion.find(([pattern]) => pattern.test(version))?.[1];
  if (signed) return signed;
  if (settings.has('civitai resources') || settings.has('civitai metadata')) return 'Civitai';
  // ComfyUI's savers write its own names of samplers: `euler_ancestral`, `dpmpp_2m_karras`.
  return /^[a-z0-9]+(_[a-z0-9]+)+$/.test(settings.get('sampler') ?? '')
    ? 'ComfyUI'
    : 'AUTOMATIC1111';
}
