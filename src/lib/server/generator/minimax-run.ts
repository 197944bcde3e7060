// What a request to MiniMax says of the run, in the words of the format.
import type { Run } from '#lib/openset/version.ts';
import type { WireRequest } from './generator.ts';

/** Fields that stand elsewhere: in the run itself, or as the version's prompt. */
const elsewhere = new Set(['model', 'seed', 'prompt', 'content']);

export function runOf({ body }: WireRequest, task: string): Run {
  const { model, seed } = body;
  const others = Object.entries(body).filter(
    (entry): entry is [string, string | number | boolean] =>
      !elsewhere.has(entry[0]) && ['string', 'number', 'boolean'].includes(typeof entry[1]),
  );
  return {
    tool: 'MiniMax',
    model: String(model),
    ...(seed !== undefined && { seed: String(seed) }),
    task,
    other: Object.fromEntries(others),
  };
}
