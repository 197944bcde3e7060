// Every reader of every carrier, over all texts of a file. A new one is a file and a line here.
import type { Medium } from '../comfy/trace.ts';
import { readComfyUi } from './comfyui.ts';
import { readDrawThings } from './draw-things.ts';
import { readEasyDiffusion } from './easy-diffusion.ts';
import { readFooocus } from './fooocus.ts';
import { readHfSpace } from './hf-space.ts';
import { readInfotext } from './infotext.ts';
import { readInvokeAi } from './invokeai.ts';
import { readIptc } from './iptc.ts';
import { readMidjourney } from './midjourney.ts';
import { readNovelAi } from './novelai.ts';
import type { Passage } from './passage.ts';
import type { Reading } from './reading.ts';
import { readStabilityMatrix } from './stability-matrix.ts';
import { readSwarmUi } from './swarmui.ts';
import { readTensorArt } from './tensorart.ts';

/**
 * In the order of trust: first who writes down its own settings under its own name, then the text
 * that many write alike, then descriptions; graphs come last, for they may tell of several files.
 */
const readers = [
  readSwarmUi,
  readStabilityMatrix,
  readTensorArt,
  readInvokeAi,
  readDrawThings,
  readNovelAi,
  readFooocus,
  readEasyDiffusion,
  readHfSpace,
  readInfotext,
  readMidjourney,
  readIptc,
] satisfies ((passage: Passage, all: readonly Passage[]) => Reading | null)[];

/** What all carriers of a file tell, most trusted first. */
export function readCarriers(all: readonly Passage[], medium: Medium | null): Reading[] {
  const told = readers.flatMap((read) => all.map((passage) => read(passage, all)));
  return [...told, readComfyUi(all, medium)].filter((reading) => reading !== null);
}
