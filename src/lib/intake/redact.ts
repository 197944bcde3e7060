// Secrets in metadata: found, listed for staff, and kept out of what is published.

export type SecretKind =
  'signed-url' | 'url-credential' | 'local-path' | 'account-name' | 'token' | 'email';

export interface Redaction {
  kind: SecretKind;
  locator: string;
  /** Its beginning; never the secret itself. */
  excerpt: string;
}

/** In the order in which they are looked for: what is inside an address is not listed twice. */
const patterns: [SecretKind, RegExp][] = [
  ['url-credential', /\bhttps?:\/\/[^\s"'\\/@]+:[^\s"'\\/@]+@[^\s"'\\<>]*/gi],
  [
    'signed-url',
    /\bhttps?:\/\/[^\s"'\\<>]*[?&](?:[\w-]*(?:token|signature|sig|expires|policy|credential|access[_-]?key(?:id)?|api[_-]?key|auth|secret)[\w-]*)=[^\s"'\\<>]*/gi,
  ],
  [
    'token',
    /\b(?:sk-[\w-]{16,}|hf_\w{20,}|gh[pousr]_\w{20,}|xox[abp]-[\w-]{10,}|AKIA[A-Z0-9]{16}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+)/g,
  ],
  ['token', /\bBearer\s+[\w.~+/-]{12,}=*/g],
  ['token', /(?<="?(?:api[_-]?key|access[_-]?token|secret|password)"?\s*[:=]\s*"?)[\w.~+/-]{8,}/gi],
  ['email', /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi],
  ['local-path', /(?<![\w/])[A-Za-z]:(?:\\\\|\\|\/)(?:[^\s"'<>|*?:\\/]+(?:\\\\|\\|\/)?)+/g],
  [
    'local-path',
    /(?<![\w.:/\\])\/(?:Users|home|root|mnt|media|Volumes|workspace|data|tmp|var|opt|private)\/[^\s"'<>|]+/g,
  ],
  ['local-path', /(?<![\\\w])\\\\(?:\\\\)?(?!u[0-9a-f]{4})[\w.-]+\\(?:\\)?[^\s"'<>|]+/g],
];

/** Keys under which tools write who is logged in. */
const accountKeys = new Set([
  'Author',
  'Artist',
  'HostComputer',
  'By-line',
  'IPTC By-line',
  'user',
  'username',
]);

/** Every secret in a block's text, each once. */
export function findSecrets(text: string, key: string, locator: string): Redaction[] {
  const found = new Map<string, Redaction>();
  const take = (kind: SecretKind, secret: string): void => {
    if (!found.has(secret)) found.set(secret, { kind, locator, excerpt: mask(secret) });
  };
  if (accountKeys.has(key) && text.trim() !== '') take('account-name', text.trim());
  let rest = text;
  for (const [kind, pattern] of patterns)
    rest = rest.replace(pattern, (secret) => {
      take(kind, secret);
      return ' ';
    });
  return [...found.values()];
}

/** `text` with every secret replaced by a mark that says what stood there. */
export function redact(text: string): string {
  return patterns.reduce((sum, [kind, pattern]) => sum.replace(pattern, `[${kind}]`), text);
}

/** Enough to find it again in the file, too little to use it. */
function mask(secret: string): string {
  const shown = secret
    .replace(/^(https?:\/\/)[^/?#]*@/, '$1')
    .slice(0, Math.min(12, Math.ceil(secret.length / 3)));
  return `${shown}…`;
}
