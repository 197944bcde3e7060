import { describe, expect, it } from 'vitest';
import { node, textToImage, traceApi, type ApiGraph } from './sample-graphs.ts';

describe('several outputs', () => {
  const second = (text: string, save = 'SaveImage'): ApiGraph => ({
    '20': node('CLIPTextEncode', { text, clip: ['4', 1] }),
    '21': node('KSampler', {
      seed: 42,
      steps: 20,
      model: ['4', 0],
      positive: ['20', 0],
      negative: ['7', 0],
      latent_image: ['5', 0],
    }),
    '22': node('VAEDecode', { samples: ['21', 0], vae: ['4', 2] }),
    '23': node(save, { [save === 'SaveVideo' ? 'video' : 'images']: ['22', 0] }),
  });

  it('are ambiguous where their prompts differ; what they share is still told', () => {
    expect(traceApi(textToImage(second('a river')))).toMatchObject({
      prompt: null,
      negativePrompt: 'blurry',
      seed: '42',
      model: 'dream.safetensors',
      confidence: 'ambiguous',
      candidates: [
        { prompt: 'two kids on one bicycle', locator: '6.text', why: 'output 9' },
        { prompt: 'a river', locator: '20.text', why: 'output 23' },
      ],
    });
  });

  it('are not where they agree', () => {
    expect(traceApi(textToImage(second('two kids on one bicycle')))).toMatchObject({
      prompt: 'two kids on one bicycle',
      confidence: 'exact',
      candidates: [],
    });
  });

  it('are ambiguous in their seeds alone where they share the prompt', () => {
    const parts = second('two kids on one bicycle');
    parts['21']!.inputs['seed'] = 43;
    expect(traceApi(textToImage(parts))).toMatchObject({
      prompt: 'two kids on one bicycle',
      seed: null,
      confidence: 'ambiguous',
      candidates: [{ seed: '42' }, { seed: '43' }],
    });
  });

  it('are told apart by the kind of file', () => {
    const graph = textToImage(second('a river', 'SaveVideo'));
    expect(traceApi(graph, 'video')).toMatchObject({ prompt: 'a river', confidence: 'exact' });
    expect(traceApi(graph, 'image').prompt).toBe('two kids on one bicycle');
    expect(traceApi(graph).confidence).toBe('ambiguous');
  });

  it('previews do not count beside what was saved', () => {
    const graph = textToImage(second('a river', 'PreviewImage'));
    expect(traceApi(graph)).toMatchObject({
      prompt: 'two kids on one bicycle',
      confidence: 'exact',
    });
  });

  it('parts of one picture with different prompts are ambiguous', () => {
    const graph = textToImage({
      ...second('a river', 'PreviewImage'),
      '30': node('ImageCompositeMasked', { destination: ['8', 0], source: ['22', 0] }),
      '9': node('SaveImage', { images: ['30', 0] }),
    });
    expect(traceApi(graph)).toMatchObject({ prompt: null, confidence: 'ambiguous' });
    expect(traceApi(graph).candidates.map(({ prompt }) => prompt)).toEqual([
      'two kids on one bicycle',
      'a river',
    ]);
  });
});
