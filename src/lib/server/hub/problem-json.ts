// Errors on the wire: application/problem+json (RFC 9457) with stable types.
import type { ServerResponse } from 'node:http';
import { dataHeaders } from './security-headers.ts';

const problems = {
  'not-found': { status: 404, title: 'There is nothing at this address.' },
  'method-not-allowed': { status: 405, title: 'This address does not answer that method.' },
  'range-not-satisfiable': { status: 416, title: 'The file does not reach that far.' },
  'no-release': { status: 503, title: 'The hub has no release yet: pack an event.' },
  'not-json': { status: 415, title: 'This address takes JSON.' },
  'too-large': { status: 413, title: 'That is more than this address takes.' },
  malformed: { status: 400, title: 'The request is not of the form that this address takes.' },
  'sign-in': { status: 401, title: 'Sign in as staff first.' },
  'wrong-password': { status: 403, title: 'That is not the password.' },
  'other-origin': { status: 403, title: 'Only the hub’s own pages may ask for this.' },
  'not-your-role': { status: 403, title: 'Your role may not do this.' },
  'slow-down': { status: 429, title: 'Too many tries. Wait a little.' },
  'wrong-code': { status: 403, title: 'That code does not hold. Look at the staff board.' },
  'unknown-device': { status: 401, title: 'This tablet has not joined the event.' },
  'bad-signature': { status: 401, title: 'The report is not signed by the tablet it names.' },
  replayed: { status: 409, title: 'This report was heard before.' },
  'number-taken': { status: 409, title: 'Another tablet has this number.' },
  'password-taken': { status: 409, title: 'Another role has this password.' },
  frozen: { status: 409, title: 'Everything is frozen for the day. Allow changes first.' },
  'hub-disk': { status: 507, title: 'The hub cannot write. Keep it and send it again later.' },
  'generator-off': { status: 409, title: 'No video generator is switched on here.' },
  'generator-no-key': { status: 409, title: 'The generator needs a key for this host first.' },
  'generator-full': { status: 429, title: 'As much is generated as the venue allows for now.' },
  'prompt-too-long': { status: 422, title: 'The prompt is longer than the model takes.' },
  'id-taken': { status: 409, title: 'Another tablet asked for a take under this id.' },
  'round-changed': { status: 409, title: 'The round has moved on. Look again.' },
  'round-not-now': { status: 409, title: 'The round does not allow that now.' },
  'round-running': { status: 409, title: 'A round of this challenge is on: wait for its reveal.' },
  'phones-off': { status: 403, title: 'Phones do not take part here.' },
  'unknown-phone': { status: 401, title: 'This phone has not joined, or its day is over.' },
  'not-for-phones': { status: 409, title: 'This kind of challenge is played at a tablet.' },
  internal: { status: 500, title: 'The hub could not answer. Nothing was lost; try again.' },
} as const;

export type ProblemType = keyof typeof problems;

/** Ends `response` with the problem; `more` adds members to its body. */
export function sendProblem(
  response: ServerResponse,
  type: ProblemType,
  headers: Record<string, string> = {},
  more: Record<string, unknown> = {},
): void {
  const { status, title } = problems[type];
  const body = JSON.stringify({ type: `urn:openset:problem:${type}`, title, status, ...more });
  response.writeHead(status, {
    ...dataHeaders,
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
