// What a rendition says of itself: AI label, source type and credit travel on in XMP.
//
// Names: IPTC Extension 2025.1 (DigitalSourceType), TC260 practice guide (AIGC), PLUS/photoshop (Credit).
import type { AigcLabel, DigitalSourceType } from '#lib/openset/media.ts';

export interface Label {
  digitalSourceType?: DigitalSourceType;
  aigc?: AigcLabel;
  credit?: string;
}

const vocabulary = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** The XMP packet that carries `label`, or `null` where there is nothing to say. */
export function xmpPacket(label: Label): string | null {
  const lines = [
    label.digitalSourceType &&
      `<Iptc4xmpExt:DigitalSourceType>${vocabulary}${label.digitalSourceType}</Iptc4xmpExt:DigitalSourceType>`,
    label.aigc && `<TC260:AIGC>${escape(JSON.stringify(label.aigc))}</TC260:AIGC>`,
    label.credit && `<photoshop:Credit>${escape(label.credit)}</photoshop:Credit>`,
  ].filter(Boolean);
  if (lines.length === 0) return null;
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">${lines.join('')}</rdf:Description></rdf:RDF></x:xmpmeta>`;
}

const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
