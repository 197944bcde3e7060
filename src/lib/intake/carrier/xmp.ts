// XMP, as far as it speaks of how a picture was made: its properties, found by namespace, since
// writers choose their own prefixes; elements, attributes and lists mean the same (ISO 16684-1).
// It reads what is well-formed and leaves out the rest, in one pass over the packet.

export interface XmpProperty {
  namespace: string;
  name: string;
  value: string;
}

/** Namespaces that readers ask for, under the prefixes that their standards print. */
export const wellKnown: Record<string, string | undefined> = {
  'http://iptc.org/std/Iptc4xmpExt/2008-02-29/': 'Iptc4xmpExt',
  'http://www.tc260.org.cn/ns/AIGC/1.0/': 'TC260',
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://ns.adobe.com/xap/1.0/': 'xmp',
  'http://ns.adobe.com/exif/1.0/': 'exif',
  'http://ns.adobe.com/tiff/1.0/': 'tiff',
  'http://ns.adobe.com/photoshop/1.0/': 'photoshop',
};
const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** Against packets made to hurt; real ones have a few hundred properties. */
const limits = { characters: 8 * 2 ** 20, properties: 5_000, depth: 100 };

/** An element that is open. Lists and their items have no name of their own. */
interface Frame {
  namespaces: ReadonlyMap<string, string>;
  property: { namespace: string; name: string } | null;
  text: string[];
}

/** Every property of the packet that has a text, in its order; list items one by one. */
export function readXmp(packet: string): XmpProperty[] {
  const found: XmpProperty[] = [];
  const open: Frame[] = [{ namespaces: new Map(), property: null, text: [] }];
  const text = packet.length > limits.characters ? '' : packet;
  for (let at = 0; at < text.length && found.length < limits.properties;) {
    const tag = text.indexOf('<', at);
    open.at(-1)!.text.push(text.slice(at, tag < 0 ? undefined : tag));
    if (tag < 0) break;
    const end = endOfMarkup(text, tag);
    const markup = text.slice(tag, end);
    if (markup.startsWith('<![CDATA[')) open.at(-1)!.text.push(escape(markup.slice(9, -3)));
    else if (markup.startsWith('</')) close(open, found);
    else if (!/^<[!?]/.test(markup)) {
      if (open.length > limits.depth) break;
      openElement(open, found, markup.slice(1, -1));
      if (markup.endsWith('/>')) close(open, found);
    }
    at = end;
  }
  return found;
}

/** Behind the tag, comment or instruction that begins at `from`. */
function endOfMarkup(text: string, from: number): number {
  const [close] = [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ].flatMap(([begin = '', end]) => (text.startsWith(begin, from) ? [end] : []));
  if (close !== undefined) {
    const end = text.indexOf(close, from);
    return end < 0 ? text.length : end + close.length;
  }
  // A `>` inside an attribute's quotes does not end the tag.
  let quote = '';
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at]!;
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '>') return at + 1;
    else if (character === '"' || character === "'") quote = character;
  }
  return text.length;
}

function openElement(open: Frame[], found: XmpProperty[], markup: string): void {
  const { name, attributes } = readTag(markup);
  const outer = open.at(-1)!.namespaces;
  const declared = attributes.filter(([key]) => key.startsWith('xmlns:'));
  const namespaces =
    declared.length === 0
      ? outer
      : new Map([...outer, ...declared.map(([key, value]) => [key.slice(6), value] as const)]);
  const resolve = (qualified: string): { namespace: string; name: string } | null => {
    const colon = qualified.indexOf(':');
    const namespace = namespaces.get(qualified.slice(0, Math.max(colon, 0)));
    return namespace === undefined ? null : { namespace, name: qualified.slice(colon + 1) };
  };
  const own = resolve(name);
  const property = own === null || own.namespace === rdf || own.name === 'xmpmeta' ? null : own;
  open.push({ namespaces, property, text: [] });
  for (const [key, value] of attributes) {
    const attribute = resolve(key);
    if (attribute?.namespace === rdf) {
      if (attribute.name === 'resource') add(found, property ?? owner(open), value);
    } else if (attribute?.namespace !== 'adobe:ns:meta/') add(found, attribute, value);
  }
}

/** Name and attributes of a tag, its entities resolved. */
function readTag(markup: string): { name: string; attributes: [string, string][] } {
  const name = /^[^\s/>]*/.exec(markup)?.[0] ?? '';
  const attributes: [string, string][] = [];
  for (let at = name.length; at < markup.length;) {
    const equals = markup.indexOf('=', at);
    if (equals < 0) break;
    const begin =
      equals + 1 + (/^\s*/.exec(markup.slice(equals + 1, equals + 32))?.[0].length ?? 0);
    const quote = markup[begin];
    const end = quote === '"' || quote === "'" ? markup.indexOf(quote, begin + 1) : -1;
    if (end < 0) break;
    attributes.push([markup.slice(at, equals).trim(), unescape(markup.slice(begin + 1, end))]);
    at = end + 1;
  }
  return { name, attributes };
}

function close(open: Frame[], found: XmpProperty[]): void {
  if (open.length < 2) return;
  const { property, text } = open.at(-1)!;
  add(found, property ?? owner(open), unescape(text.join('')).trim());
  open.pop();
}

/** The property that a list item or an unnamed structure belongs to. */
const owner = (open: Frame[]): Frame['property'] =>
  open.findLast(({ property }) => property !== null)?.property ?? null;

function add(found: XmpProperty[], property: Frame['property'], value: string): void {
  if (property !== null && value !== '') found.push({ ...property, value });
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

const escape = (text: string): string => text.replaceAll('&', '&amp;');

const unescape = (text: string): string =>
  text.includes('&')
    ? text.replaceAll(
        /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{1,6}));/g,
        (whole, decimal?: string, hex?: string, name?: string) => {
          if (name !== undefined) return entities[name] ?? whole;
          const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
          return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
        },
      )
    : text;
