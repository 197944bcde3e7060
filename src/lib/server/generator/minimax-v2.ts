// MiniMax video API, second generation (FORMATS §4): H3. The prompt is one item of a content array,
// errors have HTTP statuses, and a finished task names its clip itself, under an address that ends:
// asking again gives a fresh one.
import * as v from 'valibot';
import { asNumber } from '#lib/intake/json.ts';
import type { Run } from '#lib/openset/version.ts';
import { openDownload } from './download.ts';
import {
  GeneratorFault,
  type Download,
  type Generator,
  type Progress,
  type Shot,
  type WireRequest,
} from './generator.ts';
import { call, type Line } from './line.ts';
import { faultOf, taskFailure } from './minimax-errors.ts';
import { runOf } from './minimax-run.ts';
import { handIn, longId } from './submission.ts';

const path = '/v2/video_generation';
const durationS = 6;

const status = v.object({
  task: v.object({
    id: v.optional(longId),
    model: v.optional(v.string()),
    status: v.string(),
    resolution: v.optional(v.string()),
    ratio: v.optional(v.string()),
    duration: v.optional(v.number()),
    content: v.nullish(v.object({ url: v.optional(v.string(), '') })),
    error: v.nullish(
      v.object({ code: v.optional(v.unknown()), message: v.optional(v.string(), '') }),
    ),
  }),
});

export class MinimaxV2 implements Generator {
  readonly #line: Line;
  readonly #model: string;

  constructor(line: Line, model: string) {
    this.#line = line;
    this.#model = model;
  }

  prepare({ prompt, seed }: Shot): WireRequest {
    return {
      address: this.#line.host + path,
      body: {
        model: this.#model,
        content: [{ type: 'text', text: prompt }],
        resolution: '768P',
        duration: durationS,
        // From text alone it must not be adaptive.
        ratio: '16:9',
        aigc_watermark: true,
        ...(seed !== null && { seed: Number(seed) }),
      },
    };
  }

  describe(request: WireRequest, task: string): Run {
    return runOf(request, task);
  }

  submit(request: WireRequest, signal: AbortSignal): Promise<string> {
    return handIn(this.#line, path, request, signal);
  }

  async poll(task: string, signal: AbortSignal): Promise<Progress> {
    const query = `/v2/query/video_generation/${encodeURIComponent(task)}`;
    const { content, ...head } = await call(this.#line, 'GET', query, undefined, signal);
    const read = v.safeParse(status, content);
    if (!read.success || head.status !== 200) throw faultOf(head.status, content, head.waitMs);
    const { content: made, error, ...answer } = read.output.task;
    if (answer.id !== undefined && answer.id !== task)
      throw new GeneratorFault('not-understood', { said: 'an answer about another task' });
    switch (answer.status.toLowerCase()) {
      case 'succeeded':
        if (!made?.url)
          throw new GeneratorFault('not-understood', { said: 'succeeded without url' });
        return { state: 'done', file: made.url, answer };
      case 'failed':
      case 'cancelled':
      case 'expired':
        return {
          state: 'failed',
          failure: taskFailure(asNumber(error?.code), error?.message || answer.status),
          answer: { ...answer, ...(error && { error }) },
        };
      case 'running':
        return { state: 'running', answer };
      default:
        return { state: 'waiting', answer };
    }
  }

  retrieve(file: string, signal: AbortSignal): Promise<Download> {
    return openDownload(file, this.#line, signal);
  }
}
