// A slow line between tablet and hub that knows what it carried, so that nothing the tablet says
// of itself is needed to count what it had to fetch twice.
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Small enough that what lies in buffers between line and tablet hardly counts. */
const pieceBytes = 16 * 1024;

export interface Line {
  address: string;
  /** Bytes of packs carried so far. */
  readonly carried: number;
  /** Of those, bytes that had been carried before. */
  readonly carriedAgain: number;
  close(): void;
}

export async function openLine(hub: string, bytesPerSecond: number): Promise<Line> {
  const seen = new Set<string>();
  let [carried, carriedAgain, nextMs] = [0, 0, 0];

  async function pour(from: IncomingMessage, to: ServerResponse, pack: string): Promise<void> {
    let offset = Number(/bytes (\d+)-/.exec(from.headers['content-range'] ?? '')?.[1] ?? 0);
    for await (const part of from as AsyncIterable<Buffer>)
      for (let at = 0; at < part.length; at += pieceBytes) {
        const piece = part.subarray(at, at + pieceBytes);
        nextMs = Math.max(nextMs, performance.now()) + (piece.length / bytesPerSecond) * 1000;
        const waitMs = nextMs - performance.now();
        if (waitMs > 2) await new Promise((resolve) => setTimeout(resolve, waitMs));
        if (to.destroyed) return;
        await new Promise((resolve) => to.write(piece, resolve));
        count(pack, offset, piece.length);
        offset += piece.length;
      }
    to.end();
  }

  /** Counted by kibibytes of the pack: those that begin in this piece. */
  function count(pack: string, offset: number, length: number): void {
    carried += length;
    for (let cell = Math.ceil(offset / 1024); cell < (offset + length) / 1024; cell += 1) {
      const key = `${pack} ${cell}`;
      if (seen.has(key)) carriedAgain += 1024;
      else seen.add(key);
    }
  }

  const server = createServer((asked, answer) => {
    const passed = request(`${hub}${asked.url}`, { headers: asked.headers }, (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      const [, pack] = /^\/packs\/(\w+)/.exec(asked.url ?? '') ?? [];
      if (pack) void pour(from, answer, pack).catch(() => answer.destroy());
      else from.pipe(answer);
    });
    answer.on('close', () => passed.destroy());
    passed.on('error', () => answer.destroy());
    passed.end();
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}`,
    get carried() {
      return carried;
    },
    get carriedAgain() {
      return carriedAgain;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
