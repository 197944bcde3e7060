import { describe, expect, it } from 'vitest';
import { node, textToImage, traceApi } from './sample-graphs.ts';

describe('samplers', () => {
  it('reads a sampler that is put together from guider, noise, sampler and sigmas', () => {
    const graph = textToImage({
      '3': node('SamplerCustomAdvanced', {
        noise: ['20', 0],
        guider: ['21', 0],
        sampler: ['22', 0],
        sigmas: ['23', 0],
        latent_image: ['5', 0],
      }),
      '20': node('RandomNoise', { noise_seed: 99 }),
      '21': node('CFGGuider', { model: ['4', 0], positive: ['6', 0], negative: ['7', 0], cfg: 3 }),
      '22': node('KSamplerSelect', { sampler_name: 'res_multistep' }),
      '23': node('SplitSigmas', { sigmas: ['24', 0], step: 4 }),
      '24': node('BasicScheduler', { scheduler: 'simple', steps: ['25', 0], model: ['4', 0] }),
      '25': node('PrimitiveInt', { value: 28 }),
    });
    expect(traceApi(graph)).toMatchObject({
      prompt: 'two kids on one bicycle',
      negativePrompt: 'blurry',
      seed: '99',
      steps: 28,
      sampler: 'res_multistep',
      cfgScale: 3,
      model: 'dream.safetensors',
      confidence: 'exact',
    });
  });

  it.each([
    ['BasicGuider', { conditioning: ['6', 0] }, null],
    ['DualCFGGuider', { cond1: ['6', 0], cond2: ['7', 0], negative: ['7', 0] }, 'blurry'],
  ])('knows the inputs of %s', (type, inputs, negativePrompt) => {
    const graph = textToImage({
      '3': node('SamplerCustomAdvanced', { guider: ['21', 0], latent_image: ['5', 0] }),
      '21': node(type, { model: ['4', 0], ...inputs }),
    });
    expect(traceApi(graph)).toMatchObject({ prompt: 'two kids on one bicycle', negativePrompt });
  });

  it('reads the wrapper nodes of WanVideo', () => {
    const graph = {
      '198': node('WanVideoModelLoader', { model: 'wan\\wan2.1_i2v.safetensors' }),
      '232': node('WanVideoTextEmbedBridge', { positive: ['234', 0], negative: ['235', 0] }),
      '234': node('CLIPTextEncode', { text: 'a lane', clip: ['233', 0] }),
      '235': node('CLIPTextEncode', { text: 'static', clip: ['233', 0] }),
      '252': node('WanVideoSampler', {
        steps: 30,
        cfg: 6,
        seed: 1234,
        scheduler: 'unipc',
        model: ['198', 0],
        text_embeds: ['232', 0],
      }),
      '260': node('WanVideoDecode', { samples: ['252', 0] }),
      '261': node('VHS_VideoCombine', { images: ['260', 0], frame_rate: 16 }),
    };
    expect(traceApi(graph)).toMatchObject({
      prompt: 'a lane',
      negativePrompt: 'static',
      seed: '1234',
      steps: 30,
      model: 'wan\\wan2.1_i2v.safetensors',
    });
  });

  it('gives the first of a pair of samplers: its seed, its model', () => {
    const graph = textToImage({
      '20': node('KSamplerAdvanced', {
        add_noise: 'disable',
        noise_seed: 0,
        steps: 20,
        cfg: 3.5,
        sampler_name: 'euler',
        model: ['21', 0],
        positive: ['6', 0],
        negative: ['7', 0],
        latent_image: ['3', 0],
      }),
      '21': node('UNETLoader', { unet_name: 'low_noise.safetensors' }),
      '8': node('VAEDecode', { samples: ['20', 0], vae: ['4', 2] }),
    });
    expect(traceApi(graph)).toMatchObject({
      prompt: 'two kids on one bicycle',
      seed: '42',
      model: 'dream.safetensors',
      models: ['dream.safetensors', 'low_noise.safetensors'],
      confidence: 'exact',
      candidates: [],
    });
  });

  it('follows an upscaled second pass back to the first', () => {
    const graph = textToImage({
      '20': node('ImageUpscaleWithModel', { upscale_model: ['22', 0], image: ['8', 0] }),
      '21': node('VAEEncode', { pixels: ['20', 0], vae: ['4', 2] }),
      '22': node('UpscaleModelLoader', { model_name: '4x.pth' }),
      '23': node('KSampler', {
        seed: 5,
        steps: 8,
        denoise: 0.4,
        model: ['4', 0],
        positive: ['6', 0],
        negative: ['7', 0],
        latent_image: ['21', 0],
      }),
      '24': node('VAEDecode', { samples: ['23', 0], vae: ['4', 2] }),
      '9': node('SaveImage', { images: ['24', 0] }),
    });
    expect(traceApi(graph)).toMatchObject({ seed: '42', steps: 20, models: ['dream.safetensors'] });
  });

  it('gives the first pass’s prompt where a later pass had another, and lists both', () => {
    const graph = textToImage({
      '20': node('CLIPTextEncode', { text: 'sharp details', clip: ['4', 1] }),
      '21': node('FaceDetailer', {
        image: ['8', 0],
        seed: 5,
        steps: 8,
        model: ['4', 0],
        positive: ['20', 0],
        negative: ['7', 0],
      }),
      '9': node('SaveImage', { images: ['21', 0] }),
    });
    expect(traceApi(graph)).toMatchObject({
      prompt: 'two kids on one bicycle',
      seed: '42',
      confidence: 'inferred',
      notes: ['several-passes'],
      candidates: [
        { prompt: 'sharp details', seed: '5', locator: '20.text', why: 'output 9, pass 2 of 2' },
        { prompt: 'two kids on one bicycle', seed: '42', why: 'output 9, pass 1 of 2' },
      ],
    });
  });

  it('names both models of a merge', () => {
    const graph = textToImage({
      '20': node('ModelMergeSimple', { model1: ['4', 0], model2: ['21', 0], ratio: 0.5 }),
      '21': node('CheckpointLoaderSimple', { ckpt_name: { content: 'night.ckpt', image: null } }),
    });
    graph['3']!.inputs['model'] = ['20', 0];
    expect(traceApi(graph)).toMatchObject({
      model: 'dream.safetensors',
      models: ['dream.safetensors', 'night.ckpt'],
    });
  });

  it('follows a model past LoRAs, samplings and switches to its loader', () => {
    const graph = textToImage({
      '20': node('ModelSamplingSD3', { shift: 8, model: ['21', 0] }),
      '21': node('ComfySwitchNode', { switch: false, on_true: ['22', 0], on_false: ['23', 0] }),
      '22': node('LoraLoaderModelOnly', { lora_name: 'fast.safetensors', model: ['4', 0] }),
      '23': node('UnetLoaderGGUF', { unet_name: 'wan.gguf' }),
    });
    graph['3']!.inputs['model'] = ['20', 0];
    expect(traceApi(graph).model).toBe('wan.gguf');
  });

  it('finds the words of the picture that a wordless video was made from', () => {
    const graph = textToImage({
      '20': node('SVD_img2vid_Conditioning', { clip_vision: ['22', 1], init_image: ['8', 0] }),
      '21': node('KSampler', {
        seed: 5,
        steps: 8,
        model: ['22', 0],
        positive: ['20', 0],
        negative: ['20', 1],
        latent_image: ['20', 2],
      }),
      '22': node('ImageOnlyCheckpointLoader', { ckpt_name: 'svd.safetensors' }),
      '23': node('VAEDecode', { samples: ['21', 0] }),
      '9': node('SaveAnimatedWEBP', { images: ['23', 0] }),
    });
    expect(traceApi(graph)).toMatchObject({
      prompt: 'two kids on one bicycle',
      confidence: 'inferred',
      notes: ['found-by-distance'],
    });
  });
});
