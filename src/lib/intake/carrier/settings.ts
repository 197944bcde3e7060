// The line of settings that ends an infotext: `Steps: 20, Sampler: Euler a, Model: "a, b", …`
// (stable-diffusion-webui: modules/infotext_utils.py). Values with commas are quoted as JSON;
// appended JSON has commas that are not the line's.

/** The pairs of a line, by key in lower case; the first of a name counts. Linear for any line. */
export function readSettings(line: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (let at = 0; at < line.length;) {
    const colon = line.indexOf(':', at);
    if (colon < 0) break;
    const before = line.slice(at, colon);
    const key = before.slice(before.lastIndexOf(',') + 1).trim();
    if (!/^\w[\w \-/]{0,60}$/.test(key)) {
      at = colon + 1;
      continue;
    }
    const start = colon + 1 + (line[colon + 1] === ' ' ? 1 : 0);
    const end = endOfValue(line, start);
    const name = key.toLowerCase();
    if (!pairs.has(name)) pairs.set(name, unquote(line.slice(start, end).trim()));
    const comma = line.indexOf(',', end);
    at = comma < 0 ? line.length : comma + 1;
  }
  return pairs;
}

/** Behind a quoted text, an object or a list; else at the next comma. */
function endOfValue(line: string, start: number): number {
  const first = line[start];
  if (first === '"') {
    const end = endOfText(line, start);
    if (end > start) return end;
  }
  if (first === '{' || first === '[') {
    const end = endOfNested(line, start);
    if (end > start) return end;
  }
  const comma = line.indexOf(',', start);
  return comma < 0 ? line.length : comma;
}

/** Behind the closing quote of the text that opens at `start`; 0 where it does not close. */
function endOfText(line: string, start: number): number {
  for (let at = start + 1; at < line.length; at += line[at] === '\\' ? 2 : 1)
    if (line[at] === '"') return at + 1;
  return 0;
}

/** Behind the bracket that closes the one at `start`; 0 where none does. */
export function endOfNested(line: string, start: number): number {
  let depth = 0;
  for (let at = start; at < line.length; at += 1) {
    const character = line[at];
    if (character === '"') {
      const end = endOfText(line, at);
      if (end === 0) return 0;
      at = end - 1;
    } else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return 0;
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
