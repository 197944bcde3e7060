// A result as one picture for the press wall, 3840×2160, drawn on a canvas with the page's own fonts.
import type { RoundView } from '#lib/challenge/live.ts';
import { labelsInBoth } from '#lib/kiosk/labels.ts';
import type { EventDocument } from '#lib/openset/document.ts';
import { read, type LocalText } from '#lib/openset/text.ts';
import type { Subject } from './documents.ts';
import { columnsFor } from './pictures.ts';
import type { PressCell } from './press-cells.ts';
import { both, words } from './words.ts';
import { wrapText } from './wrap.ts';

const width = 3_840;
const height = 2_160;
const edge = 150;
const stripe = 110;
const foot = 170;
const gap = 60;
const colours = {
  paper: '#d6d2c7',
  table: '#f5f3ed',
  ink: '#17171a',
  board: '#0d0d0f',
  tally: '#a50d18',
};
const family = `'Archivo Latin', 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', sans-serif`;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PressMatter {
  round: RoundView;
  subject: Subject;
  event: EventDocument | null;
  /** When it was played, by the host's clock. */
  at: Date;
  /** The shots of the cells, drawn; a device that cannot draw has none. */
  drawn: ReadonlyMap<PressCell, CanvasImageSource>;
}

/** Draws the whole picture. Pictures that cannot be fetched leave their place dark. */
export async function drawPressPicture(
  canvas: HTMLCanvasElement,
  cells: readonly PressCell[],
  { round, subject, event, at, drawn }: PressMatter,
): Promise<void> {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser has no canvas to draw on.');
  await document.fonts.ready;
  const pictures = await Promise.all(cells.map((cell) => drawn.get(cell) ?? pictureOf(cell)));
  const pen = new Pen(context);
  pen.fill(colours.paper, { x: 0, y: 0, width, height });
  pen.stripes();
  let y = stripe + 90;
  y = pen.text(words.challenge, { x: edge, y, size: 62, weight: 700 });
  y = pen.text({ zh: round.title.zh }, { x: edge, y: y + 20, size: 150, weight: 800 });
  y = pen.text({ en: round.title.en }, { x: edge, y: y + 6, size: 104, weight: 800 });
  y = pen.text({ zh: round.brief.zh }, { x: edge, y: y + 24, size: 60, weight: 500 });
  y = pen.text({ en: round.brief.en }, { x: edge, y: y + 4, size: 60, weight: 500 });
  const why = round.result && 'why' in round.result.solution ? round.result.solution.why : null;
  const below = why ? pen.heightOf([{ zh: why.zh }, { en: why.en }], 56) + 40 : 0;
  const room = { x: edge, y: y + 50, width: width - 2 * edge, height: 0 };
  room.height = height - foot - room.y - below - 20;
  cells.forEach((cell, place) =>
    drawCell(pen, cell, boxOf(room, place, cells.length), pictures[place] ?? null, subject),
  );
  if (why) {
    const from = pen.text({ zh: why.zh }, { x: edge, y: room.y + room.height + 24, size: 56 });
    pen.text({ en: why.en }, { x: edge, y: from, size: 56 });
  }
  drawFoot(pen, event, at, round);
}

function boxOf(room: Box, place: number, count: number): Box {
  const columns = columnsFor(count, room.width / room.height, 0.12);
  const rows = Math.ceil(count / columns);
  const box = {
    width: (room.width - gap * (columns - 1)) / columns,
    height: (room.height - gap * (rows - 1)) / rows,
  };
  const across = place % columns;
  return {
    ...box,
    x: room.x + across * (box.width + gap),
    y: room.y + Math.floor(place / columns) * (box.height + gap),
  };
}

function drawCell(
  pen: Pen,
  cell: PressCell,
  box: Box,
  picture: CanvasImageSource | null,
  { films }: Subject,
): void {
  const size = 46;
  const lines = cell.says.map(({ zh, en }) => [zh, en].filter(Boolean).join('  '));
  const wordsHeight = lines.length * size * 1.4;
  const pictureHeight = Math.min(box.height - wordsHeight - 12, (box.width * 9) / 16);
  const frame = {
    x: box.x,
    y: box.y + (box.height - pictureHeight - wordsHeight) / 2,
    width: (pictureHeight * 16) / 9,
    height: pictureHeight,
  };
  pen.picture(picture, frame);
  const made = cell.shows ?? { sample: films[0]?.sample ?? false };
  if (cell.isAccepted) pen.frame(colours.tally, frame, 16);
  pen.labels(labelsInBoth(made), { ...frame, x: frame.x + 16, y: frame.y + 16 });
  let y = frame.y + frame.height + 12;
  for (const line of lines) {
    pen.line(line, { x: box.x, y, size, weight: 700, width: box.width });
    y += size * 1.4;
  }
}

