// JSON as generators really write it: whole numbers beyond 2⁵³ (seeds), NaN and Infinity from
// Python, trailing NULs from C strings, and texts that are JSON inside JSON.

/** Longer texts are not parsed: real graphs stay under 4 MiB. */
const maxCharacters = 16 * 2 ** 20;

/** The value of a JSON text; unsafe integers become `bigint`. `undefined` where it is no JSON. */
export function parseJson(text: string): unknown {
  if (text.length > maxCharacters) return undefined;
  const trimmed = text.replace(/[\s\0]+$/, '').replace(/^[\s\uFEFF\0]+/, '');
  const first = trimmed[0];
  if (first === undefined || !'{["-0123456789tfn'.includes(first)) return undefined;
  return tryParse(trimmed) ?? tryParse(repair(trimmed));
}

/** Like `parseJson`, and unwraps strings that hold JSON again (up to three times). */
export function parseNested(text: string): unknown {
  let value = parseJson(text);
  for (let depth = 0; depth < 3 && typeof value === 'string'; depth += 1) {
    const inner = parseJson(value);
    if (inner === undefined) return value;
    value = inner;
  }
  return value;
}

type Reviver = (
  this: unknown,
  key: string,
  value: unknown,
  context?: { source?: string },
) => unknown;

const keepIntegers: Reviver = (_, value, context) => {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return context?.source !== undefined && /^-?\d+$/.test(context.source)
    ? BigInt(context.source)
    : value;
};

function tryParse(text: string): unknown {
  try {
    return /\d{16}/.test(text)
      ? JSON.parse(text, keepIntegers as (key: string, value: unknown) => unknown)
      : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** NaN and the infinities become null; text inside strings is left alone. */
function repair(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b|\0/g, (found) =>
    found.startsWith('"') ? found : found === '\0' ? '' : 'null',
  );
}

/** Whether `value` is an object with keys. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A number's or text's own writing; `null` for everything else and for blank text. */
export function asText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

/** A finite number, also where it is written as text. */
export function asNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** A seed as text; negative ones mean “random” and are no seed. */
export function asSeed(value: unknown): string | null {
  const text = asText(value)?.trim() ?? '';
  return /^\d{1,20}$/.test(text) ? text : null;
}
