// What a picture or clip is, whoever made it: place in the frame, source type, AI label.
import * as v from 'valibot';
import { sha256 } from './id.ts';

const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** `[x, y, width, height]` as fractions of the picture, origin at its top left. */
export const region = v.pipe(
  v.tuple([fraction, fraction, fraction, fraction]),
  v.check(([x, y, w, h]) => x + w <= 1.0001 && y + h <= 1.0001, 'reaches out of the picture'),
);
export type Region = v.InferOutput<typeof region>;

/** Codes of IPTC's digital source type vocabulary (http://cv.iptc.org/newscodes/digitalsourcetype/). */
export const digitalSourceTypes = [
  'digitalCapture',
  'computationalCapture',
  'negativeFilm',
  'positiveFilm',
  'print',
  'humanEdits',
  'compositeWithTrainedAlgorithmicMedia',
  'algorithmicallyEnhanced',
  'digitalCreation',
  'dataDrivenMedia',
  'trainedAlgorithmicMedia',
  'algorithmicMedia',
  'screenCapture',
  'virtualRecording',
  'composite',
  'compositeCapture',
  'compositeSynthetic',
] as const;
export const digitalSourceType = v.picklist(digitalSourceTypes);
export type DigitalSourceType = v.InferOutput<typeof digitalSourceType>;

/** Source types that owe the visitor an AI label (rule 82). */
export const madeWithAi: readonly DigitalSourceType[] = [
  'trainedAlgorithmicMedia',
  'compositeWithTrainedAlgorithmicMedia',
  'compositeSynthetic',
];

/** China's AIGC label (GB 45438-2025), kept as its writer wrote it. */
export const aigcLabel = v.record(v.string(), v.unknown());
export type AigcLabel = v.InferOutput<typeof aigcLabel>;

export const mediaTypes = [
  'image/webp',
  'image/jpeg',
  'image/png',
  'video/mp4',
  'text/vtt',
  'application/json',
  'application/octet-stream',
] as const;
export const mediaType = v.picklist(mediaTypes);
export type MediaType = v.InferOutput<typeof mediaType>;

const pixels = v.pipe(v.number(), v.integer(), v.minValue(1));

/** One still encoding of a take, found under `/media/<sha256>`. Sizes in pixels and bytes. */
export const rendition = v.strictObject({
  sha256,
  type: mediaType,
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  width: pixels,
  height: pixels,
});
export type Rendition = v.InferOutput<typeof rendition>;

/**
 * The encodings of one picture, smallest first: `thumb` fits 640×360 and is decoded for every
 * stop, `proxy` fits 1280×720 and rings the finger, `full` fits 3840×3840 and shows at rest.
 */
export const picture = v.strictObject({ thumb: rendition, proxy: rendition, full: rendition });
export type Picture = v.InferOutput<typeof picture>;

/** A playable clip with its poster picture and captions. */
export const clip = v.strictObject({
  video: rendition,
  durationS: v.pipe(v.number(), v.minValue(0)),
  hasSound: v.boolean(),
  captions: v.strictObject({ zh: v.optional(sha256), en: v.optional(sha256) }),
});
export type Clip = v.InferOutput<typeof clip>;

/** Which AI label a picture owes (rule 82): by its source type, or by an AIGC label in the file. */
export function aiLabel(made: {
  digitalSourceType?: DigitalSourceType;
  aigc?: AigcLabel;
}): 'generated' | 'edited' | null {
  const type = made.digitalSourceType;
  if (type === 'trainedAlgorithmicMedia' || (made.aigc && !type)) return 'generated';
  return made.aigc || (type && madeWithAi.includes(type)) ? 'edited' : null;
}
