// NovelAI: `Comment` holds JSON, in WebP inside the user comment's JSON; `Description` the prompt,
// `Source` the model (FORMATS §1.4).
import { asNumber, asSeed, asText, isRecord } from '../json.ts';
import type { Passage } from './passage.ts';
import { blankReading, more, type Reading } from './reading.ts';

export function readNovelAi(passage: Passage, all: readonly Passage[]): Reading | null {
  const { text, locator } = passage;
  const record = /^(comment|usercomment)$/i.test(passage.key) ? passage.record : null;
  if (!record) return null;
  const textOf = (name: string): string | null =>
    all.find((passage) => passage.key === name)?.text.trim() || null;
  const software = textOf('Software') ?? '';
  const isSigned = software.startsWith('NovelAI') && ('seed' in record || 'uc' in record);
  if (!isSigned && !/"(v4_prompt|uncond_scale|noise_schedule)"\s*:/.test(text)) return null;
  const source = textOf('Source') ?? (software === 'NovelAI' ? null : software);
  return {
    ...blankReading('novelai', locator, 'NovelAI'),
    prompt: asText(record.prompt) ?? caption(record.v4_prompt) ?? textOf('Description'),
    negativePrompt: asText(record.uc) ?? caption(record.v4_negative_prompt),
    seed: asSeed(record.seed),
    steps: asNumber(record.steps),
    cfgScale: asNumber(record.scale),
    model: source || null,
    sampler: asText(record.sampler),
    more: [
      ...more({ 'run.scheduler': asText(record.noise_schedule) }),
      ...characters(record.v4_prompt),
    ],
  };
}

const captionOf = (value: unknown): Record<string, unknown> =>
  isRecord(value) && isRecord(value.caption) ? value.caption : {};

const caption = (value: unknown): string | null => asText(captionOf(value).base_caption);

/** Version 4 gives each character a prompt of its own. */
function characters(value: unknown): Reading['more'] {
  const list = captionOf(value).char_captions;
  if (!Array.isArray(list)) return [];
  return list.slice(0, 20).flatMap((one) => {
    const text = isRecord(one) ? asText(one.char_caption) : null;
    return text === null ? [] : [{ field: 'prompt.character', value: text }];
  });
}
