import type { Api } from '#lib/openset/generation.ts';
import type { Generator } from './generator.ts';
import type { Line } from './line.ts';
import { MinimaxV1 } from './minimax-v1.ts';
import { MinimaxV2 } from './minimax-v2.ts';

/** The generator behind `line` that speaks `api`. */
export const openGenerator = (api: Api, model: string, line: Line): Generator =>
  api === 'v1' ? new MinimaxV1(line, model) : new MinimaxV2(line, model);
