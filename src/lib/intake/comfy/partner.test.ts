import { describe, expect, it } from 'vitest';
import { node, textToImage, traceApi, type ApiGraph } from './sample-graphs.ts';
import { type ComfyTrace } from './trace.ts';

describe('partner nodes', () => {
  const made = (type: string, inputs: Record<string, unknown>, parts: ApiGraph = {}): ComfyTrace =>
    traceApi({ '1': node(type, inputs), '2': node('SaveVideo', { video: ['1', 0] }), ...parts });

  it('MiniMax’s first nodes offer a seed that they never send', () => {
    const found = made('MinimaxHailuoVideoNode', {
      prompt_text: '[Push in] a lane',
      seed: 77,
      prompt_optimizer: true,
    });
    expect(found).toMatchObject({
      prompt: '[Push in] a lane',
      seed: '77',
      model: 'MiniMax-Hailuo-02',
      confidence: 'exact',
      notes: ['seed-not-sent', 'rewritten-by-service'],
    });
  });

  it.each([
    [
      'KlingImage2VideoNode',
      { prompt: 'a lane', negative_prompt: 'fog', model_name: 'kling-v2', cfg_scale: 0.8 },
      'kling-v2',
    ],
    ['LumaVideoNode', { prompt: 'a lane', model: 'ray-2', seed: 3 }, 'ray-2'],
    [
      'ByteDance2ReferenceNode',
      { model: 'Seedance 2.5', 'model.prompt': 'a lane', seed: 3 },
      'Seedance 2.5',
    ],
    ['RunwayImageToVideoNodeGen4', { prompt: 'a lane', seed: 3, ratio: '1280:720' }, null],
  ])('%s tells its prompt and model', (type, inputs, model) => {
    expect(made(type, inputs)).toMatchObject({ prompt: 'a lane', model, confidence: 'exact' });
  });

  it('Kling’s storyboards are read shot by shot', () => {
    const found = made('KlingVideoNode', {
      multi_shot: '2 storyboards',
      'multi_shot.storyboard_1_prompt': 'a lane',
      'multi_shot.storyboard_2_prompt': 'a bridge',
      model: 'kling-v3',
    });
    expect(found).toMatchObject({
      prompt: 'a lane\na bridge',
      model: 'kling-v3',
      notes: ['several-texts'],
    });
  });

  it('the one nearest to the output counts, not the picture it started from', () => {
    const graph = textToImage({
      '20': node('KlingImage2VideoNode', { prompt: 'they turn', start_frame: ['8', 0] }),
      '9': node('SaveVideo', { video: ['20', 0] }),
    });
    expect(traceApi(graph)).toMatchObject({
      prompt: 'they turn',
      confidence: 'exact',
      model: null,
    });
  });

  it('one without words is passed over', () => {
    const found = made(
      'Topaz Prompted',
      { prompt: '', video: ['3', 0] },
      {
        '3': node('VeoVideoGenerationNode', { prompt: 'a lane', enhance_prompt: false }),
      },
    );
    expect(found.prompt).toBe('a lane');
  });

  it('a prompt enhancer’s text is not stored, the author’s is', () => {
    const found = made(
      'MinimaxHailuo03ImageToVideoNode',
      { model: 'MiniMax H3', 'model.prompt': ['3', 0] },
      {
        '3': node('ComfySwitchNode', { switch: true, on_false: ['5', 0], on_true: ['4', 0] }),
        '4': node('MinimaxHailuo03ContextIRNode', {
          model: 'MiniMax H3',
          'model.prompt': ['5', 0],
        }),
        '5': node('PrimitiveStringMultiline', { value: 'A black sneaker' }),
      },
    );
    expect(found).toMatchObject({
      prompt: 'A black sneaker',
      effectivePrompt: null,
      notes: ['rewritten-by-llm'],
    });
  });

  it('image tools that take words for what to find are none', () => {
    const graph = textToImage({
      '20': node('GroundingDinoSAMSegment (segment anything)', { prompt: 'face', image: ['8', 0] }),
      '9': node('SaveImage', { images: ['20', 0] }),
    });
    expect(traceApi(graph).prompt).toBe('two kids on one bicycle');
  });
});
