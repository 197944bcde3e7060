// The strings of a JSON text, one by one and without parsing the rest: for texts that are searched
// and changed, not understood.

export interface JsonString {
  /** Of the quotes in the text. */
  start: number;
  end: number;
  value: string;
  /** The name that it stands under; `null` where it is a name itself. */
  key: string | null;
}

/** Every string that can be decoded, names of fields too. Linear in the text's length. */
export function* jsonStrings(text: string): Generator<JsonString> {
  let key = '';
  for (let start = text.indexOf('"'); start >= 0;) {
    const end = closing(text, start) + 1;
    if (end === 0) return;
    const value = decode(text.slice(start, end));
    const isName = /^\s{0,16}:/.test(text.slice(end, end + 17));
    if (value !== null) {
      if (isName) key = value;
      yield { start, end, value, key: isName ? null : key };
    }
    start = text.indexOf('"', end);
  }
}

/** The quote that closes the one at `start`; −1 where none does. */
function closing(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x5c) at += 1;
  }
  return -1;
}

function decode(literal: string): string | null {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
