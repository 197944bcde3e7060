// XMP, as far as it speaks of how a picture was made. Fields are found by namespace, since writers
// choose their own prefixes; elements and attributes mean the same (ISO 16684-1).

export const namespaces = {
  iptcExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  tc260: 'http://www.tc260.org.cn/ns/AIGC/1.0/',
  dc: 'http://purl.org/dc/elements/1.1/',
} as const;

/** Longer packets are not searched. */
const maxCharacters = 4 * 2 ** 20;

/** The value of a property, without mark-up and entities; `null` where the packet lacks it. */
export function xmpField(packet: string, namespace: string, name: string): string | null {
  if (packet.length > maxCharacters) return null;
  for (const [, prefix = ''] of packet.matchAll(
    new RegExp(`xmlns:([\\w.-]+)\\s*=\\s*["']${escapePattern(namespace)}["']`, 'g'),
  )) {
    const tag = `${escapePattern(prefix)}:${name}`;
    const attribute = new RegExp(`[\\s]${tag}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(packet);
    if (attribute) return clean(attribute[1] ?? attribute[2] ?? '');
    const open = new RegExp(`<${tag}(\\s[^>]*?)?(/?)>`).exec(packet);
    if (!open) continue;
    const resource = /rdf:resource\s*=\s*["']([^"']*)["']/.exec(open[1] ?? '')?.[1];
    if (resource !== undefined) return clean(resource);
    if (open[2] === '/') return null;
    const from = open.index + open[0].length;
    const to = packet.indexOf(`</${prefix}:${name}`, from);
    if (to < 0) return null;
    const inner = packet.slice(from, to);
    const item = /<rdf:li[^>]*>([\s\S]*?)<\/rdf:li>/.exec(inner)?.[1];
    return clean((item ?? inner).replaceAll(/<[^>]*>/g, ''));
  }
  return null;
}

const escapePattern = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function clean(text: string): string | null {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  const plain = text
    .replaceAll(
      /&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g,
      (whole, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return named[name] ?? whole;
        const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16);
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      },
    )
    .trim();
  return plain === '' ? null : plain;
}
