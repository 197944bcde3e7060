import type { ServerResponse } from 'node:http';
import { dataHeaders } from './security-headers.ts';

/** Answers with `value` as JSON. Text leaves together with its headers, bytes would follow them. */
export function sendJson(response: ServerResponse, value: unknown): void {
  const text = JSON.stringify(value);
  writeHead(response, Buffer.byteLength(text));
  response.end(response.req.method === 'HEAD' ? undefined : text);
}

/** Answers with JSON that is already bytes. */
export function sendBytes(response: ServerResponse, body: Buffer): void {
  writeHead(response, body.length);
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

function writeHead(response: ServerResponse, length: number): void {
  response.writeHead(200, {
    ...dataHeaders,
    'Content-Type': 'application/json',
    'Content-Length': length,
  });
}

/** Hands out a table as a file of this name. */
export function sendCsv(response: ServerResponse, name: string, text: string): void {
  response.writeHead(200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
    'Cache-Control': 'no-store',
  });
  response.end(text);
}
