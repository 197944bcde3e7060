// The hub: one small server that hands tablets the app, the releases and their packs.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import path from 'node:path';
import sirv from 'sirv';
import { keepCertificate, loadCertificate, type CertificateFiles } from './certificate.ts';
import { Exhibition, type ExhibitionOptions } from './exhibition.ts';
import { sendProblem } from './problem-json.ts';
import { answer } from './routes.ts';

export interface HubOptions extends ExhibitionOptions {
  /** Serves HTTPS with these files, and with what they become while it runs. */
  certificate?: CertificateFiles;
}

/** A server that does not listen yet. Closing it closes the database. */
export function createHub(options: HubOptions): Server {
  const exhibition = new Exhibition(options);
  const files = sirv(options.app, {
    etag: true,
    gzip: true,
    setHeaders(response, file) {
      const isImmutable = /^\/(_app\/immutable|play\/assets)\//.test(file);
      response.setHeader(
        'Cache-Control',
        isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  const listener: RequestListener = (request, response) => {
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
  };
  const { certificate } = options;
  const server = certificate
    ? createSecure(certificate, listener, exhibition, options)
    : createServer(listener);
  server.keepAliveTimeout = 60_000;
  server.once('close', () => exhibition.close());
  return server;
}

function createSecure(
  files: CertificateFiles,
  listener: RequestListener,
  exhibition: Exhibition,
  { onError }: HubOptions,
): Server {
  const { cert, key } = loadCertificate(files);
  const server = createSecureServer({ cert, key }, listener);
  const stop = keepCertificate(
    server,
    files,
    (untilMs) => (exhibition.certificateUntilMs = untilMs),
    (why) => onError(`The certificate was not renewed, the last one is used: ${why}`),
  );
  server.once('close', stop);
  return server;
}

/**
 * Whether a browser wants to show an address of the app; a file that is missing must never become the
 * shell, and the phones' page is one of its own.
 */
function isNavigation({ url = '/', headers }: IncomingMessage): boolean {
  const [address = '/'] = url.split('?');
  if (/^\/play\/?$/.test(address)) return false;
  return (headers.accept?.includes('text/html') ?? false) && path.extname(address) === '';
}
