// Handing a request in costs money, so a doubt ends it: only what certainly started no task may be
// tried again.
import { asText } from '#lib/intake/json.ts';
import { GeneratorFault, type WireRequest } from './generator.ts';
import { call, LineCut, type Answer, type Line } from './line.ts';
import { faultOf, verdictOf } from './minimax-errors.ts';
import * as v from 'valibot';

/** The service writes ids as text or as bare numbers up to 2⁶³−1; here they are always text. */
export const longId = v.pipe(
  v.union([v.string(), v.number(), v.bigint()]),
  v.transform((id) => asText(id) ?? ''),
  v.regex(/^[A-Za-z0-9_-]{1,100}$/),
);

const accepted = v.object({ task_id: longId });

/** Sends a request once and resolves with the task's id. Throws GeneratorFault. */
export async function handIn(
  line: Line,
  path: string,
  { body }: WireRequest,
  signal: AbortSignal,
): Promise<string> {
  let answer: Answer;
  try {
    answer = await call(line, 'POST', path, body, signal);
  } catch (error) {
    if (error instanceof LineCut && error.wasReached)
      throw new GeneratorFault('answer-lost', { said: error.said });
    throw error;
  }
  const { status, content, waitMs } = answer;
  const { code } = verdictOf(content);
  const task = v.safeParse(accepted, content);
  if (status === 200 && task.success && (code ?? 0) === 0) return task.output.task_id;
  // It said yes, or something that nobody can read: a task may have begun.
  if (status === 200 && (code ?? 0) === 0) throw new GeneratorFault('answer-lost');
  const fault = faultOf(status, content, waitMs);
  if (fault.code === 'rate-limit') throw fault;
  throw new GeneratorFault(fault.code, { said: fault.said });
}
