import type { EventDocument } from '#lib/openset/document.ts';
import type { LocalText } from '#lib/openset/text.ts';

declare global {
  namespace App {
    /** What a page may tell the bar above it. */
    interface PageData {
      event?: EventDocument | null;
      /** The screen's name, for screens that do not draw it themselves. */
      heading?: LocalText;
      /** The screen that this one belongs to, one tap away. */
      up?: { href: string; title: LocalText };
    }
  }
}
