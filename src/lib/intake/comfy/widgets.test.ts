import { describe, expect, it } from 'vitest';
import type { UiNode } from './ui-graph.ts';
import { namedWidgets } from './widgets.ts';

const named = (type: string, values: unknown, inputs: [string, string | null][] = []) =>
  Object.fromEntries(
    namedWidgets({
      id: '1',
      type,
      mode: 0,
      title: null,
      inputs: inputs.map(([name, link]) => ({ name, type: '*', link, widget: { name } })),
      outputs: [],
      widgets_values: values,
      properties: {},
    } satisfies UiNode),
  );

describe('naming widget values', () => {
  it('goes by the names stored with them', () => {
    expect(named('VHS_VideoCombine', { frame_rate: 16 })).toEqual({ frame_rate: 16 });
  });

  it('goes by the order of the type, past what follows a seed', () => {
    expect(named('KSampler', [7, 'randomize', 20, 8, 'euler', 'normal', 1])).toEqual({
      seed: 7,
      steps: 20,
      cfg: 8,
      sampler_name: 'euler',
      scheduler: 'normal',
      denoise: 1,
    });
  });

  it('passes the checkbox that early files have there', () => {
    expect(named('KSampler', [7, true, 14, 8, 'euler', 'normal', 1])['steps']).toBe(14);
  });

  it('allows older files to lack the last widgets', () => {
    expect(named('SDTurboScheduler', [1])).toEqual({ steps: 1 });
  });

  it('prefers the node’s own list where that is whole', () => {
    const inputs: [string, string | null][] = [
      ['model', null],
      ['words', null],
    ];
    expect(named('Anything New', ['v9', 'a lane'], inputs)).toEqual({
      model: 'v9',
      words: 'a lane',
    });
  });

  it('guesses at types nobody has listed', () => {
    const kling = [
      'A dragon turning',
      'low quality, blurry, dull',
      'kling-v2-master',
      0.8,
      'std',
      '16:9',
      '5',
    ];
    expect(named('KlingImage2VideoNode', kling)).toEqual({
      prompt: 'A dragon turning',
      negative_prompt: 'low quality, blurry, dull',
      model: 'kling-v2-master',
    });
    const gemini = [
      'A scale model of a house, on a desk.',
      'gemini-3-pro-image-preview',
      264365815985292,
      'randomize',
      '16:9',
      'Status: Completed\nPrice: $0.1423\nTime elapsed: 74s',
    ];
    expect(named('GeminiImage2Node', gemini)).toEqual({
      prompt: 'A scale model of a house, on a desk.',
      model: 'gemini-3-pro-image-preview',
      seed: 264365815985292,
    });
    const seedream = ['A poster of an android.', 'seedream 5.0 lite', '(2K) 2048x2048 (1:1)', 2048];
    expect(named('ByteDanceSeedreamNodeV2', seedream)).toEqual({
      prompt: 'A poster of an android.',
      model: 'seedream 5.0 lite',
    });
    expect(named('Some Text Box', ['hill'])).toEqual({ text: 'hill' });
    expect(named('Fancy Loader', ['sub/dream.safetensors', 'default'])).toEqual({
      model_name: 'sub/dream.safetensors',
    });
  });
});
