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
  /** Whether each has its name beside it. */
  hasNames: boolean;
}

const gap = 1;
/** A name in both languages beside its mark, readable at ten metres. */
const named = { width: 45, height: 12 };
const sizes = [14, 12, 10, 8, 6.5, 5];

export function layMarks(count: number, { width, height }: Room): MarkLayout {
  const namedColumns = Math.max(1, Math.floor(width / named.width));
  const namedRows = Math.floor(height / (named.height + gap));
  if (count <= namedColumns * namedRows)
    return { size: named.height, columns: namedColumns, shown: count, hasNames: true };
  for (const size of sizes) {
    const columns = Math.floor((width + gap) / (size + gap));
    const rows = Math.floor((height + gap) / (size + gap));
    if (count <= columns * rows) return { size, columns, shown: count, hasNames: false };
  }
  const size = sizes.at(-1)!;
  const columns = Math.floor((width + gap) / (size + gap));
  const rows = Math.floor((height + gap) / (size + gap));
  return { size, columns, shown: columns * rows - 1, hasNames: false };
}
