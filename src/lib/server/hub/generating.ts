// Carries jobs through the generator, from the queue to the disk. It decides when to try again and
// when to give up; every step is on the disk before the next, and nothing is submitted twice.
import type { GeneratorSettings } from '#lib/fleet/generator.ts';
import type { Failure, GeneratedTake } from '#lib/openset/generation.ts';
import { fetchTake } from '#lib/server/generator/fetch-take.ts';
import { failureOf, GeneratorFault, type Generator } from '#lib/server/generator/generator.ts';
import { openGenerator } from '#lib/server/generator/open-generator.ts';
import type { SavedTake } from '#lib/server/generator/save-take.ts';
import type { Generations, OpenJob } from './generations.ts';

/** Milliseconds, but for the last; given by tests, which wait for none of them. */
export interface GeneratorTimes {
  /** Between two questions how a task stands: docs advise ten seconds. */
  pollEveryMs: number;
  /** After a first setback; each further one doubles it, up to two minutes. */
  retryAfterMs: number;
  /** In the queue: whoever asked has left by then. */
  longestWaitMs: number;
  /** From handing in to the finished clip. */
  longestRunMs: number;
  answerWithinMs: number;
  silentForMs: number;
  longestDownloadMs: number;
  /** Of one clip: 15 s of 2K are some 50 MB. */
  mostBytes: number;
}

export const usualTimes: GeneratorTimes = {
  pollEveryMs: 10_000,
  retryAfterMs: 10_000,
  longestWaitMs: 15 * 60_000,
  longestRunMs: 30 * 60_000,
  answerWithinMs: 30_000,
  silentForMs: 30_000,
  longestDownloadMs: 5 * 60_000,
  mostBytes: 256 * 2 ** 20,
};

const longestRetryMs = 120_000;
const mostDownloads = 3;

interface Source {
  generations: Generations;
  /** Read anew for every step. */
  settings: () => GeneratorSettings;
  key: () => string | null;
  takesDir: string;
  times: GeneratorTimes;
  /** Told how the last write to the disk went; `null` is well. */
  onDisk: (error: unknown) => void;
}

