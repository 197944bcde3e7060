// Names of things inside an event. They appear in file names and addresses, so they stay plain.
import * as v from 'valibot';

/** Lower-case letters, digits, `-` and `_`; at most 64 characters; never a path. */
export const slug = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'takes lower-case letters, digits, - and _'),
);

/** `v001`, `v002`, … in the order of making. */
export const versionId = v.pipe(v.string(), v.regex(/^v\d{3,6}$/, 'is written v001, v002, …'));

/** `t01`, `t02`, … inside a version. */
export const takeId = v.pipe(v.string(), v.regex(/^t\d{2,6}$/, 'is written t01, t02, …'));

/** A take named from outside its version: `v003.t02`. */
export const takeRef = v.pipe(v.string(), v.regex(/^v\d{3,6}\.t\d{2,6}$/, 'is written v003.t02'));

/** SHA-256 as 64 lower-case hexadecimal digits. */
export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'is not a SHA-256'));
export type Sha256 = v.InferOutput<typeof sha256>;

/** A file inside the film’s folder: relative, forward slashes, no `..`, no hidden file, no drive. */
export const mediaPath = v.pipe(
  v.string(),
  v.maxLength(400, 'is longer than 400 characters'),
  v.check(isInside, 'is a path inside the film’s folder, such as media/sh010_v001.png'),
);

function isInside(path: string): boolean {
  const readable = [...path].every((character) => character >= ' ' && character !== '\\');
  const steps = path.split('/');
  return (
    readable &&
    !/^[A-Za-z]:/.test(path) &&
    steps.every((step) => step !== '' && !step.startsWith('.'))
  );
}
