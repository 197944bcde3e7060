import { describe, expect, it } from 'vitest';
import {
  node,
  subgraph,
  textToImage,
  uiGraph,
  uiTextToImage,
  type UiPart,
} from './sample-graphs.ts';
import { traceComfy, type ComfyTrace } from './trace.ts';

const trace = (parts: Record<number, UiPart>, subgraphs: unknown[] = []): ComfyTrace =>
  traceComfy({ ui: uiGraph(parts, subgraphs) })!;

const told = {
  prompt: 'two kids on one bicycle',
  negativePrompt: 'blurry',
  seed: '42',
  steps: 20,
  sampler: 'euler',
  cfgScale: 7.5,
  model: 'dream.safetensors',
};

describe('reading a UI graph', () => {
  it('tells what the API graph would, but infers it', () => {
    expect(trace(uiTextToImage())).toMatchObject({ ...told, confidence: 'inferred', notes: [] });
  });

  it('gives way to the API graph where both are there', () => {
    const api = textToImage({ '6': node('CLIPTextEncode', { text: 'what ran', clip: ['4', 1] }) });
    const both = traceComfy({ api: JSON.stringify(api), ui: uiGraph(uiTextToImage()) });
    expect(both).toMatchObject({ prompt: 'what ran', confidence: 'exact' });
  });

  it('lends its titles to an API graph without any', () => {
    const api = {
      '1': node('CLIPTextEncode', { text: 'fog', clip: ['9', 0] }),
      '2': node('CLIPTextEncode', { text: 'a lane', clip: ['9', 0] }),
      '3': node('Odd Engine', { a: ['1', 0], b: ['2', 0] }),
      '4': node('SaveImage', { images: ['3', 0] }),
      '9': node('CLIPLoader', { clip_name: 'x' }),
    };
    const ui = uiGraph({
      1: { type: 'CLIPTextEncode', title: 'Negative Prompt' },
      2: { type: 'CLIPTextEncode', title: 'Positive Prompt' },
    });
    expect(traceComfy({ api: JSON.stringify(api) })).toMatchObject({ confidence: 'ambiguous' });
    expect(traceComfy({ api: JSON.stringify(api), ui })?.prompt).toBe('a lane');
  });

  it('skips muted nodes and bridges bypassed ones by the type of their slots', () => {
    const parts = uiTextToImage({
      10: {
        type: 'LoraLoader',
        mode: 4,
        from: { model: [4, 0], clip: [4, 1] },
        types: { model: 'MODEL', clip: 'CLIP' },
        out: ['MODEL', 'CLIP'],
        values: ['x', 1, 1],
      },
      11: { type: 'SaveImage', mode: 2, from: { images: [12, 0] } },
      12: { type: 'LoadImage', out: ['IMAGE'], values: ['x.png', 'image'] },
    });
    parts[3]!.from!['model'] = [10, 0];
    expect(trace(parts)).toMatchObject({ model: 'dream.safetensors', inputs: [] });
  });

  it('gives no text for an encoder that was muted', () => {
    const parts = uiTextToImage();
    parts[7]!.mode = 2;
    expect(trace(parts)).toMatchObject({ prompt: told.prompt, negativePrompt: null });
  });

  it('passes reroutes, primitives, and Set and Get nodes', () => {
    const parts = uiTextToImage({
      10: { type: 'Reroute', from: { '': [6, 0] }, out: ['*'] },
      11: { type: 'PrimitiveNode', out: ['STRING'], values: ['a river', 'fixed'] },
      12: { type: 'SetNode', from: { CONDITIONING: [10, 0] }, values: ['pos'] },
      13: { type: 'GetNode', out: ['CONDITIONING'], values: ['pos'] },
    });
    parts[6]!.from!['text'] = [11, 0];
    parts[6]!.widgets = ['text'];
    parts[3]!.from!['positive'] = [13, 0];
    expect(trace(parts).prompt).toBe('a river');
  });

  it('takes what “Use Everywhere” sent into unconnected inputs', () => {
    const parts = uiTextToImage();
    parts[3]!.from!['model'] = null;
    const graph: Record<string, unknown> = JSON.parse(uiGraph(parts));
    graph['extra'] = {
      ue_links: [{ downstream: 3, downstream_slot: 0, upstream: '4', upstream_slot: 0 }],
    };
    expect(traceComfy({ ui: JSON.stringify(graph) })?.model).toBe('dream.safetensors');
  });

  it('reads the widgets of partner nodes that nobody has listed by what they look like', () => {
    const found = trace({
      1: {
        type: 'ByteDance2ReferenceNode',
        out: ['VIDEO'],
        values: [
          'Seedance 2.5',
          'Replace the cat with a dog',
          '720p',
          'adaptive',
          5,
          true,
          582026035,
          'randomize',
        ],
      },
      2: { type: 'SaveVideo', from: { video: [1, 0] }, values: ['video/x', 'auto', 'auto'] },
    });
    expect(found).toMatchObject({
      prompt: 'Replace the cat with a dog',
      seed: '582026035',
      model: 'Seedance 2.5',
      confidence: 'inferred',
    });
  });
});

