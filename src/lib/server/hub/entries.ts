// What tablets handed in, each entry once, whatever was repeated, reordered or answered too late.
import * as v from 'valibot';
import { parseJson } from '#lib/openset/parse-json.ts';
import {
  entry as entrySchema,
  handedIn,
  hourMs,
  type Counts,
  type Entry,
  type HandedInAnswer,
} from '#lib/fleet/entries.ts';
import { clockWithinS } from '#lib/fleet/readiness.ts';
import type { Verdict } from '#lib/challenge/live.ts';
import type { Allowance } from './allowance.ts';
import type { Answers, Kept } from './answers.ts';
import { toCsv } from './csv.ts';
import type { Database } from './database.ts';
import { ReportRefused, type Device, type Devices } from './devices.ts';

type Opened = Extract<Entry, { kind: 'opened' }>;
type Answered = Extract<Entry, { kind: 'answer' }>;

/** The address that the signature covers, whether the entries came by it or in a file. */
export const entriesAddress = '/api/v1/entries';

export class Entries {
  readonly #database: Database;
  readonly #devices: Devices;
  readonly #answers: Answers;

  constructor(database: Database, devices: Devices, answers: Answers) {
    this.#database = database;
    this.#devices = devices;
    this.#answers = answers;
  }

  /**
   * Keeps signed entries; resolves once they are on the disk. `allowance` slows down tablets that send
   * too much; what was carried here in a file has none. Throws ReportRefused.
   */
  async take(
    body: string,
    signature: string,
    allowance: Allowance | null,
  ): Promise<HandedInAnswer> {
    const parsed = v.safeParse(handedIn, parseJson(body));
    if (!parsed.success) throw new ReportRefused('malformed');
    const { device: id, clockMs, entries } = parsed.output;
    // A tablet that left the fleet still hands in what visitors did on it.
    const device = this.#devices.get(id);
    if (!device) throw new ReportRefused('unknown-device');
    if (!this.#devices.isSigned(device, signature, entriesAddress, body))
      throw new ReportRefused('bad-signature');
    if (allowance?.takes(id) === false) throw new ReportRefused('too-fast');
    const aheadMs = aheadOf(device, clockMs, allowance === null);
    const opened: Opened[] = [];
    const answered: Answered[] = [];
    const refused: string[] = [];
    for (const one of entries) {
      const read = v.safeParse(entrySchema, one);
      if (!read.success) refused.push(one.id);
      else if (read.output.kind === 'opened') opened.push(read.output);
      else answered.push(read.output);
    }
    const read = await Promise.all(
      answered.map((one) =>
        this.#answers.read({ ...one, madeMs: trueTime(one, clockMs, aheadMs) }),
      ),
    );
    const from = { id, seat: device.number, isPhone: false };
    const kept = await this.#database.write(() => {
      for (const one of opened) this.#keep(device, one, aheadMs / 1000);
      for (const one of refused)
        this.#database.run('INSERT OR IGNORE INTO refused_entry VALUES (?, ?)', one, id);
      return read.map((one) => this.#answers.keep(one, from, Date.now()));
    });
    this.#answers.tell(kept, from);
    return answerTo(opened, kept, refused);
  }

  /** How often each screen was opened, by hour and station, newest hour first. */
  counts(): Counts {
    const lines = this.#database.all<Counts['lines'][number]>(
      `SELECT e.hour_ms AS hourMs, d.number, e.hall, e.station, e.screen, SUM(e.count) AS count
       FROM opened e JOIN device d ON d.id = e.device
       GROUP BY e.hour_ms, e.device, e.hall, e.station, e.screen
       ORDER BY e.hour_ms DESC, d.number, e.screen`,
    );
    const row = this.#database.get<{ count: number }>(
      'SELECT COUNT(*) AS count FROM refused_entry',
    );
    const refused = (row?.count ?? 0) + this.#answers.refused;
    return { lines: lines.map((line) => ({ ...line })), refused };
  }

  #keep({ id: device, hall, station }: Device, one: Opened, offsetS: number): void {
    this.#database.run(
      'INSERT OR IGNORE INTO opened VALUES (?, ?, ?, ?, ?, ?, ?)',
      one.id,
      device,
      hall,
      station,
      one.screen,
      trueHour(one.hourMs, offsetS),
      one.count,
    );
  }
}

function answerTo(opened: Opened[], kept: Kept[], refused: string[]): HandedInAnswer {
  const verdicts: Record<string, Verdict> = {};
  const answer = { kept: opened.map(({ id }) => id), refused, verdicts };
  for (const { id, verdict } of kept) {
    verdicts[id] = verdict;
    (verdict === 'refused' ? answer.refused : answer.kept).push(id);
  }
  return answer;
}

/**
 * How far the tablet's clock is ahead of ours. A file is older than its tablet's clock is wrong: there
 * the clock is believed to be as it was heard last.
 */
function aheadOf({ clockOffsetS }: Device, clockMs: number, isCarried: boolean): number {
  const aheadMs = clockMs - Date.now();
  return isCarried ? Math.max(aheadMs, (clockOffsetS ?? 0) * 1000) : aheadMs;
}

/**
 * When a lone answer was made, by the hub's clock: a tablet that never heard the hub goes by its own,
 * and that may be ahead, or have begun in another year.
 */
function trueTime({ madeMs, round }: Answered, clockMs: number, aheadMs: number): number {
  if (round !== null) return madeMs;
  const isOwnTime =
    aheadMs > 0 ? madeMs > Date.now() : aheadMs < -clockWithinS * 1000 && madeMs <= clockMs;
  return isOwnTime ? madeMs - Math.round(aheadMs) : madeMs;
}

/** The hour by the hub's clock, where the tablet's is too far off to be believed. */
function trueHour(atMs: number, offsetS: number): number {
  if (Math.abs(offsetS) <= clockWithinS) return atMs;
  return Math.floor((atMs + hourMs / 2 - offsetS * 1000) / hourMs) * hourMs;
}

/** The counts as a table. */
export const countsCsv = ({ lines }: Counts): string =>
  toCsv(
    ['hour', 'tablet', 'hall', 'station', 'screen', 'opened'],
    lines.map((line) => [
      new Date(line.hourMs).toISOString(),
      line.number ?? '',
      line.hall,
      line.station,
      line.screen,
      line.count,
    ]),
  );
