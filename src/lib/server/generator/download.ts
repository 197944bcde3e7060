// A finished clip lies on another host than the API, under an address that ends. It is fetched
// without the key, over HTTPS only; where the API itself is on this machine, as in tests, plain HTTP
// to the same machine will do.
import type { IncomingMessage } from 'node:http';
import { GeneratorFault, type Download } from './generator.ts';
import { exchange, type Line } from './line.ts';

const mostRedirects = 3;

/** Opens the clip at `address`. Throws GeneratorFault. */
export async function openDownload(
  address: string,
  line: Line,
  signal: AbortSignal,
): Promise<Download> {
  let url = allowed(address, line);
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    signal.throwIfAborted();
    const answer = await exchange(url, { method: 'GET', timeout: line.silentForMs }, '', signal);
    const { statusCode = 0, headers } = answer;
    if (statusCode === 200) return { length: lengthOf(headers), bytes: read(answer, line, signal) };
    answer.destroy();
    if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined)
      throw new GeneratorFault('download', { isPassing: true, said: `HTTP ${statusCode}` });
    url = allowed(headers.location, line, url);
  }
  throw new GeneratorFault('download', { said: 'too many redirects' });
}

function allowed(address: string, line: Line, from?: URL): URL {
  const [url, host] = [URL.parse(address, from), new URL(line.host)];
  const isSecure = url?.protocol === 'https:';
  const isHere = host.protocol === 'http:' && url?.hostname === host.hostname;
  if (!url || !(isSecure || (isHere && url.protocol === 'http:')))
    throw new GeneratorFault('download', { said: 'not an https address' });
  return url;
}

const lengthOf = (headers: IncomingMessage['headers']): number | null =>
  headers['content-length'] === undefined ? null : Number(headers['content-length']);

async function* read(
  answer: IncomingMessage,
  line: Line,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  answer.setTimeout(line.silentForMs, () => answer.destroy());
  try {
    for await (const part of answer as AsyncIterable<Buffer>) yield part;
  } catch {
    signal.throwIfAborted();
    throw new GeneratorFault('download', { isPassing: true });
  }
  if (!answer.complete) throw new GeneratorFault('download', { isPassing: true });
}