function drawFoot(pen: Pen, event: EventDocument | null, at: Date, round: RoundView): void {
  pen.fill(colours.ink, { x: 0, y: height - foot, width, height: foot });
  const title = event?.title ?? words.openSet;
  const says = [
    [title.zh, title.en].filter(Boolean).join(' '),
    event?.venue ? [event.venue.zh, event.venue.en].filter(Boolean).join(' ') : '',
    // The venue's date, written as ISO 8601 does.
    at.toLocaleDateString('sv-SE'),
    ...(round.isRehearsal ? [read(words.rehearsal, 'zh').words, words.rehearsal.en] : []),
  ];
  const y = height - foot + 52;
  pen.line(says.filter(Boolean).join('  ·  '), {
    x: edge,
    y,
    size: 60,
    weight: 700,
    ink: colours.table,
    width: width - 2 * edge - 900,
  });
  const { zh, en } = both('entriesIn', round.counts.entered);
  pen.line(`${zh}  ${en}`, { x: width - edge, y, size: 52, ink: colours.table, align: 'right' });
}

async function pictureOf({ shows }: PressCell): Promise<CanvasImageSource | null> {
  if (!shows) return null;
  const image = new Image();
  image.src = `/media/${shows.picture.full.sha256}`;
  return image.decode().then(
    () => image,
    () => null,
  );
}

interface Writing {
  x: number;
  y: number;
  size: number;
  weight?: number;
  ink?: string;
  /** Wider lines are set narrower. */
  width?: number;
  align?: 'left' | 'right';
}

class Pen {
  readonly #context: CanvasRenderingContext2D;

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
    context.textBaseline = 'top';
  }

  fill(colour: string, { x, y, width: w, height: h }: Box): void {
    this.#context.fillStyle = colour;
    this.#context.fillRect(x, y, w, h);
  }

  frame(colour: string, { x, y, width: w, height: h }: Box, thick: number): void {
    this.#context.strokeStyle = colour;
    this.#context.lineWidth = thick;
    this.#context.strokeRect(x + thick / 2, y + thick / 2, w - thick, h - thick);
  }

  /** A clapper's bars. */
  stripes(): void {
    const context = this.#context;
    this.fill(colours.table, { x: 0, y: 0, width, height: stripe });
    context.fillStyle = colours.ink;
    for (let x = -stripe; x < width; x += 360) {
      context.beginPath();
      context.moveTo(x, stripe);
      context.lineTo(x + 70, 0);
      context.lineTo(x + 250, 0);
      context.lineTo(x + 180, stripe);
      context.fill();
    }
  }

  /** Covers its box, from the middle. */
  picture(picture: CanvasImageSource | null, box: Box): void {
    this.fill(colours.board, box);
    if (!picture) return;
    const { w, h } = sizeOf(picture);
    const scale = Math.max(box.width / w, box.height / h);
    const [sw, sh] = [box.width / scale, box.height / scale];
    this.#context.drawImage(
      picture,
      (w - sw) / 2,
      (h - sh) / 2,
      sw,
      sh,
      box.x,
      box.y,
      box.width,
      box.height,
    );
  }

  /** Labels that a picture owes, at 6 % of its height (rule 82). */
  labels(labels: readonly string[], box: Box): void {
    const size = Math.max(30, box.height * 0.06);
    let { x } = box;
    for (const label of labels) {
      this.#set(size, 650);
      const wide = this.#context.measureText(label).width + size;
      this.fill(colours.board, { x, y: box.y, width: wide, height: size * 1.5 });
      this.line(label, {
        x: x + size / 2,
        y: box.y + size * 0.25,
        size,
        weight: 650,
        ink: colours.table,
      });
      x += wide + 6;
    }
  }

  line(
    text: string,
    { x, y, size, weight = 500, ink = colours.ink, width: most, align }: Writing,
  ): void {
    this.#set(size, weight);
    this.#context.fillStyle = ink;
    this.#context.textAlign = align ?? 'left';
    this.#context.fillText(text, x, y, most);
  }

  /** Writes one language after the other, each in its own lines; returns where it ended. */
  text(text: LocalText, { x, y, size, weight = 500, ink = colours.ink }: Writing): number {
    let at = y;
    for (const line of this.#lines(text, size, weight)) {
      this.line(line, { x, y: at, size, weight, ink });
      at += size * 1.28;
    }
    return at;
  }

  heightOf(texts: LocalText[], size: number): number {
    return texts.flatMap((text) => this.#lines(text, size, 500)).length * size * 1.28;
  }

  #lines({ zh, en }: LocalText, size: number, weight: number): string[] {
    this.#set(size, weight);
    const measure = (text: string): number => this.#context.measureText(text).width;
    const joined = zh && en ? [`${zh}  ${en}`] : [zh ?? en ?? ''];
    return joined.flatMap((text) => wrapText(text, width - 2 * edge, measure));
  }

  #set(size: number, weight: number): void {
    this.#context.font = `${weight} ${size}px ${family}`;
  }
}

const sizeOf = (picture: CanvasImageSource): { w: number; h: number } =>
  picture instanceof HTMLImageElement
    ? { w: picture.naturalWidth, h: picture.naturalHeight }
    : { w: Number((picture as ImageBitmap).width), h: Number((picture as ImageBitmap).height) };
