// Keeping secrets out of what is published, and telling staff what was found.
import type { Passage } from './carrier/passage.ts';
import { jsonStrings } from './json-strings.ts';
import { secretsIn, type SecretKind } from './secrets.ts';

export interface Redaction {
  kind: SecretKind;
  /** The block it stands in. */
  locator: string;
  /** Enough to find it again in the file, too little to use it. */
  excerpt: string;
  /** The field of the block's JSON, else the character it begins at. */
  where: string;
}

/** Names of fields that hold who is logged in, and keys to services. */
const accounts =
  /^(author|user|user_?name|nick_?name|account|account_?name|login|email|xpauthor|hostcomputer)$/i;
const keys =
  /^(x-)?(api[_-]?key\w*|access[_-]?token|auth[_-]?token\w*|token|secret|client[_-]?secret|password|authorization)$/i;

/** Of one file; who finds as many reads the file itself. */
const maxRedactions = 300;

/** Every secret in the texts of a file, each once a block. */
export function findSecrets(passages: readonly Passage[]): Redaction[] {
  const found = new Map<string, Redaction>();
  for (const { key, text, locator } of passages)
    for (const { kind, secret, where } of secretsOf(key, text, 0)) {
      const id = `${locator}\n${secret}`;
      if (found.size < maxRedactions && !found.has(id))
        found.set(id, { kind, locator, excerpt: mask(kind, secret), where });
    }
  return [...found.values()];
}

interface Found {
  kind: SecretKind;
  secret: string;
  where: string;
}

/** JSON inside JSON is looked into as often as savers encode it. */
const maxDepth = 3;

function* secretsOf(key: string, text: string, depth: number): Generator<Found> {
  const named = kindByName(key, text);
  if (named) yield { kind: named, secret: text.trim(), where: key };
  else if (isJson(text) && depth < maxDepth)
    for (const { value, key: name } of jsonStrings(text)) {
      if (name === null) continue;
      for (const { kind, secret } of secretsOf(name, value, depth + 1))
        yield { kind, secret, where: name };
    }
  else
    for (const { kind, start, end } of secretsIn(text))
      yield { kind, secret: text.slice(start, end), where: `character ${start + 1}` };
}

const isJson = (text: string): boolean => /^\s*[[{]/.test(text);

/** What a value is by the name that it stands under; names of photographers are no accounts. */
function kindByName(key: string, text: string): SecretKind | null {
  const value = text.trim();
  if (value === '' || value.length > 400) return null;
  if (accounts.test(key)) return value.includes('@') ? 'email' : 'account-name';
  if (key === 'Artist' && /^[\w.-]{3,}$/.test(value)) return 'account-name';
  return keys.test(key) && value.length >= 8 && /\d/.test(value) ? 'token' : null;
}

/**
 * `text` with every secret replaced by a mark that says what stood there. JSON stays JSON: only its
 * strings are changed.
 */
export function redact(text: string): string {
  return redactText(text, 0);
}

function redactText(text: string, depth: number): string {
  const parts: string[] = [];
  let from = 0;
  const replace = (start: number, end: number, instead: string): void => {
    parts.push(text.slice(from, start), instead);
    from = end;
  };
  if (isJson(text) && depth < maxDepth)
    for (const { start, end, value, key } of jsonStrings(text)) {
      if (key === null) continue;
      const named = kindByName(key, value);
      const clean = named ? `[${named}]` : redactText(value, depth + 1);
      if (clean !== value) replace(start, end, JSON.stringify(clean));
    }
  else for (const { kind, start, end } of secretsIn(text)) replace(start, end, `[${kind}]`);
  return from === 0 ? text : parts.join('') + text.slice(from);
}

/** What can be shown of a secret. */
function mask(kind: SecretKind, secret: string): string {
  if (kind === 'signed-url' || kind === 'url-credential')
    return `${secret.replace(/^(https?:\/\/)(?:[^/?#@]*@)?([^/?#]*).*$/is, '$1$2').slice(0, 80)}/…`;
  if (kind === 'local-path')
    return `${/^(?:[A-Za-z]:|\\|\/)[\\/]*\w{0,8}/.exec(secret)?.[0] ?? ''}…`;
  if (kind === 'email') return `${secret.slice(0, 1)}…${secret.slice(secret.lastIndexOf('@'))}`;
  return `${secret.slice(0, Math.min(4, secret.length >> 1))}…`;
}
