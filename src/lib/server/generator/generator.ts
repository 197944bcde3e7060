// A video model somewhere else, as the hub sees it: hand in a shot, ask how it stands, fetch the clip.
// It keeps nothing and decides nothing; queue, limits and retries are the hub's.
import type { Failure, FailureCode } from '#lib/openset/generation.ts';
import type { Run } from '#lib/openset/version.ts';
import { reasons } from './reasons.ts';

export interface Shot {
  prompt: string;
  /** 0 to 2³²−1; `null` leaves it to the model. */
  seed: string | null;
}

/** A request as it goes over the line, but for the key. */
export interface WireRequest {
  address: string;
  body: Record<string, unknown>;
}

/** How a task stands. `answer` is what is kept of the service's words: no address that is signed. */
export type Progress = { answer: Record<string, unknown> } & (
  | { state: 'waiting' | 'running' }
  /** `file` is for `retrieve`, soon: it may be an address that ends. */
  | { state: 'done'; file: string }
  | { state: 'failed'; failure: Failure }
);

/** The bytes of a clip on their way. Reading them throws GeneratorFault where the line ends early. */
export interface Download {
  /** As announced; `null` where nothing was. */
  length: number | null;
  bytes: AsyncIterable<Uint8Array>;
}

/** Every call throws GeneratorFault, or the signal's reason where it was called off. */
export interface Generator {
  prepare(shot: Shot): WireRequest;
  /** What a prepared request says of the run. */
  describe(request: WireRequest, task: string): Run;
  /** Hands a request in, once. Resolves with the task's id. */
  submit(request: WireRequest, signal: AbortSignal): Promise<string>;
  poll(task: string, signal: AbortSignal): Promise<Progress>;
  retrieve(file: string, signal: AbortSignal): Promise<Download>;
}

/** Something that went wrong on the way to the model or there. */
export class GeneratorFault extends Error {
  readonly code: FailureCode;
  /** The service's own words. */
  readonly said: string | null;
  /** Whether the same call may succeed later, without costing twice. */
  readonly isPassing: boolean;
  /** How long the service asked to be left alone; `null` where it did not. */
  readonly waitMs: number | null;

  constructor(
    code: FailureCode,
    { said = null, isPassing = false, waitMs = null }: Partial<GeneratorFaultDetails> = {},
  ) {
    super(said ?? code);
    this.code = code;
    this.said = said;
    this.isPassing = isPassing;
    this.waitMs = waitMs;
  }

  get failure(): Failure {
    return failureOf(this.code, this.said);
  }
}

type GeneratorFaultDetails = Pick<GeneratorFault, 'said' | 'isPassing' | 'waitMs'>;

export const failureOf = (code: FailureCode, said: string | null = null): Failure => ({
  code,
  reason: reasons[code],
  said,
});
