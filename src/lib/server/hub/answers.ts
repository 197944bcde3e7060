// What visitors handed in to challenges. Each answer gets one verdict, which is the same however
// often it is asked for; a seat's place in a round is taken once.
import * as v from 'valibot';
import type { Answer, OwnShot } from '#lib/challenge/answer.ts';
import type { Counts, HandedAnswer, Part, Verdict, You } from '#lib/challenge/live.ts';
import { clockWithinMs, isLive, verdictOn } from '#lib/challenge/round.ts';
import { points, quality, spentMs } from '#lib/challenge/score.ts';
import type { HallShot } from '#lib/challenge/tally.ts';
import { Refusal } from './call.ts';
import type { Challenges, HeldChallenge } from './challenges.ts';
import type { Database } from './database.ts';
import { onPhones } from './phones.ts';
import type { HeldRound, Rounds } from './rounds.ts';

const ballot = v.strictObject({ choice: v.pipe(v.string(), v.uuid()) });

/** Who hands in: a tablet by its id, a phone by the hash of its token. */
export interface Participant {
  id: string;
  /** `null`: a tablet that left the fleet. */
  seat: number | null;
  isPhone: boolean;
}

/** An answer with what it is judged by. */
export interface ReadAnswer {
  handed: HandedAnswer;
  challenge: HeldChallenge | null;
}

export interface Kept {
  id: string;
  round: string | null;
  seat: number | null;
  verdict: Verdict;
  /** It was not known before. */
  isNew: boolean;
}

/** Who is in a round. */
export interface Roster {
  counts: Counts;
  joined: ReadonlySet<number>;
  entered: ReadonlySet<number>;
}

interface Judged {
  verdict: Verdict;
  spent: number | null;
  found: number | null;
  points: number | null;
}
const judged = (verdict: Verdict): Judged => ({ verdict, spent: null, found: null, points: null });

export class Answers {
  readonly #database: Database;
  readonly #rounds: Rounds;
  readonly #challenges: Challenges;
  readonly #onChange: (round: string, landed: number[], participant: string) => void;
  /** Counted from rows, until rows change. */
  readonly #rosters = new Map<string, Roster>();
  /** The farthest that the hub's clock was ever ahead of its steady one. */
  #aheadMs = Date.now() - performance.now();

  /** `onChange` is told of seats that joined, or whose entries landed, once that is on the disk. */
  constructor(
    database: Database,
    rounds: Rounds,
    challenges: Challenges,
    onChange: (round: string, landed: number[], participant: string) => void,
  ) {
    this.#database = database;
    this.#rounds = rounds;
    this.#challenges = challenges;
    this.#onChange = onChange;
  }

  /** Judges and keeps an answer; resolves when its verdict is on the disk. */
  async take(handed: HandedAnswer, from: Participant): Promise<Verdict> {
    const read = await this.read(handed);
    const kept = await this.#database.write(() => this.keep(read, from, Date.now()));
    this.tell([kept], from);
    return kept.verdict;
  }

  /**
   * Finds what the answer belongs to, before the write that keeps it. A round that this hub never had
   * was another's, or its database's that is lost: such an answer is as one made alone.
   */
  async read(handed: HandedAnswer): Promise<ReadAnswer> {
    const held = handed.round === null ? null : this.#rounds.get(handed.round);
    if (!held)
      return {
        handed: { ...handed, round: null },
        challenge: await this.#challenges.get(handed.challenge),
      };
    const { challenge } = held;
    return { handed, challenge: challenge.asked.id === handed.challenge ? challenge : null };
  }

