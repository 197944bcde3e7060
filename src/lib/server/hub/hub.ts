// The hub: one small server that hands tablets the app, the releases and their packs.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import path from 'node:path';
import sirv from 'sirv';
import { Exhibition, type ExhibitionOptions } from './exhibition.ts';
import { sendProblem } from './problem-json.ts';
import { answer } from './routes.ts';

export interface HubOptions extends ExhibitionOptions {
  /** Told of answers that failed. */
  onError: (error: unknown) => void;
}

/** A server that does not listen yet. Closing it closes the database. */
export function createHub(options: HubOptions): Server {
  const exhibition = new Exhibition(options);
  const files = sirv(options.app, {
    etag: true,
    setHeaders(response, file) {
      const isImmutable = file.startsWith('/_app/immutable/');
      response.setHeader(
        'Cache-Control',
        isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  const server = createServer((request, response) => {
    answer(request, response, exhibition).then(
      (answered) => {
        if (answered) return;
        if (isNavigation(request)) request.url = '/shell.html';
        files(request, response, () => sendProblem(response, 'not-found'));
      },
      (error: unknown) => {
        options.onError(error);
        if (response.headersSent) response.destroy();
        else sendProblem(response, 'internal');
      },
    );
  });
  server.keepAliveTimeout = 60_000;
  server.once('close', () => exhibition.close());
  return server;
}

/** Whether a browser wants to show the address; a file that is missing must never become the shell. */
function isNavigation({ url = '/', headers }: IncomingMessage): boolean {
  const [address = '/'] = url.split('?');
  return (headers.accept?.includes('text/html') ?? false) && path.extname(address) === '';
}
