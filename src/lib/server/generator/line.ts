// One HTTP exchange with the service. Every call has a connection of its own, so that a call which
// fails says whether anything can have reached the other side. Redirects are never followed here:
// the key goes to the configured host or nowhere.
import { request as askPlainly, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as askSecurely } from 'node:https';
import { parseJson } from '#lib/intake/json.ts';
import { GeneratorFault } from './generator.ts';

export interface Line {
  /** An origin. */
  host: string;
  key: string;
  /** A call that is not answered in full by then has failed. */
  answerWithinMs: number;
  /** A download that is silent for so long has failed. */
  silentForMs: number;
}

export interface Answer {
  status: number;
  /** What `Retry-After` asks for. */
  waitMs: number | null;
  /** `undefined` where it is no JSON; whole numbers beyond 2⁵³ are `bigint`. */
  content: unknown;
}

/** No answer of the API is longer. */
const mostBytes = 2 ** 20;

/** Asks the service. Throws GeneratorFault, or the signal's reason. */
export async function call(
  line: Line,
  method: 'GET' | 'POST',
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Answer> {
  signal.throwIfAborted();
  const limit = AbortSignal.timeout(line.answerWithinMs);
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    Authorization: `Bearer ${line.key}`,
    Accept: 'application/json',
    ...(text && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
  };
  const both = AbortSignal.any([signal, limit]);
  const answer = await exchange(new URL(line.host + path), { method, headers }, text, both).catch(
    (error: unknown) => {
      signal.throwIfAborted();
      throw error;
    },
  );
  try {
    // A service that repeats the key must not make us tell it.
    const said = (await readAll(answer)).replaceAll(line.key, '…');
    return { status: answer.statusCode ?? 0, waitMs: waitMsOf(answer), content: parseJson(said) };
  } catch {
    signal.throwIfAborted();
    throw new LineCut(true);
  }
}

/** The line failed; `wasReached` says whether the other side can have heard anything. */
export class LineCut extends GeneratorFault {
  readonly wasReached: boolean;

  constructor(wasReached: boolean, why: string | null = null) {
    super('network', { isPassing: true, said: why });
    this.wasReached = wasReached;
  }
}

/** The head of an answer. Throws LineCut. */
export function exchange(
  url: URL,
  options: RequestOptions,
  body: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    let wasReached = false;
    const isSecure = url.protocol === 'https:';
    const request = (isSecure ? askSecurely : askPlainly)(url, {
      ...options,
      agent: false,
      signal,
    });
    request.once('socket', (socket) =>
      socket.once(isSecure ? 'secureConnect' : 'connect', () => (wasReached = true)),
    );
    // The message of an error may hold an address, its code never does.
    request.on('error', (error: NodeJS.ErrnoException) =>
      reject(new LineCut(wasReached, error.code ?? null)),
    );
    request.once('timeout', () => request.destroy());
    request.once('response', resolve);
    request.end(body);
  });
}

async function readAll(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostBytes) throw new Error('The answer is too long.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** `Retry-After` in seconds (RFC 9110 §10.2.3), an hour at most. */
function waitMsOf({ headers }: IncomingMessage): number | null {
  const text = headers['retry-after'] ?? '';
  return /^\d{1,6}$/.test(text) ? Math.min(Number(text), 3_600) * 1_000 : null;
}
