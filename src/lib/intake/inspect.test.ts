import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  app1,
  ascii,
  comment,
  concat,
  exif,
  iTXt,
  jpeg,
  mp4,
  png,
  tEXt,
  webm,
  webp,
  xmpSegment,
} from '../../../tests/fixtures/make-files.ts';
import { inspect, type Inspection } from './inspect.ts';
import { memorySource } from './source.ts';

const look = (bytes: Uint8Array): Promise<Inspection> => inspect(memorySource('test', bytes));

const infotext = `三个孩子骑自行车,\nlow sun, (mist:1.3)\nNegative prompt: blurry, text\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 5.5, Seed: 18446744073709551615, Size: 512x512, Model hash: abc, Model: "a, b", ADetailer version: 24.1, Version: v1.10.1`;
const graph = JSON.stringify({
  '3': {
    class_type: 'KSampler',
    inputs: {
      seed: 7,
      steps: 12,
      cfg: 3,
      sampler_name: 'euler',
      model: ['4', 0],
      positive: ['6', 0],
      negative: ['7', 0],
    },
  },
  '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'model.safetensors' } },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: 'dawn over the lane' } },
  '7': { class_type: 'CLIPTextEncode', inputs: { text: 'text' } },
  '9': { class_type: 'SaveImage', inputs: { images: ['3', 0] } },
});
const label = '{"Label":"1","ContentProducer":"001","ProduceID":"42"}';

