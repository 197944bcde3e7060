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
import { signedBytes } from '#lib/fleet/report.ts';
import { isSigned } from '#lib/server/pack/event-key.ts';
import type { Database } from './database.ts';
import { ReportRefused, type Device, type Devices } from './devices.ts';

type Opened = Extract<Entry, { kind: 'opened' }>;

/** The address that the signature covers, whether the entries came by it or in a file. */
export const entriesAddress = '/api/v1/entries';

export class Entries {
  readonly #database: Database;
  readonly #devices: Devices;

  constructor(database: Database, devices: Devices) {
    this.#database = database;
    this.#devices = devices;
  }

  /** Keeps signed entries; resolves once they are on the disk. Throws ReportRefused. */
  async take(body: string, signature: string): Promise<HandedInAnswer> {
    const parsed = v.safeParse(handedIn, parseJson(body));
    if (!parsed.success) throw new ReportRefused('malformed');
    const { device: id, clockMs, entries } = parsed.output;
    // A tablet that left the fleet still hands in what visitors did on it.
    const device = this.#devices.get(id);
    if (!device) throw new ReportRefused('unknown-device');
    const { publicKey } = device;
    if (
      !isSigned(signedBytes(entriesAddress, body), { algorithm: 'Ed25519', publicKey, signature })
    )
      throw new ReportRefused('bad-signature');
    const offsetS = (clockMs - Date.now()) / 1000;
    const good: Opened[] = [];
    const refused: string[] = [];
    for (const one of entries) {
      const read = v.safeParse(entrySchema, one);
      if (!read.success) refused.push(one.id);
      else if (read.output.kind === 'opened') good.push(read.output);
    }
    await this.#database.write(() => {
      for (const one of good) this.#keep(device, one, offsetS);
      for (const one of refused)
        this.#database.run('INSERT OR IGNORE INTO refused_entry VALUES (?, ?)', one, device.id);
    });
    return { kept: good.map((one) => one.id), refused, verdicts: {} };
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
    return { lines: lines.map((line) => ({ ...line })), refused: row?.count ?? 0 };
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

/** The hour by the hub's clock, where the tablet's is too far off to be believed. */
function trueHour(atMs: number, offsetS: number): number {
  if (Math.abs(offsetS) <= clockWithinS) return atMs;
  return Math.floor((atMs + hourMs / 2 - offsetS * 1000) / hourMs) * hourMs;
}

/** The counts as CSV (RFC 4180), for spreadsheets: UTF-8 with its mark, so that Chinese stays readable. */
export function countsCsv({ lines }: Counts): string {
  const head = ['hour', 'tablet', 'hall', 'station', 'screen', 'opened'];
  const rows = lines.map((line) => [
    new Date(line.hourMs).toISOString(),
    line.number ?? '',
    line.hall,
    line.station,
    line.screen,
    line.count,
  ]);
  const text = [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
  return `\ufeff${text}\r\n`;
}

/** A cell that no spreadsheet takes for a formula. */
function cell(value: string | number): string {
  const text = String(value).replace(/^[=+\-@\t\r]/, "'$&");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
