// Gives the nameless widget values of a UI node their names.
import { showsText } from './kinds.ts';
import type { UiNode } from './ui-graph.ts';
import { widgetOrder } from './widget-order.ts';

const afterSeed = new Set(['fixed', 'increment', 'decrement', 'randomize', 'increment-wrap']);

/**
 * The widget values of a node by name. Sources, best first: names stored with the values
 * (VideoHelperSuite); the node's own list of widget inputs, where it fits; the known order of its
 * type; and, for types nobody has listed, what the values themselves give away.
 */
export function namedWidgets(node: UiNode): Map<string, unknown> {
  const values = node.widgets_values;
  if (!Array.isArray(values))
    return new Map(typeof values === 'object' && values !== null ? Object.entries(values) : []);
  if (showsText.test(node.type)) return new Map([['text_0', values[0]]]);
  const own = node.inputs.flatMap((input) => (input.widget ? [input.widget.name] : []));
  // A list with unconnected widgets in it is the whole list; one of connected widgets only may not be.
  const whole = node.inputs.some((input) => input.widget && input.link === null);
  const known = widgetOrder.get(node.type)?.split(' ') ?? [];
  return (
    (whole && own.length >= known.length ? alignWidgets(own, values) : null) ??
    (known.length > 0 ? alignWidgets(known, values, { loose: true }) : null) ??
    (own.length > 0 ? alignWidgets(own, values, { whole: true }) : null) ??
    guessWidgets(node.type, values)
  );
}

/**
 * Pairs names with values in order, passing over the choices that the frontend writes after a seed.
 * Uploads and newer versions of a node append values, so some may be left over unless the list is
 * `whole`; older versions lack the last ones, which a `loose` list allows. Otherwise a name without
 * a value means that the order is another one, as does a seed that is no number: `null`.
 */
export function alignWidgets(
  names: readonly string[],
  values: readonly unknown[],
  { whole = false, loose = false } = {},
): Map<string, unknown> | null {
  const named = new Map<string, unknown>();
  let at = 0;
  for (const name of names) {
    if (named.size > 0 && isAfterSeed(values[at])) at++;
    // Early 2023 wrote a checkbox there.
    if (name === 'steps' && typeof values[at] === 'boolean') at++;
    if (at >= values.length) return loose && named.size > 0 ? named : null;
    if (/(^|_)seed$/.test(name) && !isSeed(values[at])) return null;
    named.set(name, values[at++]);
  }
  if (isAfterSeed(values[at])) at++;
  return whole && at < values.length ? null : named;
}

const isSeed = (value: unknown): boolean =>
  value === null ||
  typeof value === 'number' ||
  typeof value === 'bigint' ||
  (typeof value === 'string' && /^-?\d*$/.test(value));

const isAfterSeed = (value: unknown): boolean => typeof value === 'string' && afterSeed.has(value);

const modelFile = /\.(safetensors|sft|ckpt|pt|pth|bin|gguf)$/i;
// A ratio, a size, a duration, a container, a compound choice ("std / 5s / kling-v1"): no model's name.
const notModel = /^[\d.(]|^(mp[34]|h26[45]|av1|vp9)$|:|\/|\s\(/i;
// Services whose nodes take a negative prompt after the prompt [ComfyUI:comfy_api_nodes]; others
// have a system prompt or a report of the last run there.
const takesNegative = /kling|pixverse|veo|wan|ideogram|recraft|stability|moonvalley|pika/i;

/** Reads what the values of an unlisted type give away: its seed, its prose, its model. */
function guessWidgets(type: string, values: readonly unknown[]): Map<string, unknown> {
  const named = new Map<string, unknown>();
  const texts = values.filter((value) => typeof value === 'string');
  const seedAt = values.findIndex(isAfterSeed) - 1;
  if (seedAt >= 0) named.set('seed', values[seedAt]);
  const file = texts.find((text) => modelFile.test(text));
  if (file !== undefined) named.set('model_name', file);
  const model = texts.find(
    (text) => !isProse(text) && /[a-z].*\d/i.test(text) && !notModel.test(text),
  );
  if (file === undefined && model !== undefined) named.set('model', model);

  const holdsText = /text|prompt|string|encode|wildcard/i.test(type);
  const [prompt, negative] = texts.filter(isProse);
  const words = texts.filter((text) => text !== file && text !== model && /\S\s+\S/.test(text));
  const longest = words.toSorted((a, b) => b.length - a.length)[0];
  const main = prompt ?? longest ?? (holdsText ? texts.find((text) => text !== file) : undefined);
  if (main !== undefined) named.set(holdsText ? 'text' : 'prompt', main);
  if (negative !== undefined && takesNegative.test(type)) named.set('negative_prompt', negative);
  return named;
}

/** People's words rather than a choice from a list or a report: several words, or CJK text. */
function isProse(text: string): boolean {
  if (modelFile.test(text) || / \/ |^\w+:\/\/|^Status: /.test(text)) return false;
  if (/[\p{scx=Han}\p{scx=Hira}\p{scx=Hang}]{4}/u.test(text)) return true;
  // "Seedream 5.0 lite" and "(2K) 2048x2048 (1:1)" are choices.
  const isChoice = text.length < 40 && /\d/.test(text) && !/[,.;!?](\s|$)/.test(text);
  return !isChoice && /\S\s+\S+\s+\S/.test(text);
}
