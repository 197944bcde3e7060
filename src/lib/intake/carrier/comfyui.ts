// ComfyUI's graphs, wherever a file carries them; savers rename, prefix and wrap them (FORMATS §1.1).
// What a graph means is the business of `comfy/`.
import { traceComfy, type Medium } from '../comfy/trace.ts';
import type { Passage } from './passage.ts';
import { blankReading, more, type Reading } from './reading.ts';

/** Reads the graphs among all texts of a file; `null` where there is none. */
export function readComfyUi(all: readonly Passage[], medium: Medium | null): Reading | null {
  const graphs = all.filter(({ text }) => isApi(text) || isCanvas(text));
  const api = graphs.find(({ text }) => isApi(text));
  const ui = graphs.find((passage) => passage !== api && isCanvas(passage.text));
  const place = (api ?? ui)?.locator;
  const trace = traceComfy({ api: api?.text, ui: ui?.text, ...(medium && { medium }) });
  if (!trace || place === undefined) return null;
  const { locator, notes, inputs, models, ...told } = trace;
  const isCivitai = graphs.some(({ text }) => text.includes('extraMetadata'));
  const at = (node: string): string => `${place}:${node}`;
  return {
    ...blankReading(
      'comfyui',
      locator === null ? place : at(locator),
      isCivitai ? 'Civitai' : 'ComfyUI',
    ),
    ...told,
    candidates: told.candidates.map((one) => ({ ...one, locator: at(one.locator) })),
    more: [
      ...models.slice(1).flatMap((model) => more({ 'run.furtherModel': model })),
      ...inputs.map(({ role, name }) => ({ field: `run.input.${role}`, value: name })),
      ...notes.map((note) => ({ field: 'run.note', value: note })),
    ],
  };
}

const isApi = (text: string): boolean => text.includes('class_type');

const isCanvas = (text: string): boolean =>
  /\\?"nodes\\*"\s*:/.test(text) && text.includes('widgets_values');
