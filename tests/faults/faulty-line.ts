// A line between tablet and hub that does, on request, what networks do at venues. It knows what it
// carried, so that nothing the tablet says of itself is needed to count what came twice.
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MiB } from '#lib/openset/chunk.ts';

const pieceBytes = 16 * 1024;

/** What may happen to an answer. */
export type Trouble =
  | 'portal'
  | 'range-ignored'
  | 'wrong-content-range'
  | 'wrong-bytes'
  | 'cut'
  | 'drip'
  | 'silence'
  | 'answer-lost'
  | 'altered-shell'
  | 404
  | 429
  | 503;

export class FaultyLine {
  readonly #hub: () => string;
  readonly #bytesPerSecond: number;
  readonly #server = createServer((asked, answer) => this.#carry(asked, answer));
  readonly #seen = new Set<string>();
  #nextMs = 0;
  /** Bytes of packs carried, and of those the ones that had been carried before. */
  carried = 0;
  carriedAgain = 0;
  /** Decides what happens to the answer for a path. */
  trouble: (path: string) => Trouble | null = () => null;

  private constructor(hub: () => string, bytesPerSecond: number) {
    this.#hub = hub;
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** `hub` is asked each time: a hub that was killed comes back elsewhere. */
  static async open(hub: () => string, bytesPerSecond: number): Promise<FaultyLine> {
    const line = new FaultyLine(hub, bytesPerSecond);
    line.#server.listen(0, 'localhost');
    await once(line.#server, 'listening');
    return line;
  }

  get address(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Forgets what it carried, for another tablet. */
  forget(): void {
    this.#seen.clear();
    this.carried = this.carriedAgain = 0;
    this.trouble = () => null;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #carry(asked: IncomingMessage, answer: ServerResponse): void {
    const path = asked.url ?? '/';
    const trouble = this.trouble(path);
    if (trouble === 'portal') {
      answer.writeHead(200, { 'Content-Type': 'text/html' });
      answer.end('<!doctype html><title>Free Wi-Fi</title><p>Log in');
      return;
    }
    if (typeof trouble === 'number') {
      answer.writeHead(trouble, { 'Content-Type': 'text/plain' }).end('no');
      return;
    }
    const headers = { ...asked.headers };
    if (trouble === 'range-ignored') delete headers.range;
    const target = `${this.#hub()}${path}`;
    const passed = request(target, { method: asked.method, headers }, (from) => {
      this.#answer(path, trouble, from, answer).catch(() => answer.destroy());
    });
    answer.on('close', () => passed.destroy());
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  }

  async #answer(
    path: string,
    trouble: Trouble | null,
    from: IncomingMessage,
    to: ServerResponse,
  ): Promise<void> {
    const headers = { ...from.headers };
    if (trouble === 'wrong-content-range' && headers['content-range'])
      headers['content-range'] = headers['content-range'].replace(/\d+-/, '7-');
    if (trouble === 'silence') return;
    if (trouble === 'answer-lost') {
      from.resume();
      await once(from, 'end');
      to.destroy();
      return;
    }
    if (trouble === 'altered-shell') {
      const parts = await Array.fromAsync(from as AsyncIterable<Buffer>);
      const body = Buffer.concat([...parts, Buffer.from('\n/**/')]);
      to.writeHead(from.statusCode ?? 502, { ...headers, 'content-length': body.length }).end(body);
      return;
    }
    to.writeHead(from.statusCode ?? 502, headers);
    const [, pack] = /^\/packs\/(\w+)/.exec(path) ?? [];
    if (pack === undefined) from.pipe(to);
    else await this.#pour(from, to, pack, trouble);
  }

  async #pour(
    from: IncomingMessage,
    to: ServerResponse,
    pack: string,
    trouble: Trouble | null,
  ): Promise<void> {
    let offset = Number(/bytes (\d+)-/.exec(from.headers['content-range'] ?? '')?.[1] ?? 0);
    const cutAfter = trouble === 'cut' ? offset + MiB * 1.4 : Infinity;
    for await (const part of from as AsyncIterable<Buffer>)
      for (let at = 0; at < part.length; at += pieceBytes) {
        const piece = Buffer.from(part.subarray(at, at + pieceBytes));
        if (trouble === 'wrong-bytes') piece[0] = (piece[0] ?? 0) ^ 1;
        await this.#pace(piece.length, trouble);
        if (to.destroyed) return;
        if (offset > cutAfter) return void to.destroy();
        await new Promise((resolve) => to.write(piece, resolve));
        // What a healthy line must bring again after bytes that were never good is no waste.
        if (trouble === null) this.#count(pack, offset, piece.length);
        offset += piece.length;
      }
    to.end();
  }

  async #pace(bytes: number, trouble: Trouble | null): Promise<void> {
    if (trouble === 'drip') await new Promise((resolve) => setTimeout(resolve, 1000));
    this.#nextMs =
      Math.max(this.#nextMs, performance.now()) + (bytes / this.#bytesPerSecond) * 1000;
    const waitMs = this.#nextMs - performance.now();
    if (waitMs > 2) await new Promise((resolve) => setTimeout(resolve, waitMs));
  }

  /** Counted by kibibytes of the pack: those that begin in this piece. */
  #count(pack: string, offset: number, length: number): void {
    this.carried += length;
    for (let cell = Math.ceil(offset / 1024); cell < (offset + length) / 1024; cell += 1) {
      const key = `${pack} ${cell}`;
      if (this.#seen.has(key)) this.carriedAgain += 1024;
      else this.#seen.add(key);
    }
  }
}
