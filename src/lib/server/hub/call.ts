// A request to the hub's API, read and checked before anything believes it.
import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import type { ProblemType } from './problem-json.ts';

/** More than any request of ours; an upload of evidence is many requests. */
const mostBytes = 256 * 1024;

/** A refusal that ends in problem+json. */
export class Refusal extends Error {
  readonly type: ProblemType;
  readonly headers: Record<string, string>;
  readonly more: Record<string, unknown>;

  constructor(
    type: ProblemType,
    headers: Record<string, string> = {},
    more: Record<string, unknown> = {},
  ) {
    super(type);
    this.type = type;
    this.headers = headers;
    this.more = more;
  }
}

/**
 * The body as text. Only JSON is taken: a form of another site cannot send that without asking.
 * Throws Refusal.
 */
export async function readText(request: IncomingMessage): Promise<string> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    throw new Refusal('not-json');
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= mostBytes) parts.push(part);
      else reject(new Refusal('too-large', { Connection: 'close' }));
    });
    request.once('end', () => resolve(Buffer.concat(parts).toString()));
    request.once('error', reject);
  });
}

/** The body by its schema. Throws Refusal. */
export async function readBody<S extends v.GenericSchema>(
  request: IncomingMessage,
  schema: S,
): Promise<v.InferOutput<S>> {
  const text = await readText(request);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Refusal('malformed');
  }
  const read = v.safeParse(schema, content);
  if (!read.success) {
    const [issue] = read.issues;
    const where = v.getDotPath(issue) ?? 'the body';
    throw new Refusal('malformed', {}, { detail: `${where}: ${issue.message}` });
  }
  return read.output;
}

/** Refuses what a page of another origin asks for. Devices and commands send no origin. */
export function refuseOthers(request: IncomingMessage): void {
  const { origin, host } = request.headers;
  if (origin !== undefined && origin.replace(/^https?:\/\//, '') !== host)
    throw new Refusal('other-origin');
}

export function readCookie(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}
