// The staff board's live state: every tablet judged anew each second, and told where it changed.
import type { ServerResponse } from 'node:http';
import type { BoardNews, Details, Row, Standing } from '#lib/fleet/board.ts';
import { judge, type Heard, type Verdict } from '#lib/fleet/readiness.ts';
import type { Expected } from '#lib/fleet/report.ts';
import type { Device, Devices } from './devices.ts';

const tellMs = 1_000;
/** Proxies and phones cut streams that are silent. */
const stillThereMs = 15_000;

export interface BoardSource {
  devices: Devices;
  expected(hall: string): Promise<Expected>;
  standing(): Promise<Standing>;
}

export class Board {
  readonly #source: BoardSource;
  readonly #viewers = new Set<ServerResponse>();
  /** Rows as they were last told, by tablet. */
  #told = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;
  #lastMs = 0;
  #standing = '';

  constructor(source: BoardSource) {
    this.#source = source;
  }

  /** Every tablet, and what is true of the event. */
  async whole(): Promise<BoardNews> {
    const devices = this.#source.devices.list();
    const halls = [...new Set(devices.map(({ hall }) => hall))];
    const expected = new Map(
      await Promise.all(
        halls.map(async (hall) => [hall, await this.#source.expected(hall)] as const),
      ),
    );
    const rows = devices.flatMap((device) => {
      const wanted = expected.get(device.hall);
      return wanted ? [rowOf(device, wanted, Date.now())] : [];
    });
    return { isWhole: true, standing: await this.#source.standing(), rows };
  }

  async details(device: Device): Promise<Details> {
    const expected = await this.#source.expected(device.hall);
    const nowMs = Date.now();
    return {
      row: rowOf(device, expected, nowMs),
      heardAgoS: heardOf(device, nowMs)?.agoS ?? null,
      checks: judge(heardOf(device, nowMs), expected).checks,
    };
  }

  /** Sends the whole board and then what changes, until the viewer leaves. */
  async stream(response: ServerResponse): Promise<void> {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write(`retry: 2000\n${message(await this.whole())}`);
    if (response.destroyed) return;
    this.#viewers.add(response);
    response.once('close', () => this.#leave(response));
    this.#timer ??= setInterval(() => void this.#tell(), tellMs);
  }

  /** Ends every stream. */
  close(): void {
    for (const viewer of this.#viewers) viewer.end();
  }

  #leave(viewer: ServerResponse): void {
    this.#viewers.delete(viewer);
    if (this.#viewers.size > 0 || !this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#told = new Map();
  }

  async #tell(): Promise<void> {
    const news = await this.whole();
    const isFirst = this.#told.size === 0;
    const rows = news.rows.filter((row) => {
      const text = JSON.stringify(row);
      const isNew = this.#told.get(row.id) !== text;
      if (isNew) this.#told.set(row.id, text);
      return isNew || isFirst;
    });
    const standing = JSON.stringify({ ...news.standing, nowMs: 0 });
    const isSilent = rows.length === 0 && standing === this.#standing;
    if (isSilent && news.standing.nowMs - this.#lastMs < stillThereMs) return;
    this.#lastMs = news.standing.nowMs;
    this.#standing = standing;
    const text = message({ isWhole: false, standing: news.standing, rows });
    // A viewer that does not read is cut off; it comes back and gets the whole board.
    for (const viewer of this.#viewers)
      if (viewer.writableLength > 4 * 2 ** 20) viewer.destroy();
      else viewer.write(text);
  }
}

const message = (news: BoardNews): string => `data: ${JSON.stringify(news)}\n\n`;

function heardOf({ evidence, heardMs, clockOffsetS }: Device, nowMs: number): Heard | null {
  return evidence && heardMs !== null
    ? { evidence, agoS: Math.max(0, (nowMs - heardMs) / 1000), clockOffsetS }
    : null;
}

function rowOf(device: Device, expected: Expected, nowMs: number): Row {
  const { id, number, hall, station, evidence, findUntilMs, cleanUntilMs } = device;
  const { pile, problems, offline } = judge(heardOf(device, nowMs), expected);
  const isMoving =
    evidence && ['checking', 'fetching', 'proving'].includes(evidence.transfer.phase);
  const { doneBytes = 0, totalBytes = 0, bytesPerSecond = 0 } = evidence?.transfer ?? {};
  const stillTo = (untilMs: number | null): number | null =>
    untilMs !== null && untilMs > nowMs ? untilMs : null;
  return {
    id,
    number,
    hall,
    station,
    pile,
    problems,
    offline: roughly(offline),
    transfer: isMoving ? { doneBytes, totalBytes, bytesPerSecond } : null,
    findUntilMs: stillTo(findUntilMs),
    cleanUntilMs: stillTo(cleanUntilMs),
  };
}

/** Whole minutes, so that a silent tablet is not news every second. */
function roughly(offline: Verdict['offline']): Verdict['offline'] {
  return offline?.runwayS ? { runwayS: Math.floor(offline.runwayS / 60) * 60 } : offline;
}
