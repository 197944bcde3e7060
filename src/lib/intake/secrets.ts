// What secrets look like in a text. Everything here is linear in the text's length, since texts may
// be long and made to hurt.

export type SecretKind =
  'signed-url' | 'url-credential' | 'local-path' | 'account-name' | 'token' | 'email';

/** A secret's place in a text. */
export interface Secret {
  kind: SecretKind;
  start: number;
  end: number;
}

/** Of one text; more are not told apart any more. */
const maxFound = 500;

/** Whether a text can hold any secret at all; most hold none. */
const suspicion =
  /:\/\/|@|[A-Za-z]:[\\/]|\/(?:Users|home|root|mnt|media|Volumes|workspace|content|private|tmp|var|opt|srv)\/|\\\\|sk-|hf_|gh[pousr]_|AKIA|xox[abp]-|eyJ|Bearer|api.?key|token|secret|password/i;

const address = /\bhttps?:\/\/[^\s"'<>\\]{1,8000}/gi;
const tokens =
  /\b(?:sk-[\w-]{16,}|hf_\w{20,}|gh[pousr]_\w{20,}|xox[abp]-[\w-]{10,}|AKIA[A-Z0-9]{16}|eyJ[\w-]{10,200}\.eyJ[\w-]{10,}(?:\.[\w-]+)?|Bearer\s{1,3}[\w.~+/-]{12,}=*)/g;
const named =
  /\b(?:api[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret|secret|password|token)\s{0,3}[:=]\s{0,3}["']?([\w.~+/-]{12,})/gi;

// A path goes on over spaces as long as a separator follows, as in `C:\Users\Jo Doe\take.png`.
const paths = [
  /(?<![A-Za-z0-9])[A-Za-z]:[\\/]{1,2}(?:[^\\/:*?"'<>|\r\n,;]{1,64}[\\/]{1,2}){0,30}[^\s\\/:*?"'<>|,;]{0,120}/g,
  /(?<![^\s"'=(:,])\\\\[\w.-]{1,64}\\(?:[^\\/:*?"'<>|\r\n,;]{1,64}\\){0,30}[^\s\\/:*?"'<>|,;]{0,120}/g,
  /(?<![\w.:/\\~])\/(?:Users|home|root|mnt|media|Volumes|workspace|content|private|tmp|var|opt|srv)\/(?:[^\\/:*?"'<>|\r\n,;]{1,64}\/){0,30}[^\s\\/:*?"'<>|,;]{0,120}/g,
];

/** Every secret in a text, in its order; none overlaps another. */
export function secretsIn(text: string): Secret[] {
  if (!suspicion.test(text)) return [];
  const found: Secret[] = [];
  const take = (kind: SecretKind, start: number, length: number): void => {
    const end = start + length;
    if (found.length < maxFound && !found.some((one) => start < one.end && one.start < end))
      found.push({ kind, start, end });
  };
  for (const { 0: url, index } of text.matchAll(address)) {
    if (/^https?:\/\/[^/?#@]{1,256}@/i.test(url)) take('url-credential', index, url.length);
    else if (isSigned(url)) take('signed-url', index, url.length);
  }
  for (const { 0: whole, index } of text.matchAll(tokens)) take('token', index, whole.length);
  for (const { 0: whole, 1: value = '', index } of text.matchAll(named))
    if (/\d/.test(value)) take('token', index + whole.length - value.length, value.length);
  for (const [start, length] of emails(text)) take('email', start, length);
  for (const pattern of paths)
    for (const { 0: path, index } of text.matchAll(pattern)) take('local-path', index, path.length);
  return found.sort((a, b) => a.start - b.start);
}

/** Words in the name of a query parameter that make an address a key, or end its life. */
const signing = new Set(
  'sig sign signature token auth authkey expires expire policy credential credentials secret password apikey accesskey accesskeyid awsaccesskeyid key'.split(
    ' ',
  ),
);

function isSigned(url: string): boolean {
  const query = url.indexOf('?');
  if (query < 0) return false;
  return url
    .slice(query + 1)
    .split(/[&;]/)
    .some((parameter) => {
      const [name = '', value = ''] = parameter.split('=', 2);
      const words = name.toLowerCase().split(/[-_.]/);
      const isSigning = words.some((word) => signing.has(word) || /(token|signature)$/.test(word));
      return isSigning && value.length > 3;
    });
}

/** Looked for from the `@`, so that long runs of letters cost nothing. */
function* emails(text: string): Generator<[start: number, length: number]> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > 0 && at - start < 64 && /[\w.+-]/.test(text[start - 1]!)) start -= 1;
    const host = /^[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[a-z]{2,24}\b/i.exec(
      text.slice(at + 1, at + 255),
    );
    if (start < at && host && text.slice(start, at) !== 'git')
      yield [start, at - start + 1 + host[0].length];
  }
}
