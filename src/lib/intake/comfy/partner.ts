// Partner nodes: they send a prompt to a service whose model the graph does not hold.
import { asNumber } from '../json.ts';
import { inputCalled, linkOf, type GraphNode } from './graph.ts';
import {
  cfgNames,
  negativeTexts,
  onlyModel,
  rewriteSwitches,
  seedNames,
  seedNotSent,
  stepNames,
  usesWordsOtherwise,
} from './kinds.ts';
import { modelsOf } from './model.ts';
import { isOff, readSeed, type Pass } from './pass.ts';
import { scalar, type Scalar } from './scalar.ts';
import { ownText, textOf, type Text } from './text.ts';
import type { Tracing } from './tracing.ts';

/** Whether a node sends a prompt to a model that the graph does not hold, and gets a picture back. */
export function isPartner(node: GraphNode): boolean {
  if (usesWordsOtherwise.test(node.type)) return false;
  if (linkOf(node, 'clip') || linkOf(node, 'positive')) return false;
  return [...node.inputs.keys()].some((name) => partnerText.test(name));
}

const partnerText = /(^|\.)(prompt|prompt_text|text_prompt|positive_prompt|storyboard_\d+_prompt)$/;
const storyboard = /(^|\.)storyboard_\d+_prompt$/;

/** What a partner node was told to do. */
export function readPartner(tracing: Tracing, node: GraphNode): Pass {
  const seed = readSeed(tracing, scalar(tracing, node, seedNames));
  if (seed !== null && seedNotSent.has(node.type)) tracing.notes.add('seed-not-sent');
  const models = modelsOf(tracing, node);
  const only = onlyModel.get(node.type);
  const positive = partnerTexts(tracing, node);
  if (positive.length > 0 && rewriteSwitches.some((name) => isOn(scalar(tracing, node, [name]))))
    tracing.notes.add('rewritten-by-service');
  return {
    node: node.id,
    positive,
    negative: hasNegative(node) ? given(ownText(tracing, node, 'negative')) : [],
    seed,
    steps: asNumber(scalar(tracing, node, stepNames)),
    cfg: asNumber(scalar(tracing, node, cfgNames)),
    sampler: null,
    models: models.length > 0 || only === undefined ? models : [only],
    addsNoise: true,
  };
}

/** A partner node's prompt, or those of the shots of its storyboard (Kling). */
function partnerTexts(tracing: Tracing, node: GraphNode): Text[] {
  const own = ownText(tracing, node, 'positive');
  const shots = [...node.inputs.keys()].filter((name) => storyboard.test(name)).toSorted();
  if (shots.length === 0 || own?.authored?.trim()) return given(own);
  return shots.flatMap((name) => given(textOf(tracing, node, name, 'positive')));
}

const given = (text: Text | null): Text[] => (text ? [text] : []);
const hasNegative = (node: GraphNode): boolean =>
  negativeTexts.some((name) => inputCalled(node, name) !== null);
const isOn = (value: Scalar | null): boolean => value !== null && !isOff(value);
