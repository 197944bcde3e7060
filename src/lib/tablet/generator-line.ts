// The tablet's line to the venue's video generator: hands a shot in and follows it until it ends or
// nobody wants it any more. Whatever goes wrong is an answer, never an exception; nothing is stored.
import * as v from 'valibot';
import { deviceHeader, signatureHeader, signedBytes } from '#lib/fleet/report.ts';
import {
  countCharacters,
  generationAddress,
  generationQueue,
  generationsAddress,
  job as jobSchema,
  mostCharacters,
  type GenerationRequest,
  type GenerationShot,
  type GenerationStanding,
  type GeneratorHere,
  type Job,
  type Refusal,
} from '#lib/openset/generation.ts';
import type { Identity } from './identity.ts';

/** Milliseconds; given by tests. */
export interface AskingPace {
  everyMs: number;
  /** Each question without an answer doubles the wait, up to this. */
  longestMs: number;
  answerWithinMs: number;
}

const gentle: AskingPace = { everyMs: 3_000, longestMs: 15_000, answerWithinMs: 10_000 };

const problem = v.object({ type: v.string(), what: v.optional(v.string()) });

/** `silence` is no answer that can be believed, also a portal's page or a hub in trouble. */
type Heard = { job: Job } | { why: Refusal } | 'silence';

export class GeneratorLine {
  readonly #who: () => Promise<Identity | null>;
  readonly #pace: AskingPace;

  /** `who` is asked anew each time: `null` while this tablet is not of the fleet. */
  constructor(who: () => Promise<Identity | null>, pace: AskingPace = gentle) {
    this.#who = who;
    this.#pace = pace;
  }

  /** Whether shots can be handed in here, and how long the queue is. A stranger asks nobody. */
  async look(): Promise<GeneratorHere> {
    try {
      if (!(await this.#who())) return { is: 'stranger' };
      const answer = await this.#fetch(generationsAddress);
      if (!answer) return { is: 'away' };
      const queue = v.safeParse(generationQueue, answer.body);
      if (answer.status === 200 && queue.success) return { is: 'on', queue: queue.output };
      return { is: refusalIn(answer.body) === 'off' ? 'off' : 'away' };
    } catch (error) {
      console.error(error);
      return { is: 'away' };
    }
  }

  /**
   * Hands a shot in and tells how it stands, until its end or until `signal`. The same `id` again is
   * the same job: nothing is made or paid for twice.
   */
  async handIn(
    shot: GenerationShot,
    tell: (standing: GenerationStanding) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const say = (standing: GenerationStanding): void => {
      if (!signal.aborted) tell(standing);
    };
    try {
      await this.#follow(shot, say, signal);
    } catch (error) {
      if (signal.aborted) return;
      console.error(error);
      say({ is: 'refused', why: 'not-taken' });
    }
  }

  async #follow(
    shot: GenerationShot,
    say: (standing: GenerationStanding) => void,
    signal: AbortSignal,
  ): Promise<void> {
    if (countCharacters(shot.prompt) > mostCharacters.v2)
      return say({ is: 'refused', why: 'too-long' });
    let last: GenerationStanding = { is: 'sending', isHeard: true };
    let silences = 0;
    say(last);
    while (!signal.aborted) {
      const identity = await this.#who();
      if (!identity) return say({ is: 'refused', why: 'stranger' });
      const heard: Heard =
        last.is === 'sending'
          ? await this.#send(identity, shot, signal)
          : await this.#ask(identity, shot.id, signal);
      if (heard === 'silence') {
        silences += 1;
        last = { ...last, isHeard: false };
      } else if ('why' in heard) {
        return say({ is: 'refused', why: heard.why });
      } else {
        const job: Job = heard.job;
        if (job.state === 'done') return say({ is: 'done', take: job.take });
        if (job.state === 'failed') return say({ is: 'failed', failure: job.failure });
        silences = 0;
        last = { is: 'waiting', job, isHeard: true };
      }
      say(last);
      const { everyMs, longestMs } = this.#pace;
      await pause(Math.min(longestMs, everyMs * 2 ** silences), signal);
    }
  }

  async #send(identity: Identity, shot: GenerationShot, signal: AbortSignal): Promise<Heard> {
    const request: GenerationRequest = { device: identity.id, ...shot };
    const body = JSON.stringify(request);
    const signature = await identity.sign(signedBytes(generationsAddress, body));
    const answer = await this.#fetch(generationsAddress, signal, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', [signatureHeader]: signature },
      body,
    });
    return heardIn(answer, shot.id);
  }

  async #ask(identity: Identity, id: string, signal: AbortSignal): Promise<Heard> {
    const address = generationAddress(id);
    const signature = await identity.sign(signedBytes(address, '', 'GET'));
    const headers = { [deviceHeader]: identity.id, [signatureHeader]: signature };
    return heardIn(await this.#fetch(address, signal, { headers }), id);
  }

  /** The answer where it is JSON; a captive portal's page is none. */
  async #fetch(
    address: string,
    signal?: AbortSignal,
    init: RequestInit = {},
  ): Promise<{ status: number; body: unknown } | null> {
    const late = AbortSignal.timeout(this.#pace.answerWithinMs);
    try {
      const response = await fetch(address, {
        ...init,
        cache: 'no-store',
        signal: signal ? AbortSignal.any([signal, late]) : late,
      });
      return { status: response.status, body: await response.json() };
    } catch {
      return null;
    }
  }
}

function heardIn(answer: { status: number; body: unknown } | null, id: string): Heard {
  if (!answer) return 'silence';
  const job = v.safeParse(jobSchema, answer.body);
  if (answer.status === 200 && job.success && job.output.id === id) return { job: job.output };
  const why = refusalIn(answer.body);
  return why ? { why } : 'silence';
}

/** Why the hub said no; `null` where it did not, or where asking again may help. */
function refusalIn(body: unknown): Refusal | null {
  const read = v.safeParse(problem, body);
  if (!read.success) return null;
  const { type, what } = read.output;
  switch (type.replace('urn:openset:problem:', '')) {
    case 'generator-off':
      return 'off';
    case 'unknown-device':
    case 'bad-signature':
      return 'stranger';
    case 'generator-full':
      return what === 'hour' ? 'hour-full' : what === 'tablet' ? 'tablet-full' : 'queue-full';
    case 'prompt-too-long':
      return 'too-long';
    case 'malformed':
    case 'too-large':
    case 'id-taken':
    case 'not-found':
      return 'not-taken';
    default:
      return null;
  }
}

/** Ends early, and quietly, when nobody waits any more. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