describe('subgraphs', () => {
  const inside = (text: string): Record<number, UiPart> => {
    const rest = uiTextToImage();
    delete rest[9];
    rest[6] = {
      type: 'CLIPTextEncode',
      from: { clip: [4, 1], text: [-10, 0] },
      widgets: ['text'],
      out: ['CONDITIONING'],
      values: [text],
    };
    return rest;
  };
  const around = (
    instance: UiPart,
    extra: Record<number, UiPart> = {},
  ): Record<number, UiPart> => ({
    20: { out: ['IMAGE'], ...instance },
    21: { type: 'SaveImage', from: { images: [20, 0] }, values: ['x'] },
    ...extra,
  });
  const made = (text: string): unknown => subgraph('made', ['text'], [[8, 0]], inside(text));

  it('are entered; inner nodes are known by the path to them', () => {
    const found = trace(around({ type: 'made' }), [made('two kids on one bicycle')]);
    expect(found).toMatchObject({ ...told, locator: '20:6.text' });
  });

  it('take what is linked to the instance', () => {
    const found = trace(
      around(
        { type: 'made', from: { text: [22, 0] }, widgets: ['text'], values: [''] },
        { 22: { type: 'PrimitiveStringMultiline', out: ['STRING'], values: ['from outside'] } },
      ),
      [made('')],
    );
    expect(found.prompt).toBe('from outside');
  });

  it('take the instance’s values, promoted the older way', () => {
    const proxyWidgets = [
      ['-1', 'text'],
      ['3', 'seed'],
      ['3', 'control_after_generate'],
    ];
    const instance = {
      type: 'made',
      values: ['on the instance', 77, 'randomize'],
      properties: { proxyWidgets },
    };
    const found = trace(around(instance), [made('inside')]);
    expect(found).toMatchObject({ prompt: 'on the instance', seed: '77', steps: 20 });
  });

  it('and the newer way', () => {
    const instance = { type: 'made', values: ['on the instance'] };
    expect(trace(around(instance), [made('inside')]).prompt).toBe('on the instance');
  });

  it('keep the values inside where the instance has none', () => {
    const instance = {
      type: 'made',
      values: [],
      properties: { proxyWidgets: [['6', 'text']] },
    };
    expect(trace(around(instance), [made('inside')]).prompt).toBe('inside');
  });

  it('may stand in one another, and be used twice', () => {
    const outer = subgraph('outer', ['text'], [[20, 0]], {
      20: {
        type: 'made',
        from: { text: [-10, 0] },
        widgets: ['text'],
        out: ['IMAGE'],
        values: ['x'],
      },
    });
    const use = (text: string): UiPart => ({ type: 'outer', out: ['IMAGE'], values: [text] });
    const found = trace(
      {
        30: use('first'),
        31: use('second'),
        32: { type: 'SaveImage', from: { images: [30, 0] } },
        33: { type: 'SaveImage', from: { images: [31, 0] } },
      },
      [outer, made('inside')],
    );
    expect(found.candidates.map(({ prompt, locator }) => [prompt, locator])).toEqual([
      ['first', '30:20:6.text'],
      ['second', '31:20:6.text'],
    ]);
  });

  it('that contain themselves end', () => {
    const endless = subgraph('endless', [], [[1, 0]], {
      1: { type: 'endless', out: ['IMAGE'] },
      2: { type: 'endless', out: ['IMAGE'] },
    });
    expect(trace(around({ type: 'endless' }), [endless]).prompt).toBeNull();
  });
});
