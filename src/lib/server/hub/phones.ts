// Visitors' own phones, where staff allow them: a token that dies with the day, and nothing else.
import { createHmac, hash, randomBytes } from 'node:crypto';
import { mostNumber } from '#lib/fleet/staff.ts';
import type { Kind } from '#lib/openset/challenge.ts';
import type { Database } from './database.ts';
import { dayOf } from './day.ts';
import { readSetting, writeSetting } from './settings.ts';

/** How long a join code is shown; it holds for as long again. */
export const codeShownMs = 10 * 60_000;
/** Nothing that is read for something else; 32 of them, so that five bits choose one. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** Phones sit above all tablets. */
const firstSeat = mostNumber + 1;
/** A phone's row outlives its token, so that no seat is given twice in a day. */
const keptMs = 24 * 3_600_000;

export interface Phone {
  /** Hash of its token. */
  id: string;
  seat: number;
  untilMs: number;
}

/** Where a shot is made in the previs set, a phone is too small. */
export const onPhones = (kind: Kind): boolean => kind !== 'match' && kind !== 'direct';

export class Phones {
  readonly #database: Database;
  readonly #secret: string;
  readonly #known = new Map<string, Phone>();
  #areAllowed: boolean;

  constructor(database: Database) {
    this.#database = database;
    database.run(
      `INSERT OR IGNORE INTO setting VALUES ('phoneSecret', ?)`,
      JSON.stringify(randomBytes(32).toString('base64url')),
    );
    this.#secret = readSetting(database, 'phoneSecret');
    this.#areAllowed = readSetting(database, 'phonesAllowed');
    const rows = database.all<Phone>(
      'SELECT token_hash AS id, seat, until_ms AS untilMs FROM phone WHERE until_ms > ?',
      Date.now(),
    );
    for (const phone of rows) this.#known.set(phone.id, phone);
  }

  get areAllowed(): boolean {
    return this.#areAllowed;
  }

  /** Lets phones in, or shows all of them out at once. */
  async allow(isAllowed: boolean): Promise<void> {
    if (isAllowed === this.#areAllowed) return;
    await writeSetting(this.#database, 'phonesAllowed', isAllowed);
    this.#areAllowed = isAllowed;
    if (isAllowed) return;
    this.#known.clear();
    await this.#database.write(() =>
      this.#database.run('UPDATE phone SET until_ms = MIN(until_ms, ?)', Date.now()),
    );
  }

  /** The code of this moment: made of the time and a secret, so that a hub that starts anew knows it. */
  code(nowMs: number = Date.now()): string {
    const turn = Math.floor(nowMs / codeShownMs);
    const bytes = createHmac('sha256', this.#secret).update(String(turn)).digest();
    return Array.from(bytes.subarray(0, 6), (byte) => letters[byte % letters.length]).join('');
  }

  admits(code: string): boolean {
    const nowMs = Date.now();
    return code === this.code(nowMs) || code === this.code(nowMs - codeShownMs);
  }

  /** A token for one more phone, good until the end of the day. */
  async welcome(): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const nowMs = Date.now();
    const { untilMs } = dayOf(nowMs);
    const id = hash('sha256', token);
    const seat = await this.#database.write(() => {
      this.#database.run('DELETE FROM phone WHERE until_ms < ?', nowMs - keptMs);
      const last = this.#database.get<{ seat: number | null }>(
        'SELECT MAX(seat) AS seat FROM phone',
      );
      const next = Math.max(firstSeat, (last?.seat ?? 0) + 1);
      this.#database.run('INSERT INTO phone VALUES (?, ?, ?)', id, next, untilMs);
      return next;
    });
    this.#known.set(id, { id, seat, untilMs });
    return token;
  }

  /** The phone that holds the token; `null` once its day is over. */
  who(token: string): Phone | null {
    const phone = this.#known.get(hash('sha256', token));
    return phone && this.#areAllowed && Date.now() < phone.untilMs ? phone : null;
  }

  /** Phones whose tokens hold now. */
  get count(): number {
    const nowMs = Date.now();
    let count = 0;
    for (const { untilMs } of this.#known.values()) if (nowMs < untilMs) count += 1;
    return count;
  }
}