  /** Judges and keeps an answer; for use inside a write. Nobody is told before that is on the disk. */
  keep({ handed, challenge }: ReadAnswer, from: Participant, nowMs: number): Kept {
    const known = this.#database.get<{ verdict: Verdict }>(
      'SELECT verdict FROM answer WHERE id = ?',
      handed.id,
    );
    const { id, round, part, madeMs } = handed;
    const seat = this.#seatOf(from, round);
    if (known) return { id, round, seat, verdict: known.verdict, isNew: false };
    // Of a rehearsal that is over nothing is kept.
    if (round !== null && this.#isOverRehearsal(round))
      return { id, round, seat, verdict: 'refused', isNew: false };
    const found = this.#judge(handed, challenge, { ...from, seat }, this.#latestMs(nowMs));
    const isGood = found.verdict === 'counted' || found.verdict === 'day';
    const isTaken = isGood && round !== null && seat !== null && this.#isTaken(round, part, seat);
    const verdict = isTaken ? 'twice' : found.verdict;
    this.#database.run(
      'INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      id,
      handed.challenge,
      challenge?.form ?? null,
      round,
      isGood && !isTaken ? round : null,
      part,
      seat,
      verdict === 'refused' ? null : JSON.stringify(handed.answer),
      madeMs,
      nowMs,
      found.spent,
      found.found,
      found.points,
      verdict,
    );
    if (verdict === 'counted' && round !== null && seat !== null)
      this.#sit(round, seat, from.id, handed.isExtended, nowMs);
    return { id, round, seat, verdict, isNew: true };
  }

  /** Lets others know what was kept. */
  tell(kept: Kept[], { id }: Participant): void {
    for (const { round, seat, verdict, isNew } of kept) {
      if (!isNew || round === null) continue;
      this.#rosters.delete(round);
      this.#onChange(round, verdict === 'counted' && seat !== null ? [seat] : [], id);
    }
  }

  /** Takes a seat in a live round; resolves when that is on the disk. Throws Refusal. */
  async join(
    round: string,
    seat: number,
    { id, isExtended }: { id: string; isExtended: boolean },
  ): Promise<void> {
    await this.#database.write(() => {
      const held = this.#rounds.get(round);
      if (!held) throw new Refusal('not-found');
      if (!isLive(held.round)) throw new Refusal('round-not-now', {}, { round: held.round });
      this.#sit(round, seat, id, isExtended, Date.now());
    });
    this.#rosters.delete(round);
    this.#onChange(round, [], id);
  }

  /** Rows of the round may have changed otherwise. */
  forget(round: string): void {
    this.#rosters.delete(round);
  }

  roster(round: string): Roster {
    let roster = this.#rosters.get(round);
    if (!roster) this.#rosters.set(round, (roster = this.#count(round)));
    return roster;
  }

  /** A participant's own entries in a round. */
  own(round: string, { seat }: Participant): You {
    const row = this.#database.get('SELECT 1 FROM seat WHERE round = ? AND seat = ?', round, seat);
    const entries = this.#database.all<You['entries'][number]>(
      'SELECT id, part, verdict FROM answer WHERE place = ? AND seat = ?',
      round,
      seat,
    );
    return { seat, hasJoined: row !== null, entries: entries.map((one) => ({ ...one })) };
  }

  /** The shots that the hall votes between. */
  shots(round: string): HallShot[] {
    return this.#database
      .all<{ id: string; seat: number; answer: string }>(
        `SELECT id, seat, answer FROM answer
         WHERE place = ? AND part = 'play' AND verdict = 'counted' ORDER BY id`,
        round,
      )
      .map(({ id, seat, answer }) => {
        const { shot } = JSON.parse(answer) as OwnShot;
        return { id, seat, shot, votes: 0 };
      });
  }

  /** Answers that could not be true. */
  get refused(): number {
    const row = this.#database.get<{ count: number }>(
      `SELECT COUNT(*) AS count FROM answer WHERE verdict = 'refused'`,
    );
    return row?.count ?? 0;
  }

  /**
   * Now, by a clock that is never set back: what was made by the time that the hub told before it was
   * does not lie in the future.
   */
  #latestMs(nowMs: number): number {
    this.#aheadMs = Math.max(this.#aheadMs, nowMs - performance.now());
    return Math.round(this.#aheadMs + performance.now());
  }

  #isOverRehearsal(id: string): boolean {
    const round = this.#rounds.get(id)?.round;
    return round?.isRehearsal === true && !isLive(round);
  }

  /** A tablet that left the fleet has the seat that it took when it was in it. */
  #seatOf({ id, seat }: Participant, round: string | null): number | null {
    if (seat !== null || round === null) return seat;
    const row = this.#database.get<{ seat: number }>(
      'SELECT seat FROM seat WHERE round = ? AND held_by = ?',
      round,
      id,
    );
    return row?.seat ?? null;
  }

  #judge(
    handed: HandedAnswer,
    challenge: HeldChallenge | null,
    from: Participant,
    nowMs: number,
  ): Judged {
    const held = handed.round === null ? null : this.#rounds.get(handed.round);
    if (!challenge) return judged('refused');
    const { kind } = challenge.asked;
    if (from.isPhone && !onPhones(kind)) return judged('refused');
    if (handed.part === 'ballot')
      return judged(held ? this.#ballot(handed, held, from, nowMs) : 'refused');
    const read = v.safeParse(challenge.answer, handed.answer);
    if (!read.success) return judged('refused');
    return held
      ? inRound(handed, read.output, held, from, nowMs)
      : alone(handed, read.output, challenge, nowMs);
  }

  /** A vote over the hall's shots, while the round is closed. */
  #ballot(
    handed: HandedAnswer,
    { round, challenge }: HeldRound,
    { seat }: Participant,
    nowMs: number,
  ): Verdict {
    const read = v.safeParse(ballot, handed.answer);
    if (challenge.asked.kind !== 'direct' || !read.success) return 'refused';
    if (round.state === 'scheduled' || round.state === 'open' || round.state === 'running')
      return 'refused';
    const chosen = this.#database.get<{ seat: number | null }>(
      `SELECT seat FROM answer
       WHERE id = ? AND place = ? AND part = 'play' AND verdict = 'counted'`,
      read.output.choice,
      round.id,
    );
    if (!chosen || chosen.seat === seat || handed.madeMs > nowMs + clockWithinMs) return 'refused';
    return round.state === 'closed' && seat !== null ? 'counted' : 'day';
  }

  #isTaken(round: string, part: Part, seat: number): boolean {
    const sql = 'SELECT 1 FROM answer WHERE place = ? AND part = ? AND seat = ?';
    return this.#database.get(sql, round, part, seat) !== null;
  }

  #sit(round: string, seat: number, by: string, isExtended: boolean, nowMs: number): void {
    this.#database.run(
      `INSERT INTO seat VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET held_by = excluded.held_by, is_extended = excluded.is_extended`,
      round,
      seat,
      by,
      isExtended ? 1 : 0,
      nowMs,
    );
  }

  #count(round: string): Roster {
    const seats = this.#database.all<{ seat: number; is_extended: number }>(
      'SELECT seat, is_extended FROM seat WHERE round = ? ORDER BY joined_ms, seat',
      round,
    );
    const entries = this.#database.all<{ seat: number; part: Part }>(
      `SELECT seat, part FROM answer WHERE place = ? AND verdict = 'counted'
       ORDER BY received_ms, id`,
      round,
    );
    const plays = entries.filter(({ part }) => part === 'play');
    const entered = new Set(plays.map(({ seat }) => seat));
    return {
      joined: new Set(seats.map(({ seat }) => seat)),
      entered,
      counts: {
        joined: seats.length,
        entered: plays.length,
        balloted: entries.length - plays.length,
        unhurried: seats.filter((one) => one.is_extended === 1 && !entered.has(one.seat)).length,
      },
    };
  }
}

function inRound(
  { madeMs, isExtended }: HandedAnswer,
  answer: Answer,
  { round, challenge: { asked, solution } }: HeldRound,
  { seat }: Participant,
  nowMs: number,
): Judged {
  const verdict = verdictOn(round, { madeMs, isExtended }, nowMs);
  if (verdict === 'refused') return judged('refused');
  const { startsAtMs, totalMs, pace } = round;
  const found = quality(asked, solution, answer);
  const spent = startsAtMs === null ? totalMs : spentMs({ startsAtMs, madeMs, receivedMs: nowMs });
  return {
    // Without a seat it cannot be counted once.
    verdict: seat === null ? 'day' : verdict,
    spent,
    found,
    points: found === null ? null : points(found, pace, { spentMs: spent, totalMs, isExtended }),
  };
}

/** Counts for the day: nobody measures how long a lone player takes. */
function alone(
  { madeMs }: HandedAnswer,
  answer: Answer,
  { asked, solution }: HeldChallenge,
  nowMs: number,
): Judged {
  if (madeMs > nowMs + clockWithinMs) return judged('refused');
  const found = quality(asked, solution, answer);
  return { verdict: 'day', spent: null, found, points: found };
}
