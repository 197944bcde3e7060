// Room for the crew: how large the marks of everybody who joined can be.

/** In hundredths of the wall's height. */
export interface Room {
  width: number;
  height: number;
}

export interface MarkLayout {
  /** Side of a mark. */
  size: number;
  columns: number;
  /** Marks that fit; the rest is told as a number. */
  shown: number;
  /** Whether each has its name beside it; if not, there is room for the name of the newest. */
  hasNames: boolean;
}

const gap = 1;
/** A name in both languages beside its mark, readable at ten metres. */
const named = { width: 76, height: 11 };
const sizes = [14, 12, 10, 8, 6.5, 5];

export function layMarks(count: number, { width, height }: Room): MarkLayout {
  const namedColumns = Math.max(1, Math.floor((width + gap) / (named.width + gap)));
  const namedRows = Math.floor((height + gap) / (named.height + gap));
  if (count <= namedColumns * namedRows)
    return { size: named.height, columns: namedColumns, shown: count, hasNames: true };
  const left = width - named.width - gap;
  const layouts = sizes.map((size) => lay(size, { width: left, height }));
  const fitting = layouts.find(({ columns, rows }) => count <= columns * rows);
  const { size, columns, rows } = fitting ?? layouts.at(-1)!;
  return { size, columns, shown: fitting ? count : columns * rows - 1, hasNames: false };
}

const lay = (size: number, { width, height }: Room) => ({
  size,
  columns: Math.floor((width + gap) / (size + gap)),
  rows: Math.floor((height + gap) / (size + gap)),
});

/** Seats in the order in which they were first heard of, each once. */
export const inOrder = (...heard: readonly (readonly number[])[]): number[] => [
  ...new Set(heard.flat()),
];
