import { describe, expect, it } from 'vitest';
import { node, textToImage, traceApi, type ApiGraph } from './sample-graphs.ts';
import { traceComfy, type ComfyTrace } from './trace.ts';

describe('texts', () => {
  const encoding = (text: unknown, parts: ApiGraph): ComfyTrace =>
    traceApi(textToImage({ '6': node('CLIPTextEncode', { text, clip: ['4', 1] }), ...parts }));

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
    expect(traceApi(api).effectivePrompt).toBe('from the run before');
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
    expect(traceApi(textToImage({ '6': fixed }))).toMatchObject({
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
    const found = traceApi(textToImage({ '6': node(type, { ...inputs, clip: ['4', 1] }) }));
    expect(found).toMatchObject({ prompt: 'a hill', confidence: 'exact' });
  });

  it('reads both sides of a styler, and says that it added words', () => {
    const found = traceApi(
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
