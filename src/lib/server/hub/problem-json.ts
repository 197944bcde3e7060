// Errors on the wire: application/problem+json (RFC 9457) with stable types.
import type { ServerResponse } from 'node:http';

const problems = {
  'not-found': { status: 404, title: 'There is nothing at this address.' },
  'method-not-allowed': { status: 405, title: 'This address answers GET and HEAD only.' },
  'range-not-satisfiable': { status: 416, title: 'The file does not reach that far.' },
  'no-release': { status: 503, title: 'The hub has no release yet: pack an event.' },
  internal: { status: 500, title: 'The hub could not answer. Nothing was lost; try again.' },
} as const;

export type ProblemType = keyof typeof problems;

/** Ends `response` with the problem. */
export function sendProblem(
  response: ServerResponse,
  type: ProblemType,
  headers: Record<string, string> = {},
): void {
  const { status, title } = problems[type];
  const body = JSON.stringify({ type: `urn:openset:problem:${type}`, title, status });
  response.writeHead(status, {
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
