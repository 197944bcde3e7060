// The text that AUTOMATIC1111's web UI began and its whole family writes: prompt, negative prompt,
// one line of settings (stable-diffusion-webui: modules/infotext_utils.py).
import { asSeed } from './json.ts';
import { blankReading, type Reading } from './reading.ts';

const setting = /\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/g;
const negativeMark = 'Negative prompt:';

/** Reads an infotext; `null` where the text has no line of settings. */
export function readInfotext(text: string, locator: string): Reading | null {
  const lines = text.replaceAll('\r\n', '\n').replace(/\0+$/, '').trimEnd().split('\n');
  const place = lines.findLastIndex((line) => isSettings(line));
  if (place < 0) return null;
  const settings = readSettings(lines.slice(place).join('\n'));
  const words = lines.slice(0, place);
  const negativeAt = words.findIndex((line) => line.trimStart().startsWith(negativeMark));
  const positive = words.slice(0, negativeAt < 0 ? undefined : negativeAt).join('\n');
  const negative =
    negativeAt < 0 ? '' : words.slice(negativeAt).join('\n').trimStart().slice(negativeMark.length);
  const schedule = settings.get('Schedule type');
  const sampler = settings.get('Sampler') ?? null;
  return {
    ...blankReading('infotext', locator, toolOf(settings, text)),
    prompt: said(positive),
    negativePrompt: said(negative),
    seed: asSeed(settings.get('Seed')),
    steps: numberIn(settings.get('Steps')),
    model: settings.get('Model') ?? settings.get('Base model') ?? null,
    sampler: sampler && schedule && schedule !== 'Automatic' ? `${sampler} ${schedule}` : sampler,
    cfgScale: numberIn(
      settings.get('CFG scale') ?? settings.get('CFG Scale') ?? settings.get('Guidance Scale'),
    ),
  };
}

/** The last line counts as settings from three pairs on, one of them a setting every writer has. */
function isSettings(line: string): boolean {
  const pairs = readSettings(line);
  return (
    pairs.size >= 3 &&
    ['Steps', 'Seed', 'Sampler', 'Size', 'CFG scale', 'Model'].some((key) => pairs.has(key))
  );
}

function readSettings(line: string): Map<string, string> {
  const pairs = new Map<string, string>();
  // Civitai appends a list of resources whose commas are not ours.
  const own = line.replace(/,?\s*Civitai (?:resources|metadata): [[{].*$/s, '');
  for (const [, key = '', value = ''] of own.matchAll(setting)) {
    const name = key.trim();
    if (!pairs.has(name)) pairs.set(name, unquote(value.trim()));
  }
  return pairs;
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    const inner: unknown = JSON.parse(value);
    return typeof inner === 'string' ? inner : value;
  } catch {
    return value;
  }
}

/** Savers that could not find the prompt write this word in its place. */
function said(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' || trimmed === 'unknown' ? null : trimmed;
}

function numberIn(text: string | undefined): number | null {
  const number = text === undefined || text === '' ? NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}

/** Who wrote it, by `App`, `Version` and Civitai's appendix. */
function toolOf(settings: Map<string, string>, text: string): string {
  const version = settings.get('Version') ?? '';
  if (settings.get('App')?.startsWith('SD.Next') || settings.get('Backend') === 'Diffusers')
    return 'SD.Next';
  if (/^ComfyUI/i.test(version)) return 'ComfyUI';
  if (/^Fooocus/i.test(version)) return 'Fooocus';
  if (/^neo/i.test(version)) return 'Forge Neo';
  if (/^classic/i.test(version)) return 'Forge Classic';
  if (/^f.*v.*-v/.test(version)) return 'reForge';
  if (/^f\d/.test(version)) return 'Forge';
  if (/^v?\d/.test(version)) return 'AUTOMATIC1111';
  if (/Civitai (?:resources|metadata):/.test(text)) return 'Civitai';
  return 'AUTOMATIC1111';
}
