// Saves the result on the wall as a picture file.
import type { RoundView } from '#lib/challenge/live.ts';
import { readEvent, readSubject } from '#lib/stage/documents.ts';
import { drawShots } from '#lib/stage/draw-shots.ts';
import { pressCells } from '#lib/stage/press-cells.ts';
import { drawPressPicture } from '#lib/stage/press-picture.ts';

/** Downloads the picture; does nothing where the challenge cannot be read. */
export async function savePressPicture(round: RoundView): Promise<void> {
  const [subject, event] = await Promise.all([readSubject(round.challenge), readEvent()]);
  if (!subject) return;
  const cells = pressCells(round, subject);
  const shots = cells.flatMap((cell) => (cell.shot ? [{ cell, shot: cell.shot }] : []));
  const pictures = await drawShots(
    subject.set,
    shots.map(({ shot }) => shot),
  );
  const drawn = new Map(
    shots.flatMap(({ cell }, place) => (pictures[place] ? [[cell, pictures[place]] as const] : [])),
  );
  const canvas = document.createElement('canvas');
  await drawPressPicture(canvas, cells, { round, subject, event, at: new Date(), drawn });
  const file = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (file) download(file, `${round.challenge}.png`);
}

function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
