// What changed between two prompts: phrases first, words inside a changed phrase second.
//
// Comma lists read calmest by phrase, but a small edit inside a phrase must still show; characters
// alone give nonsense in Chinese (measured: EXPERIENCE §3.4). Segmentation comes in as an argument,
// because platforms segment differently: it happens once, when packing.
import type { Phrase, Piece } from './prompt-change.ts';

/** Cuts a text into words, spaces and punctuation; joined again they are the text. */
export type Segment = (text: string) => string[];

/** A phrase is as similar as this before its words are compared. */
const minSimilarity = 0.34;

/** Phrases of the newer text, with those that fell away in their old places. */
export function comparePrompts(older: string, newer: string, segment: Segment): Phrase[] {
  const before = splitPhrases(older);
  const after = splitPhrases(newer);
  return align(before, after, (a, b) => similarity(a, b, segment)).map(([a, b]): Phrase => {
    if (a === null) return { kind: 'added', pieces: [{ kind: 'added', text: b ?? '' }] };
    if (b === null) return { kind: 'removed', pieces: [{ kind: 'removed', text: a }] };
    if (core(a) === core(b)) return { kind: 'kept', pieces: [{ kind: 'kept', text: b }] };
    return { kind: 'changed', pieces: compareWords(segment(a), segment(b)) };
  });
}

/** Cuts after ，、；。！？,;!? and line ends, and after a full stop that ends a sentence. */
export function splitPhrases(text: string): string[] {
  return (
    text
      .match(
        /[^，、；。！？,;!?.\n]*(?:\.(?!\s|$)[^，、；。！？,;!?.\n]*)*[，、；。！？,;!?.\n\s]*/gu,
      )
      ?.filter(Boolean) ?? []
  );
}

const core = (phrase: string): string => phrase.replace(/[，、；。！？,;!?.\s]+$/u, '').trim();

/** Share of words in common, 0 to 1; 1 for phrases that differ only in what ends them. */
function similarity(a: string, b: string, segment: Segment): number {
  if (core(a) === core(b)) return 1;
  const words = (text: string): string[] =>
    segment(core(text).toLowerCase()).filter((word) => word.trim());
  const [left, right] = [words(a), words(b)];
  const rest = [...right];
  const shared = left.filter((word) => {
    const at = rest.indexOf(word);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
  const weight = (list: string[]): number => list.reduce((sum, word) => sum + word.length, 0);
  const total = Math.max(weight(left), weight(right));
  return total === 0 ? 0 : (weight(shared) / total) * 0.98;
}

/** Best pairing in order: exact pairs count most, similar ones by their likeness, others stand alone. */
function align(
  before: string[],
  after: string[],
  likeness: (a: string, b: string) => number,
): [string | null, string | null][] {
  const [rows, columns] = [before.length, after.length];
  const score = Array.from({ length: rows + 1 }, () => new Float64Array(columns + 1));
  const alike = before.map((a) => Float64Array.from(after, (b) => likeness(a, b)));
  const gain = (row: number, column: number): number => {
    const value = alike[row]![column]!;
    return value < minSimilarity ? -1 : value === 1 ? 2 : value;
  };
  for (let row = rows - 1; row >= 0; row -= 1)
    for (let column = columns - 1; column >= 0; column -= 1)
      score[row]![column] = Math.max(
        score[row + 1]![column]!,
        score[row]![column + 1]!,
        score[row + 1]![column + 1]! + gain(row, column),
      );
  const pairs: [string | null, string | null][] = [];
  let [row, column] = [0, 0];
  while (row < rows || column < columns) {
    const here = score[row]![column]!;
    if (
      row < rows &&
      column < columns &&
      gain(row, column) >= 0 &&
      here === score[row + 1]![column + 1]! + gain(row, column)
    )
      pairs.push([before[row++]!, after[column++]!]);
    else if (row < rows && here === score[row + 1]![column]!) pairs.push([before[row++]!, null]);
    else pairs.push([null, after[column++]!]);
  }
  return pairs;
}

/** Word by word; a single character kept between two changes joins them, since it reads as noise. */
function compareWords(before: string[], after: string[]): Piece[] {
  const pairs = align(before, after, (a, b) => (a === b ? 1 : 0));
  const pieces = join(
    pairs.map(([a, b]): Piece => {
      if (a === null) return { kind: 'added', text: b ?? '' };
      return b === null ? { kind: 'removed', text: a } : { kind: 'kept', text: b };
    }),
  );
  const loneAt = (place: number): boolean => {
    const piece = pieces[place]!;
    const inside = place > 0 && place < pieces.length - 1;
    return inside && piece.kind === 'kept' && [...piece.text].length === 1;
  };
  return join(
    pieces.flatMap((piece, place): Piece[] =>
      loneAt(place)
        ? [
            { kind: 'removed', text: piece.text },
            { kind: 'added', text: piece.text },
          ]
        : [piece],
    ),
  );
}

/** Joins neighbours; between two kept pieces what was removed stands before what was added. */
function join(pieces: Piece[]): Piece[] {
  const joined: Piece[] = [];
  let [removed, added] = ['', ''];
  const flush = (): void => {
    if (removed) joined.push({ kind: 'removed', text: removed });
    if (added) joined.push({ kind: 'added', text: added });
    [removed, added] = ['', ''];
  };
  for (const { kind, text } of pieces) {
    const last = joined.at(-1);
    if (kind === 'removed') removed += text;
    else if (kind === 'added') added += text;
    else if (removed === '' && added === '' && last?.kind === 'kept') last.text += text;
    else {
      flush();
      joined.push({ kind, text });
    }
  }
  flush();
  return joined;
}
