import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subgraph, textToImage, uiGraph, uiTextToImage, type ApiGraph } from './sample-graphs.ts';
import { traceComfy, type ComfyTrace } from './trace.ts';

/** The answer without the ids in it. */
const answer = (found: ComfyTrace | null) =>
  found && {
    ...found,
    locator: null,
    candidates: found.candidates.length,
    inputs: found.inputs.length,
  };

const isLink = (value: unknown): value is [string, number] =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'string';

function rename(graph: ApiGraph, name: (id: string) => string): ApiGraph {
  return Object.fromEntries(
    Object.entries(graph).map(([id, { class_type, inputs }]) => [
      name(id),
      {
        class_type,
        inputs: Object.fromEntries(
          Object.entries(inputs).map(([key, value]) => [
            key,
            isLink(value) && value[0] in graph ? [name(value[0]), value[1]] : value,
          ]),
        ),
      },
    ]),
  );
}

const types = [
  'KSampler',
  'SamplerCustomAdvanced',
  'CFGGuider',
  'CLIPTextEncode',
  'ConditioningCombine',
  'ControlNetApplyAdvanced',
  'ComfySwitchNode',
  'StringConcatenate',
  'StringReplace',
  'TextGenerate',
  'ShowText|pysssss',
  'ImpactWildcardProcessor',
  'VAEDecode',
  'SaveImage',
  'LoraLoader',
  'KlingTextToVideoNode',
  'Reroute',
];
const inputNames = [
  'positive',
  'negative',
  'model',
  'text',
  'prompt',
  'string_a',
  'string_b',
  'string',
  'find',
  'replace',
  'samples',
  'images',
  'latent_image',
  'guider',
  'seed',
  'steps',
  'sigmas',
  'pipe',
  'switch',
  'on_true',
  'on_false',
  'conditioning_1',
  'conditioning_2',
];

/** Any graph at all: dangling links, cycles, values of the wrong kind. */
const anyGraph = fc.dictionary(
  fc.constantFrom(...Array.from({ length: 12 }, (_, id) => String(id))),
  fc.record({
    class_type: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...types) }, fc.string()),
    inputs: fc.dictionary(
      fc.constantFrom(...inputNames),
      fc.oneof(
        fc.tuple(fc.nat(11).map(String), fc.nat(2)),
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.anything(),
      ),
    ),
  }),
);

const write = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? Number(one) : one)) ?? '';

describe('any graph', () => {
  it('gives the same answer under other ids and in another order', () => {
    const ids = Object.keys(textToImage());
    fc.assert(
      fc.property(
        fc.shuffledSubarray(ids, { minLength: ids.length }),
        fc.uniqueArray(fc.stringMatching(/^[a-z0-9:]{1,8}$/), {
          minLength: ids.length,
          maxLength: ids.length,
        }),
        (order, names) => {
          const renamed = rename(textToImage(), (id) => names[ids.indexOf(id)]!);
          const shuffled = order
            .map((id) => names[ids.indexOf(id)]!)
            .map((id) => [id, renamed[id]]);
          const text = `{${shuffled.map(([id, node]) => `${write(id)}:${write(node)}`).join()}}`;
          expect(answer(traceComfy({ api: text }))).toEqual(
            answer(traceComfy({ api: write(textToImage()) })),
          );
        },
      ),
    );
  });

  it('is traced without throwing, and quickly', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const begun = performance.now();
        traceComfy({ api: write(graph) });
        expect(performance.now() - begun).toBeLessThan(1000);
      }),
      { numRuns: 500 },
    );
  });

  it('is read without throwing where a UI graph is broken anywhere', () => {
    const whole: Record<string, unknown> = JSON.parse(uiGraph(uiTextToImage()));
    fc.assert(
      fc.property(fc.anything(), fc.nat(), fc.nat(), (junk, at, field) => {
        const broken = structuredClone(whole) as { nodes: Record<string, unknown>[] };
        const node = broken.nodes[at % broken.nodes.length]!;
        const keys = Object.keys(node);
        node[keys[field % keys.length]!] = junk;
        traceComfy({ ui: write(broken) });
      }),
      { numRuns: 300 },
    );
  });
});

