import { describe, expect, it } from 'vitest';
import { node, textToImage, traceApi } from './sample-graphs.ts';
import { traceComfy } from './trace.ts';

describe('reading an API graph', () => {
  it('follows the output to the sampler and its literal texts', () => {
    expect(traceApi(textToImage())).toEqual({
      prompt: 'two kids on one bicycle',
      negativePrompt: 'blurry',
      effectivePrompt: null,
      seed: '42',
      steps: 20,
      model: 'dream.safetensors',
      sampler: 'euler',
      cfgScale: 7.5,
      confidence: 'exact',
      candidates: [],
      locator: '6.text',
      notes: [],
      inputs: [],
      models: ['dream.safetensors'],
    });
  });

  it('keeps texts byte for byte and takes blank ones for none', () => {
    const graph = textToImage({
      '6': node('CLIPTextEncode', { text: ' 雨夜，\r\n  单车 ', clip: ['4', 1] }),
      '7': node('CLIPTextEncode', { text: ' ', clip: ['4', 1] }),
    });
    expect(traceApi(graph)).toMatchObject({ prompt: ' 雨夜，\r\n  单车 ', negativePrompt: null });
  });

  it.each(['0', '18446744073709551615', '9007199254740993'])('keeps the seed %s whole', (seed) => {
    const text = JSON.stringify(textToImage()).replace('"seed":42', `"seed":${seed}`);
    expect(traceComfy({ api: text })?.seed).toBe(seed);
  });

  it('gives no seed where a node asks for a random one', () => {
    const graph = textToImage();
    graph['3']!.inputs['seed'] = -1;
    expect(traceApi(graph)).toMatchObject({ seed: null, notes: ['seed-random'] });
  });

  it.each([
    ['a prefix', (text: string) => `prompt:${text}`],
    ['a capital prefix', (text: string) => `Prompt: ${text}`],
    ['trailing NULs', (text: string) => `${text}\0\0`],
    ['NaN in it', (text: string) => text.replace('"denoise":1', '"denoise":NaN')],
    ['double encoding', (text: string) => JSON.stringify(text)],
    ['triple encoding', (text: string) => JSON.stringify(JSON.stringify(text))],
    ['a wrapper', (text: string) => `{"prompt":${text},"workflow":{}}`],
  ])('reads a graph with %s', (_, wrap) => {
    expect(traceComfy({ api: wrap(JSON.stringify(textToImage())) })?.prompt).toBe(
      'two kids on one bicycle',
    );
  });

  it('takes graphs for what they are, not for the name they came under', () => {
    expect(traceComfy({ ui: `Workflow: ${JSON.stringify(textToImage())}` })?.confidence).toBe(
      'exact',
    );
  });

  it.each(['', 'no json', '[]', '{}', 'null', '{"nodes":[]', '{"a":1}'])(
    'says nothing of %j',
    (text) => {
      expect(traceComfy({ api: text, ui: text })).toBeNull();
    },
  );

  it('yields nulls for a graph that only loads, scales and saves', () => {
    const graph = {
      '1': node('LoadImage', { image: 'plate.png' }),
      '2': node('ImageScale', { image: ['1', 0], width: 4096 }),
      '3': node('SaveImage', { images: ['2', 0] }),
    };
    expect(traceApi(graph)).toMatchObject({
      prompt: null,
      seed: null,
      model: null,
      candidates: [],
      inputs: [{ node: '1', role: 'initImage', name: 'plate.png' }],
    });
  });

  it('does not take a prompt from nodes that the output does not come from', () => {
    const graph = textToImage({
      '1': node('LoadImage', { image: 'plate.png' }),
      '9': node('SaveImage', { images: ['1', 0] }),
    });
    expect(traceApi(graph).prompt).toBeNull();
  });
});
