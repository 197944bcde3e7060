// MiniMax video API, first generation (FORMATS §4): Hailuo 2.3, 02 and the 01 series. It takes no
// seed, and its clips are fetched through the file API.
import * as v from 'valibot';
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
import { faultOf, taskFailure, verdictOf } from './minimax-errors.ts';
import { runOf } from './minimax-run.ts';
import { handIn, longId } from './submission.ts';

const path = '/v1/video_generation';
const durationS = 6;

const status = v.object({
  task_id: v.optional(longId),
  status: v.string(),
  file_id: v.optional(v.union([longId, v.literal('')]), ''),
  video_width: v.optional(v.number()),
  video_height: v.optional(v.number()),
});
const retrieved = v.object({
  file: v.object({
    bytes: v.optional(v.number(), 0),
    download_url: v.string(),
    backup_download_url: v.optional(v.string(), ''),
  }),
});

export class MinimaxV1 implements Generator {
  readonly #line: Line;
  readonly #model: string;

  constructor(line: Line, model: string) {
    this.#line = line;
    this.#model = model;
  }

  prepare({ prompt }: Shot): WireRequest {
    return {
      address: this.#line.host + path,
      body: {
        model: this.#model,
        prompt,
        // On by default, and then nobody can tell what text the model saw.
        prompt_optimizer: false,
        duration: durationS,
        // The 01 series makes 720P only, the later ones do not.
        resolution: /-01(-|$)/.test(this.#model) ? '720P' : '768P',
        aigc_watermark: true,
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
    const query = `/v1/query/video_generation?task_id=${encodeURIComponent(task)}`;
    const { content, ...head } = await call(this.#line, 'GET', query, undefined, signal);
    const read = v.safeParse(status, content);
    const { code, said } = verdictOf(content);
    if (!read.success || head.status !== 200) throw faultOf(head.status, content, head.waitMs);
    const answer = {
      ...read.output,
      ...(code !== null && { status_code: code, status_msg: said }),
    };
    if (read.output.task_id !== undefined && read.output.task_id !== task)
      throw new GeneratorFault('not-understood', { said: 'an answer about another task' });
    switch (read.output.status.toLowerCase()) {
      case 'success':
        if (read.output.file_id === '')
          throw new GeneratorFault('not-understood', { said: 'Success without file_id' });
        return { state: 'done', file: read.output.file_id, answer };
      case 'fail':
      case 'failed':
        return { state: 'failed', failure: taskFailure(code, said), answer };
    }
    if ((code ?? 0) !== 0) throw faultOf(head.status, content, head.waitMs);
    const isRunning = read.output.status.toLowerCase() === 'processing';
    return { state: isRunning ? 'running' : 'waiting', answer };
  }

  async retrieve(file: string, signal: AbortSignal): Promise<Download> {
    const query = `/v1/files/retrieve?file_id=${encodeURIComponent(file)}`;
    const {
      status: code,
      content,
      waitMs,
    } = await call(this.#line, 'GET', query, undefined, signal);
    const read = v.safeParse(retrieved, content);
    if (code !== 200 || !read.success) throw faultOf(code, content, waitMs);
    const { download_url: first, backup_download_url: second, bytes } = read.output.file;
    const found = await openDownload(first, this.#line, signal).catch((error: unknown) => {
      if (second === '' || !(error instanceof GeneratorFault)) throw error;
      return openDownload(second, this.#line, signal);
    });
    // 0 stands for a size that the file API does not know.
    return { ...found, length: found.length ?? (bytes > 0 ? bytes : null) };
  }
}
