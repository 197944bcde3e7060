// Where a picture lies on the board, and how a finger's place becomes a place in it.
import type { Region } from '#lib/openset/media.ts';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** `zoom` 1 shows the whole picture; `x` and `y` are the picture's point in the middle, 0 to 1. */
export interface Zoom {
  zoom: number;
  x: number;
  y: number;
}

export const whole: Zoom = { zoom: 1, x: 0.5, y: 0.5 };
const maxZoom = 6;

/** The box of a picture of `width` × `height` inside `board`, whole and centred, then zoomed. */
export function place(
  board: { width: number; height: number },
  picture: { width: number; height: number },
  { zoom, x, y }: Zoom,
): Box {
  const fit = Math.min(board.width / picture.width, board.height / picture.height) * zoom;
  const width = picture.width * fit;
  const height = picture.height * fit;
  return { x: board.width / 2 - width * x, y: board.height / 2 - height * y, width, height };
}

/** Zooms by `factor` around a point of the picture (0 to 1), never out of it. */
export function zoomBy(
  { zoom, x, y }: Zoom,
  factor: number,
  at: { x: number; y: number } = { x, y },
): Zoom {
  const next = Math.max(1, Math.min(maxZoom, zoom * factor));
  const share = 1 - zoom / next;
  return keep({ zoom: next, x: x + (at.x - x) * share, y: y + (at.y - y) * share });
}

/** Opens at a region: it fills about half of the board. */
export function zoomTo([x, y, width, height]: Region): Zoom {
  const zoom = Math.max(1, Math.min(maxZoom, 0.5 / Math.max(width, height)));
  return keep({ zoom, x: x + width / 2, y: y + height / 2 });
}

function keep({ zoom, x, y }: Zoom): Zoom {
  const margin = 0.5 / zoom;
  const inside = (value: number): number => Math.max(margin, Math.min(1 - margin, value));
  return zoom === 1 ? whole : { zoom, x: inside(x), y: inside(y) };
}
