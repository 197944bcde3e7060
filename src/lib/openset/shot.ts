// films/<film>/shots/<shot>.yaml
import * as v from 'valibot';
import { slug, takeRef } from './id.ts';
import { localText } from './text.ts';
import { version } from './version.ts';

/** A shot with its whole history, oldest version first. `accepted` names the take that is in the film. */
export const shot = v.strictObject({
  id: slug,
  title: localText,
  description: v.optional(localText),
  accepted: v.optional(takeRef),
  frameRate: v.optional(v.pipe(v.string(), v.regex(/^\d+\/\d+$/, 'is written 24/1'))),
  versions: v.pipe(v.array(version), v.maxLength(10_000)),
});
export type Shot = v.InferOutput<typeof shot>;