describe('inspect', () => {
  const carriers: [string, Uint8Array][] = [
    ['PNG tEXt', png([tEXt('parameters', infotext)])],
    ['PNG iTXt', png([iTXt('parameters', infotext)])],
    ['PNG text behind the picture', png([], [iTXt('parameters', infotext)])],
    ['JPEG UserComment, big-endian', jpeg([app1(exif([comment(infotext, 'be')]))])],
    ['JPEG UserComment, little-endian', jpeg([app1(exif([comment(infotext, 'le')]))])],
    ['WebP UserComment', webp([['EXIF', exif([comment(infotext, 'be')])]])],
  ];
  it.each(carriers)('reads settings from %s', async (_, bytes) => {
    expect(await look(bytes)).toMatchObject({
      width: 64,
      height: 48,
      tool: 'AUTOMATIC1111',
      prompt: '三个孩子骑自行车,\nlow sun, (mist:1.3)',
      negativePrompt: 'blurry, text',
      seed: '18446744073709551615',
      steps: 20,
      sampler: 'DPM++ 2M',
      cfgScale: 5.5,
      model: 'a, b',
      confidence: 'exact',
      error: null,
    });
  });

  const graphs: [string, Uint8Array][] = [
    ['PNG', png([tEXt('prompt', graph)])],
    ['an animated PNG', png([], [['comf', concat(new TextEncoder().encode(`prompt\0${graph}`))]])],
    ['WebP, in the camera’s model', webp([['EXIF', exif([ascii(0x0110, `prompt:${graph}`)])]])],
    ['WebP, with a capital', webp([['EXIF', exif([ascii(0x010f, `Prompt: ${graph}`)])]])],
    [
      'JPEG, both in one comment',
      jpeg([
        app1(exif([[0x9286, new TextEncoder().encode(`ASCII\0\0\0{"prompt": ${graph}}`), 7]])),
      ]),
    ],
    ['MP4', mp4([['prompt', graph]])],
    ['MP4, as text inside JSON', mp4([['comment', JSON.stringify({ prompt: graph })]])],
    ['WebM', webm([['PROMPT', graph]])],
  ];
  it.each(graphs)('traces a ComfyUI graph in %s', async (_, bytes) => {
    expect(await look(bytes)).toMatchObject({
      tool: 'ComfyUI',
      prompt: 'dawn over the lane',
      negativePrompt: 'text',
      seed: '7',
      steps: 12,
      model: 'model.safetensors',
      confidence: 'exact',
    });
  });

  const escaped = label.replaceAll('"', '&quot;');
  const tc260 = (inner: string): string =>
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="r" xmlns:Q="http://www.tc260.org.cn/ns/AIGC/1.0/">${inner}</rdf:RDF></x:xmpmeta>`;
  const labelled: [string, Uint8Array][] = [
    [
      'an XMP element',
      png([
        iTXt(
          'XML:com.adobe.xmp',
          tc260(`<rdf:Description><Q:AIGC>${escaped}</Q:AIGC></rdf:Description>`),
        ),
      ]),
    ],
    ['an XMP attribute', jpeg([xmpSegment(tc260(`<rdf:Description Q:AIGC="${escaped}"/>`))])],
    ['a PNG text', png([tEXt('AIGC', label)])],
    [
      'a UserComment',
      jpeg([app1(exif([[0x9286, new TextEncoder().encode(`ASCII\0\0\0{"AIGC":${label}}`), 7]]))]),
    ],
    ['an image description', jpeg([app1(exif([ascii(0x010e, `{"AIGC":${label}}`)]))])],
    ['an application segment', jpeg([[0xeb, new TextEncoder().encode(`AIGC${label}`)]])],
    ['an MP4 key', mp4([['AIGC', label]])],
    ['a WebM tag', webm([['AIGC', label]])],
  ];
  it.each(labelled)('finds China’s AI label in %s', async (_, bytes) => {
    expect((await look(bytes)).aigc).toEqual(JSON.parse(label));
  });

  it('takes a key named AIGC without a known field for no label', async () => {
    expect((await look(png([tEXt('AIGC', '{"x":1}')]))).aigc).toBeNull();
  });

  it('reads IPTC’s fields under whatever prefix', async () => {
    const packet = `<rdf:RDF xmlns:z="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"><rdf:Description z:DigitalSourceType="trainedAlgorithmicMedia"><z:AIPromptInformation><rdf:Alt><rdf:li xml:lang="x-default">a kite &amp; a ship</rdf:li></rdf:Alt></z:AIPromptInformation><z:AISystemUsed>Some Model</z:AISystemUsed></rdf:Description></rdf:RDF>`;
    expect(await look(jpeg([xmpSegment(packet)]))).toMatchObject({
      prompt: 'a kite & a ship',
      tool: 'Some Model',
      digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
    });
  });

  it('says nothing of a file that says nothing', async () => {
    expect(
      await look(png([tEXt('Comment', 'saved again'), tEXt('Title', 'A prompt: no')])),
    ).toMatchObject({
      tool: null,
      prompt: null,
      seed: null,
      confidence: null,
      candidates: [],
      facts: [],
      c2pa: null,
      timeline: null,
      error: null,
    });
  });

  it('lists secrets without telling them', async () => {
    const secret = 'https://media.example/a.png?token=abcdefghijklmnop';
    const { redactions } = await look(
      png([
        tEXt('parameters', `a cat ${secret}\nSteps: 20, Sampler: x, Seed: 1, Model: m`),
        tEXt('Author', 'somebody'),
      ]),
    );
    expect(redactions.map(({ kind }) => kind).sort()).toEqual(['account-name', 'signed-url']);
    expect(JSON.stringify(redactions)).not.toContain('abcdefgh');
  });

  it.each([0, 9, 30, 100])('says that a file of %i bytes is cut off or empty', async (length) => {
    expect(
      (await look(png([tEXt('parameters', infotext)]).subarray(0, length))).error,
    ).not.toBeNull();
  });
});

describe('hostile files', () => {
  /** Numbers that are the same for the same seed. */
  const random = (seed: number) => () =>
    (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const originals = [
    png([
      tEXt('parameters', infotext),
      iTXt('prompt', graph),
      ['zTXt', Uint8Array.from([97, 0, 0, 120, 156, 1, 2, 3])],
    ]),
    jpeg([app1(exif([comment(infotext, 'le'), ascii(0x010e, label)])), xmpSegment('<a/>')]),
    webp([
      ['EXIF', exif([ascii(0x0110, `prompt:${graph}`)])],
      ['XMP ', new Uint8Array(20)],
    ]),
    mp4([
      ['prompt', graph],
      ['AIGC', label],
    ]),
    webm([['PROMPT', graph]]),
    concat(
      new TextEncoder().encode('GIF89a'),
      Uint8Array.from([
        64, 0, 48, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0x21, 0xfe, 3, 65, 66, 67, 0, 0x3b,
      ]),
    ),
    exif([ascii(0x010e, 'a TIFF')]),
  ];

  it('neither crash nor hang the reader, however they are broken', async () => {
    const next = random(20261120);
    let slowest = 0;
    for (let round = 0; round < 4000; round += 1) {
      const bytes = originals[round % originals.length]!.slice();
      for (let hits = 1 + Math.floor(next() * 6); hits > 0; hits -= 1) {
        const at = Math.floor(next() * bytes.length);
        bytes[at] =
          next() < 0.5 ? Math.floor(next() * 256) : [0, 0xff, 0x7f, 0x80][Math.floor(next() * 4)]!;
      }
      const cut = next() < 0.3 ? bytes.subarray(0, Math.floor(next() * bytes.length)) : bytes;
      const startedMs = performance.now();
      const said = await look(cut);
      slowest = Math.max(slowest, performance.now() - startedMs);
      expect(said.c2pa).toBeNull();
    }
    expect(slowest).toBeLessThan(2000);
  });
});

const real = '../shared/real';
describe.skipIf(!existsSync(real))('real files', () => {
  const truths: [string, Partial<Inspection>][] = [
    [
      'sd/sd-webui.png',
      {
        tool: 'AUTOMATIC1111',
        seed: '3782896554',
        steps: 20,
        model: 'waiIllustriousSDXL_v160',
        cfgScale: 7,
      },
    ],
    ['sd/sd-webui.jpg', { tool: 'AUTOMATIC1111', seed: '3623174757' }],
    ['sd/reforge.png', { tool: 'reForge', seed: '270740395' }],
    ['sd/forge-classic.webp', { tool: 'Forge Classic', seed: '2630661657' }],
    ['sd/swarmui.jpg', { tool: 'SwarmUI', seed: '697543491', cfgScale: 7 }],
    ['sd/invokeai.png', { tool: 'InvokeAI', seed: '3951921344', model: 'waiIllustriousSDXL_v160' }],
    [
      'sd-small/invokeai_sdmeta1.png',
      { tool: 'InvokeAI', seed: '2980747362', model: 'deliberateForInvoke_v08' },
    ],
    ['sd-small/invokeai_dream1.png', { tool: 'InvokeAI', seed: '2980747362', sampler: 'k_lms' }],
    [
      'sd/novelai-full.png',
      { tool: 'NovelAI', seed: '2043807047', model: 'NovelAI Diffusion V4.5 4BDE2A90' },
    ],
    ['sd/novelai-curated.webp', { tool: 'NovelAI', seed: '880673757', steps: 23 }],
    [
      'sd-small/fooocus1_cropped.png',
      { tool: 'Fooocus', prompt: 'a smiling goldfish', seed: '6952411511246973023' },
    ],
    ['sd/ruined-fooocus.png', { tool: 'Ruined Fooocus', seed: '2020047614' }],
    ['sd/stability-matrix.png', { tool: 'Stability Matrix', seed: '395309383' }],
    ['sd/tensorart.png', { tool: 'TensorArt', steps: 25 }],
    ['sd/civitai.jpeg', { tool: 'Civitai', seed: '1311178179' }],
    ['sd-small/text_after_idat.png', { prompt: 'photo of a duck', seed: '235284042' }],
    [
      'comfyui/text_to_video_wan.webp',
      { tool: 'ComfyUI', seed: '82628696717253', steps: 30, durationS: 2.046 },
    ],
    [
      'comfyui/flux_dev_example.png',
      { tool: 'ComfyUI', seed: '219670278747233', steps: 20, model: 'flux1-dev.safetensors' },
    ],
    ['vendors/mj-1.png', { tool: 'Midjourney', model: 'Midjourney v5.2', seed: null }],
    ['sd/gimp.png', { tool: null, prompt: null, confidence: null }],
    ['iptc/BonTonARTSTORplusIPTC.jpg', { tool: null, prompt: null }],
    ['c2pa/nested_moov_1000.mp4', { kind: 'mp4', prompt: null }],
  ];
  it.each(truths)('%s says what its bytes say', async (file, truth) => {
    expect(await look(readFileSync(`${real}/${file}`))).toMatchObject(truth);
  });

  it('finds the labels of Doubao and Jimeng', async () => {
    for (const file of ['doubao_black_1x1_1.png', 'jimeng_cap_A.png'])
      expect((await look(readFileSync(`${real}/vendors/${file}`))).aigc).toMatchObject({
        Label: '1',
      });
  });
});
