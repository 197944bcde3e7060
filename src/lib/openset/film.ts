// films/<film>/film.yaml
import * as v from 'valibot';
import { mediaPath, slug } from './id.ts';
import { digitalSourceType } from './media.ts';
import { localText } from './text.ts';

/** Who or what took part. `team` marks the two halves of the 1+1 team. */
export const credit = v.strictObject({
  id: slug,
  kind: v.picklist(['person', 'organisation', 'software']),
  team: v.optional(v.picklist(['filmmaker', 'ai-artist'])),
  name: localText,
  roles: v.pipe(v.array(localText), v.minLength(1, 'needs at least one role')),
  statement: v.optional(localText),
});
export type Credit = v.InferOutput<typeof credit>;

/** A tool with the models used in it. */
export const tool = v.strictObject({
  name: v.string(),
  version: v.optional(v.string()),
  models: v.optional(v.array(v.string()), []),
  use: v.optional(localText),
});
export type Tool = v.InferOutput<typeof tool>;

export const sequence = v.strictObject({
  id: slug,
  title: localText,
  shots: v.pipe(v.array(slug), v.maxLength(1_000)),
});
export type Sequence = v.InferOutput<typeof sequence>;

/** What the team says of AI in the film; shown on its first screen. */
export const aiDisclosure = v.strictObject({
  scope: v.picklist(['fully', 'partly', 'assisted', 'none']),
  statement: localText,
  digitalSourceTypes: v.optional(v.array(digitalSourceType), []),
});
export type AiDisclosure = v.InferOutput<typeof aiDisclosure>;

export const rights = v.strictObject({
  holder: localText,
  licence: v.optional(v.string()),
  creditLine: v.optional(localText),
  consents: v.optional(v.array(v.strictObject({ scope: localText, document: v.string() })), []),
});
export type Rights = v.InferOutput<typeof rights>;

/** The film itself: one clip, with captions and the shots it is cut from. Times in seconds. */
export const edit = v.strictObject({
  media: mediaPath,
  description: v.optional(localText),
  digitalSourceType: v.optional(digitalSourceType),
  captions: v.optional(
    v.strictObject({ zh: v.optional(mediaPath), en: v.optional(mediaPath) }),
    {},
  ),
  items: v.optional(
    v.array(v.strictObject({ shot: slug, startS: v.number(), endS: v.number() })),
    [],
  ),
});
export type Edit = v.InferOutput<typeof edit>;

/** One open set. `sample` marks material made by our own renderer and labels every screen. */
export const film = v.strictObject({
  id: slug,
  title: localText,
  year: v.optional(v.pipe(v.number(), v.integer())),
  sample: v.optional(v.boolean(), false),
  logline: v.optional(localText),
  synopsis: v.optional(localText),
  poster: v.optional(mediaPath),
  posterDescription: v.optional(localText),
  credits: v.optional(v.array(credit), []),
  tools: v.optional(v.array(tool), []),
  sequences: v.array(sequence),
  edit: v.optional(edit),
  aiDisclosure: v.optional(aiDisclosure),
  rights: v.optional(rights),
});
export type Film = v.InferOutput<typeof film>;
