// The tablets of the event: who they are, where they stand, what was last heard of each.
import { createHash, randomUUID, verify, type KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { parseJson } from '#lib/openset/parse-json.ts';
import { liveAddress } from '#lib/challenge/live.ts';
import { evidence as evidenceSchema, type Evidence } from '#lib/fleet/evidence.ts';
import {
  report as reportSchema,
  reportAddress,
  signedBytes,
  type Orders,
  type Place,
  type Report,
} from '#lib/fleet/report.ts';
import type { Command, DeviceChange } from '#lib/fleet/staff.ts';
import { publicKeyOf } from '#lib/server/pack/event-key.ts';
import type { Database } from './database.ts';

/** How long a tablet shows its number, and stays dark to be wiped. */
export const findMs = 60_000;
export const cleanMs = 30_000;
/** Reports of one tablet that come faster than this are not all answered. */
const shortestGapMs = 20;

export interface Device {
  id: string;
  publicKey: string;
  /** `null` once it left the fleet. */
  number: number | null;
  hall: string;
  station: string;
  joinedMs: number;
  lastSequence: number;
  heardMs: number | null;
  clockOffsetS: number | null;
  evidence: Evidence | null;
  /** Passing wishes of staff; a hub that starts anew has none. */
  findUntilMs: number | null;
  cleanUntilMs: number | null;
  reload: string | null;
  lookAgain: string | null;
}

/** Why a report was not taken. */
export class ReportRefused extends Error {
  readonly why: 'unknown-device' | 'bad-signature' | 'too-fast' | 'replayed' | 'malformed';
  readonly lastSequence: number;

  constructor(why: ReportRefused['why'], lastSequence = 0) {
    super(why);
    this.why = why;
    this.lastSequence = lastSequence;
  }
}

/** A number that another tablet of the fleet has. */
export class NumberTaken extends Error {}

interface Stored {
  id: string;
  public_key: string;
  number: number | null;
  hall: string;
  station: string;
  joined_ms: number;
  last_sequence: number;
  heard_ms: number | null;
  clock_offset_s: number | null;
  evidence: string | null;
}

export class Devices {
  readonly #database: Database;
  readonly #known = new Map<string, Device>();
  readonly #keys = new WeakMap<Device, KeyObject>();
  /** Signatures under which tablets may listen. */
  readonly #listening = new WeakMap<Device, string>();

  constructor(database: Database) {
    this.#database = database;
    for (const stored of database.all<Stored>('SELECT * FROM device'))
      this.#known.set(stored.id, fromStored(stored));
  }

  /** All that ever joined, those that left included. */
  list(): Device[] {
    return [...this.#known.values()];
  }

  get(id: string): Device | null {
    return this.#known.get(id) ?? null;
  }

  /** Whether `device` signed this for this address. */
  isSigned(
    device: Device,
    signature: string,
    address: string,
    body: string,
    method?: 'POST' | 'GET',
  ): boolean {
    let key = this.#keys.get(device);
    if (!key) this.#keys.set(device, (key = publicKeyOf(device.publicKey)));
    const signed = signedBytes(address, body, method);
    return verify(null, signed, key, Buffer.from(signature, 'base64url'));
  }

  /**
   * Whether `device` signed that it listens. It signs the same each time, so what held once is known
   * when a whole hall comes back from a cut.
   */
  mayListen(device: Device, signature: string): boolean {
    if (this.#listening.get(device) === signature) return true;
    if (!this.isSigned(device, signature, liveAddress, '', 'GET')) return false;
    this.#listening.set(device, signature);
    return true;
  }

  /** Takes a tablet into the fleet under the lowest free number; the same key is the same tablet. */
  async enrol(publicKey: string): Promise<Device> {
    const id = createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex');
    const before = this.#known.get(id);
    if (before && before.number !== null) return before;
    const device = await this.#database.write(() => {
      const number = this.#freeNumber();
      this.#database.run(
        `INSERT INTO device (id, public_key, number, hall, station, joined_ms, last_sequence)
         VALUES (?, ?, ?, '', '', ?, 0)
         ON CONFLICT DO UPDATE SET number = excluded.number`,
        id,
        publicKey,
        number,
        Date.now(),
      );
      return fromStored(this.#stored(id));
    });
    this.#known.set(id, device);
    return device;
  }

  /** Hears a signed report. Throws ReportRefused; resolves once it is durable. */
  async hear(body: string, signature: string): Promise<Device> {
    const { device, report } = this.#open(body, signature);
    const nowMs = Date.now();
    if (device.heardMs !== null && Math.abs(nowMs - device.heardMs) < shortestGapMs)
      throw new ReportRefused('too-fast');
    return this.#keep(device, report, nowMs, (report.clockMs - nowMs) / 1000);
  }

  /** Takes in a report that was carried here in a file: it says how the tablet was when it was written. */
  async takeIn(body: string, signature: string): Promise<Device> {
    const { device, report } = this.#open(body, signature);
    const writtenMs = Math.round(report.clockMs - (device.clockOffsetS ?? 0) * 1000);
    return this.#keep(device, report, Math.min(Date.now(), writtenMs), device.clockOffsetS);
  }

  #open(body: string, signature: string): { device: Device; report: Report } {
    const parsed = v.safeParse(reportSchema, parseJson(body));
    if (!parsed.success) throw new ReportRefused('malformed');
    const report = parsed.output;
    const device = this.#known.get(report.device);
    if (!device || device.number === null) throw new ReportRefused('unknown-device');
    if (!this.isSigned(device, signature, reportAddress, body))
      throw new ReportRefused('bad-signature');
    const { lastSequence } = device;
    if (report.sequence <= lastSequence) throw new ReportRefused('replayed', lastSequence);
    return { device, report };
  }

  async #keep(
    device: Device,
    { sequence, evidence }: Report,
    heardMs: number,
    clockOffsetS: number | null,
  ): Promise<Device> {
    Object.assign(device, { lastSequence: sequence, heardMs, clockOffsetS, evidence });
    await this.#database.write(() =>
      this.#database.run(
        `UPDATE device SET last_sequence = ?, heard_ms = ?, clock_offset_s = ?, evidence = ?
         WHERE id = ?`,
        sequence,
        heardMs,
        clockOffsetS,
        JSON.stringify(evidence),
        device.id,
      ),
    );
    return device;
  }

  /** Changes what staff may change; `null` where there is no such tablet. Throws NumberTaken. */
  async change(id: string, change: DeviceChange): Promise<Device | null> {
    const device = this.#known.get(id);
    if (!device) return null;
    const place = await this.#database.write(() => {
      const { number, hall, station } = device;
      const wanted = {
        number: change.isRetired ? null : (change.number ?? number ?? this.#freeNumber()),
        hall: change.hall ?? hall,
        station: change.station ?? station,
      };
      this.#place(id, wanted);
      return wanted;
    });
    return Object.assign(device, place);
  }

  /** Puts `spare` in the place of `away`, which leaves the fleet; `null` where one is not in it. */
  async swap(away: string, spare: string): Promise<Device | null> {
    const [leaving, coming] = [this.#known.get(away), this.#known.get(spare)];
    if (!leaving || !coming || leaving === coming || leaving.number === null) return null;
    const { number, hall, station } = leaving;
    await this.#database.write(() => {
      this.#place(away, { number: null, hall, station });
      this.#place(spare, { number, hall, station });
    });
    Object.assign(leaving, { number: null });
    return Object.assign(coming, { number, hall, station });
  }

  /** Gives a command to tablets; returns how many heard of it. */
  command({ devices, action }: Command): number {
    const nowMs = Date.now();
    const token = randomUUID();
    const chosen = devices.map((id) => this.#known.get(id)).filter((device) => device?.number);
    for (const device of chosen) {
      if (!device) continue;
      if (action === 'find') device.findUntilMs = nowMs + findMs;
      else if (action === 'clean') device.cleanUntilMs = nowMs + cleanMs;
      else if (action === 'reload') device.reload = token;
      else if (action === 'look-again') device.lookAgain = token;
      else device.findUntilMs = device.cleanUntilMs = null;
    }
    return chosen.length;
  }

  #place(
    id: string,
    { number, hall, station }: Place | (Omit<Place, 'number'> & { number: null }),
  ) {
    if (number !== null) {
      const holder = this.#database.get<{ id: string }>(
        'SELECT id FROM device WHERE number = ?',
        number,
      );
      if (holder && holder.id !== id) throw new NumberTaken();
    }
    this.#database.run(
      'UPDATE device SET number = ?, hall = ?, station = ? WHERE id = ?',
      number,
      hall,
      station,
      id,
    );
  }

  #freeNumber(): number {
    const rows = this.#database.all<{ number: number }>(
      'SELECT number FROM device WHERE number IS NOT NULL ORDER BY number',
    );
    let free = 1;
    for (const { number } of rows) if (number === free) free += 1;
    return free;
  }

  #stored(id: string): Stored {
    const stored = this.#database.get<Stored>('SELECT * FROM device WHERE id = ?', id);
    if (!stored) throw new Error(`The device ${id} was written and is not there.`);
    return stored;
  }
}

/** What staff want of the tablet now. */
export function ordersFor(device: Device, isFrozen: boolean, nowMs: number): Orders {
  const left = (untilMs: number | null): number => Math.max(0, ((untilMs ?? 0) - nowMs) / 1000);
  return {
    findS: left(device.findUntilMs),
    cleanS: left(device.cleanUntilMs),
    isFrozen,
    reload: device.reload,
    lookAgain: device.lookAgain,
  };
}

function fromStored(stored: Stored): Device {
  const kept = v.safeParse(evidenceSchema, parseJson(stored.evidence ?? ''));
  return {
    id: stored.id,
    publicKey: stored.public_key,
    number: stored.number,
    hall: stored.hall,
    station: stored.station,
    joinedMs: stored.joined_ms,
    lastSequence: stored.last_sequence,
    heardMs: kept.success ? stored.heard_ms : null,
    clockOffsetS: stored.clock_offset_s,
    evidence: kept.success ? kept.output : null,
    findUntilMs: null,
    cleanUntilMs: null,
    reload: null,
    lookAgain: null,
  };
}