export class Generating {
  readonly #source: Source;
  readonly #active = new Set<string>();
  readonly #ended = new AbortController();
  #calledOff = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  /** No submission before this: the service or the line asked for a pause. */
  #quietUntilMs = 0;
  #setbacks = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Looks for work, and sets an alarm for the next time that there may be some. */
  wake(): void {
    clearTimeout(this.#timer);
    if (this.#ended.signal.aborted) return;
    const { generations, settings, times } = this.#source;
    const { enabled, atOnce } = settings();
    if (!enabled) return;
    const nowMs = Date.now();
    let nextMs = Infinity;
    for (const job of generations.open()) {
      if (this.#active.has(job.id)) continue;
      const isQueued = job.state === 'queued';
      const endsMs = job.askedMs + times.longestWaitMs;
      const isFree = this.#active.size < atOnce && nowMs >= this.#quietUntilMs;
      if (isQueued && !isFree && nowMs < endsMs) {
        nextMs = Math.min(nextMs, endsMs);
        if (this.#quietUntilMs > nowMs) nextMs = Math.min(nextMs, this.#quietUntilMs);
        continue;
      }
      const signal = this.#calledOff.signal;
      this.#active.add(job.id);
      void this.#carry(job, signal).finally(() => {
        this.#active.delete(job.id);
        this.wake();
      });
    }
    if (nextMs < Infinity) this.#timer = setTimeout(() => this.wake(), nextMs - nowMs);
  }

  /**
   * Stops asking at once, wherever each job is; `wake` goes on from there. Only a submission that has
   * left already is heard to its end: it is paid for.
   */
  pause(): void {
    clearTimeout(this.#timer);
    this.#calledOff.abort();
    this.#calledOff = new AbortController();
  }

  /** Stops for good. What is under way is found on the disk by the next hub. */
  close(): void {
    this.#ended.abort();
    this.pause();
  }

  async #carry(job: OpenJob, signal: AbortSignal): Promise<void> {
    try {
      if (job.state === 'queued') await this.#begin(job, signal);
      else if (job.task === null) await this.#fail(job, failureOf('answer-lost'));
      else await this.#follow(job, job.task, signal);
    } catch (error) {
      if (signal.aborted || this.#ended.signal.aborted) return;
      await this.#fail(job, this.#asFault(error).failure).catch(() => undefined);
    }
  }

  /** Hands a queued job in, and follows it. */
  async #begin(job: OpenJob, signal: AbortSignal): Promise<void> {
    const { generations, settings, times } = this.#source;
    if (Date.now() - job.askedMs >= times.longestWaitMs)
      return this.#fail(job, job.failure ?? failureOf('waited-too-long'));
    const generator = this.#generator(job);
    if (!generator) return this.#fail(job, failureOf('key'));
    const request = generator.prepare({ prompt: job.prompt, seed: job.seed });
    const [{ api }, sentMs] = [settings(), Date.now()];
    await this.#keep(() => generations.sending(job.id, api, request, sentMs));
    // Switched off while this was written: nothing may leave any more, and nothing has.
    if (signal.aborted) return this.#keep(() => generations.putOff(job.id, job.failure));
    let task: string;
    try {
      task = await generator.submit(request, this.#ended.signal);
    } catch (error) {
      if (!(error instanceof GeneratorFault)) throw error;
      if (!error.isPassing) return this.#fail(job, error.failure);
      this.#takeBreath(error);
      return this.#keep(() => generations.putOff(job.id, error.failure));
    }
    this.#setbacks = 0;
    await this.#keep(() => generations.submitted(job.id, task));
    await this.#follow({ ...job, state: 'submitted', api, request, sentMs }, task, signal);
  }

  /** Asks after a task until it ends, and fetches what it made. */
  async #follow(job: OpenJob, task: string, signal: AbortSignal): Promise<void> {
    const { generations, times, takesDir } = this.#source;
    const { request } = job;
    const generator = this.#generator(job);
    if (!generator || !request) return this.#fail(job, failureOf('settings-changed'));
    const overdueMs = (job.sentMs ?? job.askedMs) + times.longestRunMs;
    let [state, downloads] = [job.state, 0];
    const reach = async (next: 'running' | 'downloading', answer: object): Promise<void> => {
      if (state !== next) await this.#keep(() => generations.reached(job.id, next, answer));
      state = next;
    };
    for (;;) {
      let [last, waitMs] = [failureOf('too-long'), times.pollEveryMs];
      try {
        const progress = await generator.poll(task, signal);
        if (progress.state === 'failed')
          return await this.#fail(job, progress.failure, progress.answer);
        if (progress.state === 'running') await reach('running', progress.answer);
        if (progress.state === 'done') {
          await reach('downloading', progress.answer);
          downloads += 1;
          const saved = await fetchTake(
            generator,
            progress.file,
            { dir: takesDir, ...times },
            signal,
          );
          const take = takeOf(saved, request, generator, task);
          return await this.#keep(() => generations.done(job.id, take, Date.now()));
        }
      } catch (error) {
        signal.throwIfAborted();
        const fault = this.#asFault(error);
        if (!fault.isPassing || downloads >= mostDownloads) return this.#fail(job, fault.failure);
        last = fault.failure;
        waitMs = Math.max(waitMs, fault.waitMs ?? 0);
      }
      if (Date.now() >= overdueMs) return this.#fail(job, last);
      await pause(waitMs, signal);
    }
  }

  /** Whatever is not the generator's is the hub's own trouble, such as a full disk. */
  #asFault(error: unknown): GeneratorFault {
    if (error instanceof GeneratorFault) return error;
    this.#source.onDisk(error);
    return new GeneratorFault('hub', { isPassing: true });
  }

  /** The generator for a job; `null` where no key opens the host that it went to. */
  #generator({ api, request }: OpenJob): Generator | null {
    const { settings, key, times } = this.#source;
    const now = settings();
    const given = key();
    if (given === null) return null;
    if (request && new URL(request.address).origin !== now.host) return null;
    const line = { host: now.host, key: given, ...times };
    return openGenerator(api ?? now.api, now.model, line);
  }

  #takeBreath({ waitMs }: GeneratorFault): void {
    const { retryAfterMs } = this.#source.times;
    const usualMs = Math.min(longestRetryMs, retryAfterMs * 2 ** this.#setbacks);
    this.#setbacks += 1;
    this.#quietUntilMs = Date.now() + Math.max(usualMs, waitMs ?? 0);
  }

  #fail(job: OpenJob, why: Failure, answer: object | null = null): Promise<void> {
    const { generations } = this.#source;
    return this.#keep(() => generations.failed(job.id, why, answer, Date.now()));
  }

  /** Writes what is known, as often as the disk takes: what was paid for is not forgotten. */
  async #keep(write: () => Promise<void>): Promise<void> {
    const ended = this.#ended.signal;
    for (;;) {
      ended.throwIfAborted();
      try {
        await write();
        return this.#source.onDisk(null);
      } catch (error) {
        this.#source.onDisk(error);
        await pause(this.#source.times.retryAfterMs, ended);
      }
    }
  }
}

function takeOf(
  saved: SavedTake,
  request: NonNullable<OpenJob['request']>,
  generator: Generator,
  task: string,
): GeneratedTake {
  return {
    ...saved,
    type: 'video/mp4',
    digitalSourceType: 'trainedAlgorithmicMedia',
    hasWatermark: request.body.aigc_watermark === true,
    run: generator.describe(request, task),
    request,
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, ms);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
