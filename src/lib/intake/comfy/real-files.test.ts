// Real files of other people; the truths were read by hand in their raw JSON.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { traceComfy, type ComfyTexts, type ComfyTrace } from './trace.ts';

const folder = new URL('../../../../../shared/real/', import.meta.url);

/** The graphs in a file, by the plainest walk that finds them. */
function graphsIn(file: string): ComfyTexts {
  const bytes = readFileSync(new URL(file, folder));
  if (file.endsWith('.json')) return { ui: bytes.toString() };
  if (file.endsWith('.png')) {
    const texts: Record<string, string> = {};
    for (let at = 8; at + 8 < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
      const data = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at));
      const end = data.indexOf(0);
      if (bytes.toString('latin1', at + 4, at + 8) === 'tEXt')
        texts[data.toString('latin1', 0, end)] = data.toString('utf8', end + 1);
    }
    return { api: texts['prompt'], ui: texts['workflow'] };
  }
  // EXIF: every ASCII run that begins like a graph, up to its NUL.
  const found = [
    ...bytes.toString('latin1').matchAll(/(?:(?:prompt|workflow): ?|\0)(\{"[^\0]+)/gi),
  ];
  const texts = found.map(([, text]) => Buffer.from(text!, 'latin1').toString('utf8'));
  return { api: texts[0], ui: texts[1] };
}

const trace = (file: string): ComfyTrace => traceComfy(graphsIn(file))!;

const staticVideo =
  '色调艳丽，过曝，静态，细节模糊不清，字幕，风格，作品，画作，画面，静止，整体发灰，最差质量，低质量，JPEG压缩残留，丑陋的，残缺的，多余的手指，画得不好的手部，画得不好的脸部，畸形的，毁容的，形态畸形的肢体，手指融合，静止不动的画面，杂乱的背景，三条腿，背景人很多，倒着走';
const miku = 'general, masterpiece, best quality, amazing quality, \n1girl, solo, hatsune miku, ';
const badQuality = 'bad quality, worst quality, worst detail, sketch, censor, \n';
const illustrious = 'waiIllustriousSDXL_v160.safetensors';
const anime = { model: illustrious, steps: 20, cfgScale: 5, sampler: 'euler_ancestral' };

const truths: Record<string, Partial<ComfyTrace>> = {
  'comfyui/hypernetwork_example_output.png': {
    prompt: 'woman (fennec ears fox ears:1.1), marble statue, museum',
    negativePrompt: 'text, watermark',
    seed: '572636856966402',
    steps: 20,
    cfgScale: 8,
    sampler: 'uni_pc_bh2',
    model: 'v1-5-pruned-emaonly.ckpt',
    confidence: 'exact',
  },
  'comfyui/lora.png': {
    prompt: 'masterpiece best quality girl',
    negativePrompt: 'bad hands',
    seed: '851616030078638',
    model: 'v1-5-pruned-emaonly.ckpt',
    confidence: 'exact',
  },
  'comfyui/inpaint_example.png': {
    prompt:
      'closeup photograph of maine coon (cat:1.2) in the yosemite national park mountains nature',
    negativePrompt: 'watermark, text\n',
    seed: '1040111309094545',
    model: '512-inpainting-ema.safetensors',
    inputs: [{ node: '20', role: 'initImage', name: 'yosemite_inpaint_example.png' }],
    confidence: 'exact',
  },
  'comfyui/flux_dev_example.png': {
    prompt: expect.stringMatching(/^cute anime girl with massive fluffy fennec ears/) as string,
    negativePrompt: null,
    seed: '219670278747233',
    steps: 20,
    cfgScale: null,
    sampler: 'euler',
    model: 'flux1-dev.safetensors',
    confidence: 'exact',
  },
  'comfyui/sdxlturbo_example.png': {
    prompt:
      'beautiful landscape scenery glass bottle with a galaxy inside cute fennec fox snow HDR sunset',
    negativePrompt: 'text, watermark',
    seed: '0',
    steps: 1,
    cfgScale: 1,
    sampler: 'euler_ancestral',
    model: 'sd_xl_turbo_1.0_fp16.safetensors',
    confidence: 'exact',
  },
  'comfyui/qwen_image_edit_basic_example.png': {
    prompt:
      'the anime girl with massive fennec ears is wearing cargo pants while sitting on a log in the woods biting into a sandwich beside a beautiful alpine lake',
    negativePrompt: null,
    seed: '643571810992611',
    model: 'qwen_image_edit_fp8_e4m3fn.safetensors',
    inputs: [{ node: '41', role: 'referenceImage', name: 'fennec_girl_sing.png' }],
    confidence: 'exact',
  },
  'comfyui/text_to_video_wan.webp': {
    prompt:
      'a fox moving quickly in a beautiful winter scenery nature trees mountains daytime tracking camera',
    negativePrompt: staticVideo,
    seed: '82628696717253',
    steps: 30,
    cfgScale: 6,
    sampler: 'uni_pc',
    model: 'wan2.1_t2v_1.3B_fp16.safetensors',
    confidence: 'exact',
  },
  'comfyui/text_to_video_wan.json': {
    prompt:
      'a fox moving quickly in a beautiful winter scenery nature trees mountains daytime tracking camera',
    negativePrompt: staticVideo,
    seed: '82628696717253',
    steps: 30,
    model: 'wan2.1_t2v_1.3B_fp16.safetensors',
    confidence: 'inferred',
  },
  'comfyui/image_to_video_wan_example.webp': {
    prompt:
      'a cute anime girl with massive fennec ears and a big fluffy tail wearing a maid outfit turning around',
    negativePrompt: staticVideo,
    seed: '987948718394761',
    model: 'wan2.1_i2v_480p_14B_fp16.safetensors',
    inputs: [{ node: '52', role: 'firstFrame', name: 'flux_dev_example.png' }],
    confidence: 'exact',
  },
  'comfyui/image_to_video_wan22_14B.json': {
    prompt: 'a cute anime girl picking up an assault rifle and moving quickly',
    seed: '99822389587980',
    steps: 20,
    cfgScale: 3.5,
    model: 'wan2.2_i2v_high_noise_14B_fp8_scaled.safetensors',
    models: [
      'wan2.2_i2v_high_noise_14B_fp8_scaled.safetensors',
      'wan2.2_i2v_low_noise_14B_fp8_scaled.safetensors',
    ],
    inputs: [{ node: '52', role: 'firstFrame', name: 'fennec_girl_flowers.png' }],
    confidence: 'inferred',
  },
  'comfyui/hunyuan_video_text_to_video.webp': {
    prompt:
      'anime style anime girl with massive fennec ears and one big fluffy tail, she has blonde hair long hair blue eyes wearing a pink sweater and a long blue skirt walking in a beautiful outdoor scenery with snow mountains in the background',
    negativePrompt: null,
    seed: '1',
    steps: 20,
    sampler: 'euler',
    model: 'hunyuan_video_t2v_720p_bf16.safetensors',
    confidence: 'exact',
  },
  'comfyui/hunyuan_video_text_to_video.json': { seed: '1', steps: 20, confidence: 'inferred' },
  'sd/comfyui-rgthree.png': {
    prompt: `${miku}テスト, `,
    negativePrompt: badQuality,
    seed: '963381484256655',
    ...anime,
    confidence: 'exact',
  },
  'sd/comfyui-save-image-extended.png': {
    prompt: miku,
    negativePrompt: badQuality,
    seed: '779742380066441',
    ...anime,
    confidence: 'exact',
  },
  'sd/comfyui-save-image-extended.webp': {
    prompt: miku,
    seed: '602057552457611',
    ...anime,
    confidence: 'exact',
  },
  'sd/comfyui-saveimage-plus.jpg': {
    prompt: miku,
    seed: '577723948579568',
    ...anime,
    confidence: 'exact',
  },
  'sd/comfyui-animated-webp.webp': {
    prompt: `${miku}テスト, `,
    seed: '270932924124066',
    ...anime,
    confidence: 'exact',
  },
  'sd/swarmui.png': {
    prompt: `${miku}#テスト`,
    seed: '2083100758',
    model: illustrious,
    confidence: 'exact',
  },
  'sd/tensorart.png': {
    prompt: `${miku}#テスト`,
    seed: '3036459311',
    steps: 25,
    model: 'EMS-1401459-EMS.safetensors',
    confidence: 'exact',
  },
  'sd/stability-matrix.png': {
    prompt: miku.replace('\n', '\r\n'),
    seed: '395309383',
    ...anime,
    confidence: 'exact',
  },
};

describe.skipIf(!existsSync(folder))('real files (skipped where they are not at hand)', () => {
  it.each(Object.keys(truths))('%s', (file) => {
    expect(trace(file)).toMatchObject(truths[file]!);
  });

  it('a graph with two saved passes of different prompts is ambiguous', () => {
    const found = trace('comfyui/workflow_night_evening_day_morning.png');
    expect(found).toMatchObject({ prompt: null, seed: null, model: null, confidence: 'ambiguous' });
    expect(found.candidates).toMatchObject([
      {
        prompt: [
          '(best quality) (night:1.3) (darkness) sky (black) (stars:1.2) (galaxy:1.2) (space) (universe)',
          '(best quality) (evening:1.2) (sky:1.2) (clouds) (colorful) (HDR:1.2) (sunset:1.3)\n',
          '(best quality) (daytime:1.2) sky (blue)\n',
          '(masterpiece) (best quality) morning sky\n\n',
          '(masterpiece) (best quality) beautiful landscape breathtaking amazing view nature photograph forest mountains ocean (sky) national park scenery',
        ].join('\n'),
        seed: '335608130539327',
        model: 'Anything-V3.0.ckpt',
      },
      {
        prompt:
          '(best quality) beautiful (HDR:1.2) (realistic:1.2) landscape breathtaking amazing view nature scenery photograph forest mountains ocean daytime night evening morning, (sky:1.2)\n',
        seed: '1122440447966177',
        model: 'AbyssOrangeMix2_hard.safetensors',
      },
    ]);
  });

  it.each([
    'flux_dev_example',
    'hypernetwork_example_output',
    'inpaint_example',
    'lora',
    'qwen_image_edit_basic_example',
  ])('comfyui/%s.png: its UI graph alone leads to the same seed and model', (file) => {
    const { api, ui } = graphsIn(`comfyui/${file}.png`);
    const [whole, alone] = [traceComfy({ api, ui }), traceComfy({ ui })];
    expect(alone).toMatchObject({
      seed: whole?.seed,
      model: whole?.model,
      steps: whole?.steps,
      sampler: whole?.sampler,
      confidence: 'inferred',
    });
  });
});
