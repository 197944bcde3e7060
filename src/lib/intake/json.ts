// JSON as generators really write it: whole numbers beyond 2⁵³ (seeds), NaN and Infinity from
// Python, trailing NULs from C strings, and texts that are JSON inside JSON.

/** What is parsed at most: real graphs stay under 4 MiB and 100,000 values. */
const limits = { characters: 8 * 2 ** 20, values: 400_000, depth: 200 };

/**
 * The value of a JSON text; whole numbers beyond 2⁵³ become `bigint`, NaN and the infinities null.
 * `undefined` where it is no JSON, or more than any real file's. Linear in time for any text.
 */
export function parseJson(text: string): unknown {
  if (text.length > limits.characters) return undefined;
  const trimmed = text.replace(/[\s\0]+$/, '').replace(/^[\s\uFEFF\0]+/, '');
  const first = trimmed[0];
  if (first === undefined || !'{["-0123456789tfnNI'.includes(first)) return undefined;
  const found = survey(trimmed);
  if (!found) return undefined;
  try {
    const value: unknown = JSON.parse(found.oddities.length > 0 ? mend(trimmed, found) : trimmed);
    return found.integers ? restore(value) : value;
  } catch {
    return undefined;
  }
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

/** Where something stands that `JSON.parse` does not take, or takes inexactly. */
interface Survey {
  oddities: { start: number; end: number; instead: string }[];
  integers: boolean;
}

/** Stands around whole numbers that wait as text to become `bigint`. */
const mark = '\uE000';

/** Looks at everything outside of strings; `null` where there is more than is parsed. */
function survey(text: string): Survey | null {
  const found: Survey = { oddities: [], integers: false };
  let [values, depth] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = stringEnd(text, at);
    else if (code === 0x2c) values += 1;
    else if (code === 0x7b || code === 0x5b) {
      values += 1;
      depth += 1;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
    else if (code === 0) found.oddities.push({ start: at, end: at + 1, instead: '' });
    else if (code === 0x4e || code === 0x49 || (code >= 0x30 && code <= 0x39)) {
      const end = wordEnd(text, at);
      const word = text.slice(at, end);
      const isLong = word.length > 15 && /^\d+$/.test(word) && !/[.eE]/.test(text[end] ?? '');
      const isPart = isLong && /[.eE+]/.test(text[at - 1] ?? '');
      const start = text[at - 1] === '-' ? at - 1 : at;
      if (word === 'NaN' || word === 'Infinity')
        found.oddities.push({ start, end, instead: 'null' });
      else if (isLong && !isPart) {
        found.oddities.push({ start, end, instead: `"${mark}${text.slice(start, end)}${mark}"` });
        found.integers = true;
      }
      at = end - 1;
    }
    if (values > limits.values || depth > limits.depth) return null;
  }
  return found;
}

/** The closing quote of the string that opens at `from`, or the text's last character. */
function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== 0x22)
    at += text.charCodeAt(at) === 0x5c ? 2 : 1;
  return Math.min(at, text.length - 1);
}

function wordEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && /[A-Za-z0-9]/.test(text[at]!)) at += 1;
  return at;
}

function mend(text: string, { oddities }: Survey): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, instead } of oddities) {
    parts.push(text.slice(from, start), instead);
    from = end;
  }
  return parts.join('') + text.slice(from);
}

/** Turns marked whole numbers back: into numbers where they are exact, into `bigint` else. */
function restore(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith(mark) && value.endsWith(mark)) {
    const digits = value.slice(1, -1);
    return Number.isSafeInteger(Number(digits)) ? Number(digits) : BigInt(digits);
  }
  if (Array.isArray(value)) return value.map(restore);
  if (!isRecord(value)) return value;
  for (const key of Object.keys(value)) value[key] = restore(value[key]);
  return value;
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
