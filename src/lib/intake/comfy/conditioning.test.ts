import { describe, expect, it } from 'vitest';
import { node, textToImage, traceApi, type ApiGraph } from './sample-graphs.ts';
import { type ComfyTrace } from './trace.ts';

describe('conditionings', () => {
  const conditioned = (parts: ApiGraph): ComfyTrace => {
    const graph = textToImage(parts);
    graph['3']!.inputs['positive'] = ['20', 0];
    graph['3']!.inputs['negative'] = ['20', 1];
    return traceApi(graph);
  };

  it('follows nodes with both sides by the output that is used', () => {
    const found = conditioned({
      '20': node('ControlNetApplyAdvanced', { positive: ['21', 0], negative: ['21', 1] }),
      '21': node('WanImageToVideo', {
        positive: ['6', 0],
        negative: ['7', 0],
        start_image: ['22', 0],
      }),
      '22': node('LoadImage', { image: 'first.png' }),
    });
    expect(found).toMatchObject({
      prompt: 'two kids on one bicycle',
      negativePrompt: 'blurry',
      inputs: [{ node: '22', role: 'firstFrame', name: 'first.png' }],
    });
  });

  it('finds no text behind a conditioning that was zeroed out', () => {
    const found = conditioned({
      '20': node('ControlNetApplyAdvanced', { positive: ['6', 0], negative: ['21', 0] }),
      '21': node('ConditioningZeroOut', { conditioning: ['6', 0] }),
    });
    expect(found).toMatchObject({ prompt: 'two kids on one bicycle', negativePrompt: null });
  });

  it('nor does it look for another text where the prompt itself was zeroed out', () => {
    const graph = textToImage({ '20': node('ConditioningZeroOut', { conditioning: ['6', 0] }) });
    graph['3']!.inputs['positive'] = ['20', 0];
    expect(traceApi(graph)).toMatchObject({ prompt: null, negativePrompt: 'blurry', seed: '42' });
  });

  it('puts the texts of areas together in their order, each once', () => {
    const graph = textToImage({
      '20': node('ConditioningCombine', { conditioning_1: ['21', 0], conditioning_2: ['22', 0] }),
      '21': node('ConditioningSetArea', { conditioning: ['6', 0], width: 256 }),
      '22': node('ConditioningConcat', { conditioning_to: ['23', 0], conditioning_from: ['6', 0] }),
      '23': node('CLIPTextEncode', { text: 'a river', clip: ['4', 1] }),
    });
    graph['3']!.inputs['positive'] = ['20', 0];
    expect(traceApi(graph)).toMatchObject({
      prompt: 'two kids on one bicycle\na river',
      confidence: 'inferred',
      notes: ['several-texts'],
    });
  });

  it('reads an encoder that gives out both sides', () => {
    const found = conditioned({
      '20': node('TextEncodeQwenImage21', {
        prompt: 'a hill',
        negative_prompt: 'fog',
        clip: ['4', 1],
      }),
    });
    expect(found).toMatchObject({ prompt: 'a hill', negativePrompt: 'fog' });
  });

  it('reads loaders that take the texts themselves', () => {
    const graph = {
      '1': node('Efficient Loader', {
        ckpt_name: 'dream.ckpt',
        positive: 'a hill',
        negative: 'fog',
      }),
      '2': node('KSampler (Efficient)', {
        seed: 7,
        steps: 12,
        cfg: 5,
        sampler_name: 'dpmpp_2m',
        model: ['1', 0],
        positive: ['1', 1],
        negative: ['1', 2],
        latent_image: ['1', 3],
      }),
      '3': node('SaveImage', { images: ['2', 5] }),
    };
    expect(traceApi(graph)).toMatchObject({
      prompt: 'a hill',
      negativePrompt: 'fog',
      seed: '7',
      model: 'dream.ckpt',
    });
  });

  it('reads what travels in pipes', () => {
    const graph = {
      '1': node('easy fullLoader', {
        ckpt_name: 'dream.ckpt',
        positive: 'a hill',
        negative: 'fog',
      }),
      '2': node('easy preSampling', {
        pipe: ['1', 0],
        steps: 9,
        cfg: 4,
        sampler_name: 'lcm',
        seed: 11,
      }),
      '3': node('easy kSampler', { pipe: ['2', 0] }),
      '4': node('SaveImage', { images: ['3', 1] }),
    };
    expect(traceApi(graph)).toMatchObject({
      prompt: 'a hill',
      negativePrompt: 'fog',
      seed: '11',
      steps: 9,
      sampler: 'lcm',
      model: 'dream.ckpt',
    });
  });
});
