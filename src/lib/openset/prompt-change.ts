// What changed between two prompts, phrase first and then word. Computed when packing, because
// browsers segment Chinese differently; tablets only show it.
import * as v from 'valibot';
import { versionId } from './id.ts';

/** A run of text that was kept, added or removed. */
export const piece = v.strictObject({
  kind: v.picklist(['kept', 'added', 'removed']),
  text: v.string(),
});
export type Piece = v.InferOutput<typeof piece>;

/**
 * One phrase: kept, added or removed whole, or `changed`, whose `pieces` say which words.
 * The pieces of all phrases, in order and without the removed ones, are the newer text byte for byte.
 */
export const phrase = v.strictObject({
  kind: v.picklist(['kept', 'added', 'removed', 'changed']),
  pieces: v.array(piece),
});
export type Phrase = v.InferOutput<typeof phrase>;

export const promptChange = v.strictObject({
  since: versionId,
  positive: v.array(phrase),
  negative: v.optional(v.array(phrase)),
});
export type PromptChange = v.InferOutput<typeof promptChange>;