describe('graphs made to hurt', () => {
  const within2s = (input: Parameters<typeof traceComfy>[0]): ComfyTrace | null => {
    const begun = performance.now();
    const found = traceComfy(input);
    expect(performance.now() - begun).toBeLessThan(2000);
    return found;
  };
  const sampler = (inputs: Record<string, unknown>) => ({
    s: { class_type: 'KSampler', inputs: { seed: 1, steps: 2, ...inputs } },
    o: { class_type: 'SaveImage', inputs: { images: ['s', 0] } },
  });
  const chain = (length: number, make: (next: [string, number]) => object) =>
    Object.fromEntries(Array.from({ length }, (_, at) => [`n${at}`, make([`n${at + 1}`, 0])]));

  it('end where texts double at every step', () => {
    const graph = {
      ...sampler({ positive: ['e', 0] }),
      e: { class_type: 'CLIPTextEncode', inputs: { text: ['n0', 0], clip: ['x', 0] } },
      ...chain(60, (next) => ({
        class_type: 'StringConcatenate',
        inputs: { string_a: next, string_b: next, delimiter: '' },
      })),
      n60: { class_type: 'PrimitiveString', inputs: { value: 'ha' } },
    };
    expect(within2s({ api: write(graph) })).toMatchObject({ seed: '1' });
  });

  it('end where conditionings double at every step', () => {
    const graph = {
      ...sampler({ positive: ['n0', 0] }),
      ...chain(300, (next) => ({
        class_type: 'ConditioningCombine',
        inputs: { conditioning_1: next, conditioning_2: next },
      })),
    };
    expect(within2s({ api: write(graph) })).toMatchObject({ prompt: null, seed: '1' });
  });

  it('end where a replacement would grow beyond all measure', () => {
    const inputs = { string: 'a'.repeat(100_000), find: 'a', replace: 'a'.repeat(100_000) };
    const graph = {
      ...sampler({ positive: ['e', 0] }),
      e: { class_type: 'CLIPTextEncode', inputs: { text: ['r', 0], clip: ['x', 0] } },
      r: { class_type: 'StringReplace', inputs },
    };
    expect(within2s({ api: write(graph) })?.prompt).toHaveLength(100_000);
  });

  it('end where everything links to everything', () => {
    const names = Array.from({ length: 150 }, (_, at) => `n${at}`);
    const inputs = Object.fromEntries(names.map((id) => [`image${id.slice(1)}`, [id, 0]]));
    const graph = Object.fromEntries(
      names.map((id, at) => [id, { class_type: at % 2 ? 'SaveImage' : 'ImageBatch', inputs }]),
    );
    expect(within2s({ api: write(graph) })).toMatchObject({ prompt: null });
  });

  it('end where there are a great many nodes', () => {
    const graph = chain(60_000, (next) => ({
      class_type: 'SaveImage',
      inputs: { images: next, prompt: 'x' },
    }));
    within2s({ api: write(graph) });
  });

  it('end where subgraphs multiply', () => {
    const parts = (type: string) =>
      Object.fromEntries(Array.from({ length: 10 }, (_, at) => [at, { type, out: ['IMAGE'] }]));
    const levels = Array.from({ length: 12 }, (_, at) =>
      subgraph(`level${at}`, [], [[0, 0]], parts(`level${at + 1}`)),
    );
    within2s({ ui: uiGraph(parts('level0'), levels) });
  });

  it('end where Set and Get nodes chase each other', () => {
    const ui = uiGraph({
      1: { type: 'GetNode', out: ['*'], values: ['x'] },
      2: { type: 'SetNode', from: { a: [1, 0] }, values: ['x'] },
      3: { type: 'Reroute', from: { '': [3, 0] }, out: ['*'] },
      4: { type: 'SaveImage', from: { images: [1, 0], other: [3, 0] } },
    });
    expect(within2s({ ui })).toMatchObject({ prompt: null });
  });
});
