// Decoded pictures around the finger: a small one of every stop, a larger ring, and the full one at
// rest. Something is always there to be drawn, and memory has a bound whatever the walk's length.
import type { Picture, Rendition } from '#lib/openset/media.ts';

/** Rungs, from the one that must be there at once to the one worth waiting for. */
const rungs = ['thumb', 'proxy', 'full'] as const;
type Rung = (typeof rungs)[number];

/** Bytes of bitmaps (width × height × 4) at the most. */
export const budgetBytes = 112 * 2 ** 20;

/** Stops around the finger that keep a proxy. */
const ring = 3;

/** A decoded picture; the same object as long as it is held. */
export interface Held {
  readonly bitmap: ImageBitmap;
  readonly rung: Rung;
  readonly bytes: number;
}

export interface LadderOptions {
  /** Fetches and decodes one rendition, at most `maxWidth` wide. */
  decode(rendition: Rendition, maxWidth: number, signal: AbortSignal): Promise<ImageBitmap>;
  /** Called whenever pictures have come or gone. */
  onChange(): void;
}

/** Fetches from the device and decodes off the main thread's way. */
export async function decodeMedia(
  rendition: Rendition,
  maxWidth: number,
  signal: AbortSignal,
): Promise<ImageBitmap> {
  const response = await fetch(`/media/${rendition.sha256}`, { signal });
  if (!response.ok) throw new Error(`/media/${rendition.sha256} answered ${response.status}`);
  const blob = await response.blob();
  const isLarge = rendition.width > maxWidth;
  return createImageBitmap(blob, isLarge ? { resizeWidth: maxWidth, resizeQuality: 'medium' } : {});
}

export class Ladder {
  readonly #pictures: (Picture | null)[];
  readonly #options: LadderOptions;
  readonly #held = new Map<string, Held>();
  readonly #coming = new Map<string, AbortController>();
  #bytes = 0;
  #wanted: string[] = [];
  #maxWidth = 1920;

  constructor(pictures: (Picture | null)[], options: LadderOptions) {
    this.#pictures = pictures;
    this.#options = options;
  }

  /** Bytes of bitmaps that are held now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The best picture of a stop that is decoded. */
  best(at: number): Held | null {
    for (const rung of rungs.toReversed()) {
      const held = this.#held.get(keyOf(at, rung));
      if (held) return held;
    }
    return null;
  }

  /**
   * Says where the finger is: `shown` stops need their full picture when `resting`; all others are
   * kept by their distance. `maxWidth` is the board's width in device pixels.
   */
  focus(shown: number[], resting: boolean, maxWidth: number): void {
    this.#maxWidth = Math.max(640, maxWidth);
    const [at = 0] = shown;
    const nearest = this.#pictures
      .map((_, place) => place)
      .sort((a, b) => Math.abs(a - at) - Math.abs(b - at));
    const around = nearest.filter((place) => Math.abs(place - at) <= ring);
    const list = [
      ...shown.map((place) => keyOf(place, 'thumb')),
      ...shown.map((place) => keyOf(place, 'proxy')),
      ...(resting ? shown.map((place) => keyOf(place, 'full')) : []),
      ...around.map((place) => keyOf(place, 'thumb')),
      ...(resting ? around.map((place) => keyOf(place, 'proxy')) : []),
      ...nearest.map((place) => keyOf(place, 'thumb')),
    ];
    this.#wanted = this.#withinBudget([...new Set(list)]);
    const wanted = new Set(this.#wanted);
    for (const [key, controller] of this.#coming) if (!wanted.has(key)) controller.abort();
    this.#evict(wanted);
    this.#work();
  }

  close(): void {
    this.#wanted = [];
    for (const controller of this.#coming.values()) controller.abort();
    for (const { bitmap } of this.#held.values()) bitmap.close();
    this.#held.clear();
    this.#bytes = 0;
  }

  #rendition(key: string): Rendition | null {
    const [at, rung] = key.split(':');
    return this.#pictures[Number(at)]?.[rung as Rung] ?? null;
  }

  /** Width × height × 4 of a rendition as it is decoded here. */
  #cost(key: string): number {
    const rendition = this.#rendition(key);
    if (!rendition) return 0;
    const scale = Math.min(1, this.#maxWidth / rendition.width);
    return Math.round(rendition.width * scale) * Math.round(rendition.height * scale) * 4;
  }

  #withinBudget(keys: string[]): string[] {
    let bytes = 0;
    return keys.filter((key) => {
      const cost = this.#cost(key);
      if (cost === 0 || bytes + cost > budgetBytes) return false;
      bytes += cost;
      return true;
    });
  }

  #evict(wanted: Set<string>): void {
    const gone = [...this.#held].filter(([key]) => !wanted.has(key));
    for (const [key, { bitmap, bytes }] of gone) {
      bitmap.close();
      this.#held.delete(key);
      this.#bytes -= bytes;
    }
    if (gone.length > 0) this.#options.onChange();
  }

  /** Two at a time, most wanted first, so that the picture under the finger never waits for others. */
  #work(): void {
    for (const key of this.#wanted) {
      if (this.#coming.size >= 2) return;
      if (this.#held.has(key) || this.#coming.has(key)) continue;
      const rendition = this.#rendition(key);
      if (rendition) void this.#fetch(key, rendition);
    }
  }

  async #fetch(key: string, rendition: Rendition): Promise<void> {
    const controller = new AbortController();
    this.#coming.set(key, controller);
    try {
      const bitmap = await this.#options.decode(rendition, this.#maxWidth, controller.signal);
      if (!this.#wanted.includes(key) || this.#held.has(key)) bitmap.close();
      else {
        const bytes = bitmap.width * bitmap.height * 4;
        this.#held.set(key, { bitmap, rung: key.split(':')[1] as Rung, bytes });
        this.#bytes += bytes;
        this.#options.onChange();
      }
    } catch (error) {
      // A picture that cannot be had now is tried again when the finger comes back to it.
      if (!controller.signal.aborted) {
        this.#wanted = this.#wanted.filter((one) => one !== key);
        console.warn(error);
      }
    } finally {
      this.#coming.delete(key);
      this.#work();
    }
  }
}

const keyOf = (at: number, rung: Rung): string => `${at}:${rung}`;
