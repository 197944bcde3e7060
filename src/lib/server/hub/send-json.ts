import type { ServerResponse } from 'node:http';

/** Answers with `value` as JSON. */
export function sendJson(response: ServerResponse, value: unknown): void {
  sendBytes(response, Buffer.from(JSON.stringify(value)));
}

/** Answers with JSON that is already bytes. */
export function sendBytes(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
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
