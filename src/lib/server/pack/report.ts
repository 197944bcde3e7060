import * as v from 'valibot';
import { sha256 } from '#lib/openset/id.ts';

/** What a packing made. */
export const packReport = v.strictObject({
  release: sha256,
  /** The release's folder; its packs lie in `packs/` beside it. */
  dir: v.string(),
  bytes: v.number(),
  films: v.number(),
  packs: v.number(),
  /** Media files rendered now, and those whose renditions were there. */
  encoded: v.number(),
  reused: v.number(),
});
export type PackReport = v.InferOutput<typeof packReport>;
