import { describe, expect, it } from 'vitest';
import { node, textToImage, type ApiGraph } from './sample-graphs.ts';
import { traceComfy, type ComfyTrace, type Medium } from './trace.ts';

const trace = (graph: ApiGraph, medium?: Medium): ComfyTrace =>
  traceComfy({ api: JSON.stringify(graph), medium })!;

describe('reading an API graph', () => {
  it('follows the output to the sampler and its literal texts', () => {
    expect(trace(textToImage())).toEqual({
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
    expect(trace(graph)).toMatchObject({ prompt: ' 雨夜，\r\n  单车 ', negativePrompt: null });
  });

  it.each(['0', '18446744073709551615', '9007199254740993'])('keeps the seed %s whole', (seed) => {
    const text = JSON.stringify(textToImage()).replace('"seed":42', `"seed":${seed}`);
    expect(traceComfy({ api: text })?.seed).toBe(seed);
  });

  it('gives no seed where a node asks for a random one', () => {
    const graph = textToImage();
    graph['3']!.inputs['seed'] = -1;
    expect(trace(graph)).toMatchObject({ seed: null, notes: ['seed-random'] });
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
    expect(trace(graph)).toMatchObject({
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
    expect(trace(graph).prompt).toBeNull();
  });
});

describe('texts', () => {
  const encoding = (text: unknown, parts: ApiGraph): ComfyTrace =>
    trace(textToImage({ '6': node('CLIPTextEncode', { text, clip: ['4', 1] }), ...parts }));

  it('follows a linked text through primitives, reroutes and displays', () => {
    const found = encoding(['20', 0], {
      '20': node('ShowText|pysssss', { text: ['21', 0], text_0: 'an older run' }),
      '21': node('Reroute', { '': ['22', 0] }),
      '22': node('PrimitiveStringMultiline', { value: 'a hill at dawn' }),
    });
    expect(found).toMatchObject({ prompt: 'a hill at dawn', confidence: 'exact' });
  });

  it.each([
    ['StringConcatenate', { string_a: ['21', 0], string_b: 'at dawn', delimiter: ', ' }, ', '],
    ['JoinStrings', { string1: ['21', 0], string2: 'at dawn', delimiter: ' ' }, ' '],
    ['Text Concatenate', { text_a: ['21', 0], text_b: 'at dawn', delimiter: '\\n' }, '\n'],
    ['CR Text Concatenate', { text1: ['21', 0], text2: 'at dawn', separator: '; ' }, '; '],
  ])('joins what %s joins', (type, inputs, glue) => {
    const found = encoding(['20', 0], {
      '20': node(type, inputs),
      '21': node('String Literal', { string: 'a hill' }),
    });
    expect(found).toMatchObject({
      prompt: `a hill${glue}at dawn`,
      confidence: 'inferred',
      notes: ['several-texts'],
    });
  });

  it('replaces what StringReplace replaces', () => {
    const found = encoding(['20', 0], {
      '20': node('StringReplace', { string: 'a {x} at dawn', find: '{x}', replace: 'hill' }),
    });
    expect(found.prompt).toBe('a hill at dawn');
  });

  it('passes a switch by its boolean, however far away that stands', () => {
    const parts = (value: boolean): ApiGraph => ({
      '20': node('ComfySwitchNode', {
        switch: ['21', 0],
        on_true: ['22', 0],
        on_false: 'a valley',
      }),
      '21': node('PrimitiveBoolean', { value }),
      '22': node('PrimitiveString', { value: 'a hill' }),
    });
    expect(encoding(['20', 0], parts(true)).prompt).toBe('a hill');
    expect(encoding(['20', 0], parts(false)).prompt).toBe('a valley');
  });

  it('passes a numbered switch', () => {
    const found = encoding(['20', 0], {
      '20': node('CR Text Input Switch', { Input: 2, text1: 'a valley', text2: 'a hill' }),
    });
    expect(found.prompt).toBe('a hill');
  });

  it('shows the other branch where a language model wrote the chosen one', () => {
    const found = encoding(['20', 0], {
      '20': node('PreviewAny', { source: ['21', 0] }),
      '21': node('ComfySwitchNode', { switch: true, on_false: ['25', 0], on_true: ['22', 0] }),
      '22': node('TextGenerate', { prompt: ['23', 0], max_length: 512, clip: ['4', 1] }),
      '23': node('StringConcatenate', {
        string_a: ['24', 0],
        string_b: ['25', 0],
        delimiter: '',
      }),
      '24': node('PrimitiveStringMultiline', { value: 'You are an expert prompt engineer…' }),
      '25': node('PrimitiveStringMultiline', { value: 'low angle, a cleat in the sky' }),
    });
    expect(found).toMatchObject({
      prompt: 'low angle, a cleat in the sky',
      effectivePrompt: null,
      confidence: 'inferred',
      notes: ['rewritten-by-llm'],
    });
  });

  it('tells the author’s words from the instructions joined to them', () => {
    const found = encoding(['22', 0], {
      '22': node('TextGenerate', { prompt: ['23', 0], clip: ['4', 1] }),
      '23': node('StringConcatenate', { string_a: ['24', 0], string_b: ['25', 0] }),
      '24': node('PrimitiveStringMultiline', { value: 'Some long guide.' }, 'System Prompt'),
      '25': node('PrimitiveStringMultiline', { value: 'a cleat in the sky' }, 'User Prompt'),
    });
    expect(found.prompt).toBe('a cleat in the sky');
  });

  it('never shows instructions to a language model as the prompt', () => {
    const found = encoding(['22', 0], {
      '22': node('TextGenerate', { prompt: 'You convert a user idea into JSON.', clip: ['4', 1] }),
    });
    expect(found).toMatchObject({ prompt: null, notes: ['rewritten-by-llm'], seed: '42' });
  });

  it('keeps what a display showed of a language model’s text as the effective prompt', () => {
    const api = textToImage({
      '6': node('CLIPTextEncode', { text: ['20', 0], clip: ['4', 1] }),
      '20': node('ShowText|pysssss', { text: ['21', 0], text_0: 'from the run before' }),
      '21': node('OllamaGenerate', { prompt: 'a hill', system: 'Expand it.' }),
    });
    const ui = {
      nodes: [{ id: 20, type: 'ShowText|pysssss', widgets_values: [['a green hill, dew']] }],
      links: [],
    };
    const both = traceComfy({ api: JSON.stringify(api), ui: JSON.stringify(ui) });
    expect(both).toMatchObject({ prompt: 'a hill', effectivePrompt: 'a green hill, dew' });
    expect(trace(api).effectivePrompt).toBe('from the run before');
  });

  it('takes a shown text for the prompt where nothing else is told', () => {
    const found = encoding(['20', 0], {
      '20': node('ShowText|pysssss', { text: ['21', 0], text_0: 'two kids, a lane' }),
      '21': node('Mystery Nodes Combine', { a: 1 }),
    });
    expect(found).toMatchObject({ prompt: 'two kids, a lane', confidence: 'inferred' });
  });

  it('keeps a wildcard pattern and what it became apart', () => {
    const wildcards = {
      wildcard_text: '{day|night}, a lane',
      populated_text: 'night, a lane',
      mode: 'populate',
    };
    const found = encoding(['20', 0], { '20': node('ImpactWildcardProcessor', wildcards) });
    expect(found).toMatchObject({
      prompt: '{day|night}, a lane',
      effectivePrompt: 'night, a lane',
      notes: ['wildcards'],
    });
    const fixed = node('ImpactWildcardEncode', { ...wildcards, mode: 'fixed', clip: ['4', 1] });
    expect(trace(textToImage({ '6': fixed }))).toMatchObject({
      prompt: 'night, a lane',
      effectivePrompt: null,
    });
  });

  it.each([
    ['CLIPTextEncodeSDXL', { text_g: 'a hill', text_l: 'a hill' }],
    ['CLIPTextEncodeFlux', { clip_l: '', t5xxl: 'a hill', guidance: 3.5 }],
    ['CLIPTextEncodeSD3', { clip_l: 'a hill', clip_g: 'a hill', t5xxl: 'a hill' }],
    ['smZ CLIPTextEncode', { text: 'a hill', text_g: '', text_l: '' }],
    ['TextEncodeQwenImageEditPlus', { prompt: 'a hill' }],
    ['Power Prompt (rgthree)', { prompt: 'a hill', insert_lora: 'CHOOSE' }],
    ['CLIPTextEncodeLumina2', { system_prompt: 'superior', user_prompt: 'a hill' }],
  ])('reads the fields of %s', (type, inputs) => {
    const found = trace(textToImage({ '6': node(type, { ...inputs, clip: ['4', 1] }) }));
    expect(found).toMatchObject({ prompt: 'a hill', confidence: 'exact' });
  });

  it('reads both sides of a styler, and says that it added words', () => {
    const found = trace(
      textToImage({
        '6': node('CLIPTextEncode', { text: ['20', 0], clip: ['4', 1] }),
        '7': node('CLIPTextEncode', { text: ['20', 1], clip: ['4', 1] }),
        '20': node('SDXLPromptStyler', {
          text_positive: 'a hill',
          text_negative: 'fog',
          style: 'sai-clay',
        }),
      }),
    );
    expect(found).toMatchObject({
      prompt: 'a hill',
      negativePrompt: 'fog',
      notes: ['style-added'],
    });
  });
});

describe('conditionings', () => {
  const conditioned = (parts: ApiGraph): ComfyTrace => {
    const graph = textToImage(parts);
    graph['3']!.inputs['positive'] = ['20', 0];
    graph['3']!.inputs['negative'] = ['20', 1];
    return trace(graph);
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
    expect(trace(graph)).toMatchObject({ prompt: null, negativePrompt: 'blurry', seed: '42' });
  });

  it('puts the texts of areas together in their order, each once', () => {
    const graph = textToImage({
      '20': node('ConditioningCombine', { conditioning_1: ['21', 0], conditioning_2: ['22', 0] }),
      '21': node('ConditioningSetArea', { conditioning: ['6', 0], width: 256 }),
      '22': node('ConditioningConcat', { conditioning_to: ['23', 0], conditioning_from: ['6', 0] }),
      '23': node('CLIPTextEncode', { text: 'a river', clip: ['4', 1] }),
    });
    graph['3']!.inputs['positive'] = ['20', 0];
    expect(trace(graph)).toMatchObject({
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
    expect(trace(graph)).toMatchObject({
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
    expect(trace(graph)).toMatchObject({
      prompt: 'a hill',
      negativePrompt: 'fog',
      seed: '11',
      steps: 9,
      sampler: 'lcm',
      model: 'dream.ckpt',
    });
  });
});

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
    expect(trace(graph)).toMatchObject({
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
    expect(trace(graph)).toMatchObject({ prompt: 'two kids on one bicycle', negativePrompt });
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
    expect(trace(graph)).toMatchObject({
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
    expect(trace(graph)).toMatchObject({
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
    expect(trace(graph)).toMatchObject({ seed: '42', steps: 20, models: ['dream.safetensors'] });
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
    expect(trace(graph)).toMatchObject({
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
    expect(trace(graph)).toMatchObject({
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
    expect(trace(graph).model).toBe('wan.gguf');
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
    expect(trace(graph)).toMatchObject({
      prompt: 'two kids on one bicycle',
      confidence: 'inferred',
      notes: ['found-by-distance'],
    });
  });
});

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
    expect(trace(textToImage(second('a river')))).toMatchObject({
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
    expect(trace(textToImage(second('two kids on one bicycle')))).toMatchObject({
      prompt: 'two kids on one bicycle',
      confidence: 'exact',
      candidates: [],
    });
  });

  it('are told apart by the kind of file', () => {
    const graph = textToImage(second('a river', 'SaveVideo'));
    expect(trace(graph, 'video')).toMatchObject({ prompt: 'a river', confidence: 'exact' });
    expect(trace(graph, 'image').prompt).toBe('two kids on one bicycle');
    expect(trace(graph).confidence).toBe('ambiguous');
  });

  it('previews do not count beside what was saved', () => {
    const graph = textToImage(second('a river', 'PreviewImage'));
    expect(trace(graph)).toMatchObject({ prompt: 'two kids on one bicycle', confidence: 'exact' });
  });

  it('parts of one picture with different prompts are ambiguous', () => {
    const graph = textToImage({
      ...second('a river', 'PreviewImage'),
      '30': node('ImageCompositeMasked', { destination: ['8', 0], source: ['22', 0] }),
      '9': node('SaveImage', { images: ['30', 0] }),
    });
    expect(trace(graph)).toMatchObject({ prompt: null, confidence: 'ambiguous' });
    expect(trace(graph).candidates.map(({ prompt }) => prompt)).toEqual([
      'two kids on one bicycle',
      'a river',
    ]);
  });
});

describe('partner nodes', () => {
  const made = (type: string, inputs: Record<string, unknown>, parts: ApiGraph = {}): ComfyTrace =>
    trace({ '1': node(type, inputs), '2': node('SaveVideo', { video: ['1', 0] }), ...parts });

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
    expect(trace(graph)).toMatchObject({ prompt: 'they turn', confidence: 'exact', model: null });
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
    expect(trace(graph).prompt).toBe('two kids on one bicycle');
  });
});

describe('what else a graph tells', () => {
  it('the roles of what was loaded', () => {
    const graph = {
      '1': node('LoadImage', { image: 'a.png' }),
      '2': node('LoadImage', { image: 'b.png' }),
      '3': node('LoadImage', { image: 'c.png' }),
      '4': node('LoadVideo', { file: 'd.mp4' }),
      '5': node('Canny', { image: ['3', 0] }),
      '6': node('SomeVideoNode', {
        prompt: 'a lane',
        first_frame: ['1', 0],
        last_frame: ['2', 0],
        control_image: ['5', 0],
        'model.reference_videos.video_1': ['4', 0],
      }),
      '7': node('SaveVideo', { video: ['6', 0] }),
    };
    expect(trace(graph).inputs).toEqual([
      { node: '1', role: 'firstFrame', name: 'a.png' },
      { node: '2', role: 'lastFrame', name: 'b.png' },
      { node: '4', role: 'referenceVideo', name: 'd.mp4' },
      { node: '3', role: 'controlImage', name: 'c.png' },
    ]);
  });

  it('a saver that was told the prompt, where the path to the sampler is unknown', () => {
    const graph = {
      '1': node('Unheard-of Generator', { words: 'x' }),
      '2': node('Image Saver', {
        images: ['1', 0],
        positive: 'a lane',
        negative: 'fog',
        modelname: 'dream',
      }),
    };
    expect(trace(graph)).toMatchObject({
      prompt: 'a lane',
      negativePrompt: 'fog',
      confidence: 'inferred',
      notes: ['from-saver'],
    });
  });

  it('the titles of encoders, where the sampler is unknown', () => {
    const graph = {
      '1': node('CLIPTextEncode', { text: 'fog', clip: ['9', 0] }, 'Negative Prompt'),
      '2': node('CLIPTextEncode', { text: 'a lane', clip: ['9', 0] }, 'Positive Prompt'),
      '3': node('Odd Engine', { a: ['1', 0], b: ['2', 0] }),
      '4': node('SaveImage', { images: ['3', 0] }),
      '9': node('CLIPLoader', { clip_name: 'x' }),
    };
    expect(trace(graph)).toMatchObject({
      prompt: 'a lane',
      negativePrompt: 'fog',
      confidence: 'inferred',
      notes: ['found-by-title'],
    });
  });

  it('Civitai’s own account, where the graph tells nothing', () => {
    const text = JSON.stringify({
      '1': node('LoadImage', { image: 'x.png' }),
      '2': node('SaveImage', { images: ['1', 0] }),
      extraMetadata: JSON.stringify({
        prompt: 'a lane',
        negativePrompt: 'fog',
        steps: 30,
        seed: 5,
      }),
    });
    expect(traceComfy({ api: text })).toMatchObject({
      prompt: 'a lane',
      negativePrompt: 'fog',
      steps: 30,
      seed: '5',
      confidence: 'inferred',
      notes: ['from-extra-metadata'],
    });
  });
});
