// What MiniMax says when it refuses: `base_resp` in the first API, an error object with the code in
// brackets behind its message in the second; also the HTTP status alone. Codes as documented under
// “Error Codes” and, for HTTP, in the answers of /v2/video_generation.
import * as v from 'valibot';
import { asNumber } from '#lib/intake/json.ts';
import type { Failure, FailureCode } from '#lib/openset/generation.ts';
import { failureOf, GeneratorFault } from './generator.ts';

interface Meaning {
  code: FailureCode;
  isPassing: boolean;
}

const passing = (code: FailureCode): Meaning => ({ code, isPassing: true });
const final = (code: FailureCode): Meaning => ({ code, isPassing: false });

const byCode: Record<number, Meaning> = {
  1000: passing('service'),
  1001: passing('service'),
  1002: passing('rate-limit'),
  1004: final('key'),
  1008: final('balance'),
  1024: passing('service'),
  1026: final('input-sensitive'),
  1027: final('output-sensitive'),
  1033: passing('service'),
  1039: passing('rate-limit'),
  1041: passing('rate-limit'),
  2013: final('parameters'),
  2049: final('key'),
  2056: final('balance'),
  2061: final('model'),
};

const byStatus: Record<number, Meaning> = {
  400: final('parameters'),
  401: final('key'),
  402: final('balance'),
  403: final('key'),
  422: final('input-sensitive'),
  429: passing('rate-limit'),
  529: passing('rate-limit'),
};

const meaningOf = (code: number | null, status: number): Meaning =>
  (code === null ? undefined : byCode[code]) ??
  byStatus[status] ??
  (status >= 500 ? passing('service') : final('not-understood'));

const words = v.optional(v.string(), '');
const refusal = v.union([
  v.object({ base_resp: v.object({ status_code: v.unknown(), status_msg: words }) }),
  v.object({
    error: v.object({ message: words, code: v.optional(v.unknown()) }),
  }),
]);

/** The code and words of an answer; `code` is 0 where it says that all is well, `null` where it says nothing. */
export function verdictOf(content: unknown): { code: number | null; said: string | null } {
  const read = v.safeParse(refusal, content);
  if (!read.success) return { code: null, said: null };
  if ('base_resp' in read.output) {
    const { status_code, status_msg } = read.output.base_resp;
    return { code: asNumber(status_code), said: shortened(status_msg) };
  }
  const { message, code } = read.output.error;
  const bracketed = /\((\d{3,5})\)\s*$/.exec(message)?.[1];
  return { code: asNumber(code) ?? asNumber(bracketed ?? null), said: shortened(message) };
}

/** The fault that an answer tells of. */
export function faultOf(status: number, content: unknown, waitMs: number | null): GeneratorFault {
  const { code, said } = verdictOf(content);
  const meaning = meaningOf(code, status);
  return new GeneratorFault(meaning.code, { ...meaning, said: withCode(said, code), waitMs });
}

/** Why a task failed, by the code that its own answer carries. */
export function taskFailure(code: number | null, said: string | null): Failure {
  // The first API may call a failed task's answer a success: the answer was one, the task was not.
  if (code === 0) return failureOf('task-failed');
  const known = code === null ? undefined : byCode[code];
  return failureOf(known?.code ?? 'task-failed', withCode(said, code));
}

const withCode = (said: string | null, code: number | null): string | null =>
  code === null || code === 0 || said?.includes(String(code))
    ? said
    : `${code} ${said ?? ''}`.trim();

/** Enough to look it up; a message of the service is no place for an essay. */
const shortened = (text: string): string | null => (text === '' ? null : text.slice(0, 300));
