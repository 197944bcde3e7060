// Texts of a file as readers want them: one list, whatever container and wrapping they came in.
import type { Block } from '../container/container.ts';
import { asText, isRecord, parseNested } from '../json.ts';
import { readXmp, wellKnown } from './xmp.ts';

/** A text with the name and place that it was found under. */
export class Passage {
  readonly key: string;
  readonly text: string;
  readonly locator: string;
  #json: { value: unknown } | null = null;

  constructor(key: string, text: string, locator: string) {
    this.key = key;
    this.text = text;
    this.locator = locator;
  }

  /** Its value, where it is JSON, however often encoded; `undefined` else. Parsed once. */
  get json(): unknown {
    this.#json ??= { value: /^\s*["{[]/.test(this.text) ? parseNested(this.text) : undefined };
    return this.#json.value;
  }

  /** Its value where that is an object. */
  get record(): Record<string, unknown> | null {
    return isRecord(this.json) ? this.json : null;
  }
}

/** Names under which converters put a PNG's texts into one JSON object of a JPEG or WebP. */
const wrapped = [
  'Comment',
  'Description',
  'Software',
  'Source',
  'parameters',
  'parameters-json',
  'generation_data',
  'invokeai_metadata',
  'sd-metadata',
  'Dream',
  'AIGC',
];

/** Every text among `blocks`, and what is wrapped in them. */
export function passagesOf(blocks: readonly Block[]): Passage[] {
  return blocks.flatMap(({ key, text, locator }) => {
    if (text === null) return [];
    if (key === 'xmp' || key === 'XML:com.adobe.xmp') return xmpPassages(text, locator);
    const passage = new Passage(key, text, locator);
    return [passage, ...unwrap(passage)];
  });
}

function xmpPassages(packet: string, locator: string): Passage[] {
  return readXmp(packet).map(({ namespace, name, value }) => {
    const prefix = wellKnown[namespace];
    const key = prefix === undefined ? `{${namespace}}${name}` : `${prefix}:${name}`;
    return new Passage(key, value, `${locator}:${key}`);
  });
}

function unwrap(passage: Passage): Passage[] {
  const names = wrapped.filter((name) => passage.text.includes(`"${name}"`));
  if (names.length === 0 || passage.record === null) return [];
  return names.flatMap((name) => {
    const value = passage.record?.[name];
    const text = isRecord(value) ? JSON.stringify(value, bigAsText) : asText(value);
    return text === null ? [] : [new Passage(name, text, `${passage.locator}:${name}`)];
  });
}

/** Whole numbers that JSON cannot hold exactly are written as text. */
const bigAsText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;
