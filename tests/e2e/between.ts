// Something on the network between tablet and hub that may change what it passes on, service
// worker scripts included, which the browser's own interception does not reach.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Between {
  address: string;
  /** Changes bodies from now on, by path; `null` leaves one as it is. */
  alter: ((path: string, body: string) => string | null) | null;
  close(): void;
}

export async function standBetween(hub: string): Promise<Between> {
  const between: Between = { address: '', alter: null, close: () => undefined };
  const server = createServer((request, response) => {
    const { url = '/', headers } = request;
    const asked: Record<string, string> = {};
    for (const name of ['range', 'accept'] as const)
      if (headers[name] !== undefined) asked[name] = headers[name];
    fetch(hub + url, { headers: asked }).then(
      async (answer) => {
        const bytes = Buffer.from(await answer.arrayBuffer());
        const altered = between.alter?.(new URL(url, hub).pathname, bytes.toString()) ?? null;
        const body = altered === null ? bytes : Buffer.from(altered);
        response.writeHead(answer.status, {
          ...Object.fromEntries(answer.headers),
          'content-length': body.length,
        });
        response.end(body);
      },
      () => response.destroy(),
    );
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  between.address = `http://localhost:${(server.address() as AddressInfo).port}`;
  between.close = () => {
    server.close();
    server.closeAllConnections();
  };
  return between;
}
