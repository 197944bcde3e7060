// What the hall made of rounds, of a challenge today, and of the day. All of it is computed from the
// answers' rows, and none of it before a round's reveal.
import type { Answer, Pick } from '#lib/challenge/answer.ts';
import { crewOf } from '#lib/challenge/crew.ts';
import type { BoardLine, Change, DayTotals, Result } from '#lib/challenge/live.ts';
import { standings } from '#lib/challenge/score.ts';
import { tallyOf, type Counted } from '#lib/challenge/tally.ts';
import type { HeldChallenge } from './challenges.ts';
import { toCsv } from './csv.ts';
import type { Database } from './database.ts';
import { dayOf } from './day.ts';
import type { HeldRound, Rounds } from './rounds.ts';

/** The day's totals are asked for by everybody and counted this often at most. */
const freshMs = 1_000;

interface Row {
  id: string;
  round: string | null;
  part: 'play' | 'ballot';
  seat: number | null;
  answer: string;
  found: number | null;
  points: number | null;
}
interface Line {
  seat: number | null;
  part: string;
  answer: string | null;
  points: number | null;
  verdict: string;
  madeMs: number;
  receivedMs: number;
  spentMs: number | null;
}
const columns = 'id, round, part, seat, answer, found, points';

export const isRevealed = ({ round }: HeldRound): boolean =>
  round.state === 'revealed' || round.state === 'archived';

export class Results {
  readonly #database: Database;
  readonly #rounds: Rounds;
  /** After the reveal nothing is counted any more. */
  readonly #results = new Map<string, Result>();
  /** What the day came to, until a round steps or the day ends. */
  #day: { fromMs: number; board: BoardLine[]; change: Change | null } | null = null;
  readonly #totals = new Map<string, { atMs: number; totals: DayTotals }>();

  constructor(database: Database, rounds: Rounds) {
    this.#database = database;
    this.#rounds = rounds;
  }

  /** What a round came to; `null` before its reveal. */
  of(held: HeldRound): Result | null {
    if (!isRevealed(held)) return null;
    const { id } = held.round;
    let result = this.#results.get(id);
    if (!result) this.#results.set(id, (result = this.#resultOf(held)));
    return result;
  }

  /** Today's answers to a challenge, in rounds and alone. */
  today({ asked, form }: HeldChallenge): DayTotals {
    const known = this.#totals.get(asked.id);
    if (known && performance.now() - known.atMs < freshMs) return known.totals;
    const { fromMs, untilMs } = dayOf(Date.now());
    const rows = this.#database
      .all<Row>(
        `SELECT ${columns} FROM answer
         WHERE challenge = ? AND made_ms >= ? AND made_ms < ?
           AND form = ? AND verdict IN ('counted', 'day')`,
        asked.id,
        fromMs,
        untilMs,
        form,
      )
      .filter(({ round }) => round === null || this.#isOfTheDay(round));
    const plays = rows.filter(({ part }) => part === 'play');
    const totals = {
      entries: plays.length,
      tally: plays.length === 0 ? null : tally(asked, rows),
      standings: standings(plays.flatMap(({ points }) => points ?? [])),
    };
    this.#totals.set(asked.id, { atMs: performance.now(), totals });
    return totals;
  }

  /** Every answer that named the round, as it came, with what became of it. */
  csv({ round }: HeldRound): string {
    const rows = this.#database.all<Line>(
      `SELECT seat, part, answer, points, verdict, made_ms AS madeMs, received_ms AS receivedMs,
         spent_ms AS spentMs
       FROM answer WHERE round = ? ORDER BY received_ms, id`,
      round.id,
    );
    return toCsv(
      'round challenge role seat part answer points verdict made received seconds'.split(' '),
      rows.map((row) => [
        round.id,
        round.challenge,
        row.seat === null ? '' : crewOf(row.seat).name.en,
        row.seat ?? '',
        row.part,
        row.answer ?? '',
        row.points ?? '',
        row.verdict,
        new Date(row.madeMs).toISOString(),
        new Date(row.receivedMs).toISOString(),
        row.spentMs === null ? '' : row.spentMs / 1000,
      ]),
    );
  }

  /** A round stepped. */
  forget(): void {
    this.#day = null;
  }

  get board(): BoardLine[] {
    return this.#ofToday().board;
  }

  get change(): Change | null {
    return this.#ofToday().change;
  }

  #ofToday(): { board: BoardLine[]; change: Change | null } {
    const { fromMs } = dayOf(Date.now());
    if (this.#day?.fromMs !== fromMs)
      this.#day = { fromMs, board: this.#boardOf(), change: this.#changeOf() };
    return this.#day;
  }

  /** Crew roles by the mean points of what counted in today's rounds, best first. */
  #boardOf(): BoardLine[] {
    const sums = new Map<number, { points: number; entries: number }>();
    for (const held of this.#told())
      for (const { seat, points } of this.#counted(held)) {
        if (points === null) continue;
        const { role } = crewOf(seat ?? 0);
        const sum = sums.get(role) ?? { points: 0, entries: 0 };
        sums.set(role, { points: sum.points + points, entries: sum.entries + 1 });
      }
    return [...sums]
      .map(([role, { points, entries }]) => ({
        role,
        points: Math.round(points / entries),
        entries,
      }))
      .sort((a, b) => b.points - a.points || a.role - b.role);
  }

  /** What the last vote of today decided. */
  #changeOf(): Change | null {
    const votes = this.#told().filter(({ challenge }) => challenge.asked.kind === 'vote');
    const last = votes.sort((a, b) => (a.revealedMs ?? 0) - (b.revealedMs ?? 0)).at(-1);
    const counted = last && this.of(last)?.tally;
    if (last?.challenge.asked.kind !== 'vote' || counted?.kind !== 'vote') return null;
    const { title, choices, at } = last.challenge.asked;
    const chosen = choices.find(({ id }) => id === counted.first);
    if (!chosen) return null;
    const [hours, minutes] = at.split(':').map(Number);
    return {
      round: last.round.id,
      title,
      says: chosen.says ?? chosen.film.title,
      film: chosen.film.id,
      votes: counted.counts[chosen.id] ?? 0,
      of: Object.values(counted.counts).reduce((sum, count) => sum + count, 0),
      at,
      atMs: new Date(last.revealedMs ?? 0).setHours(hours ?? 0, minutes ?? 0, 0, 0),
    };
  }

  #resultOf(held: HeldRound): Result {
    const { asked, solution } = held.challenge;
    const rows = this.#counted(held);
    return {
      tally: tally(asked, rows),
      solution,
      standings: standings(
        rows.flatMap(({ part, points }) => (part === 'play' && points !== null ? points : [])),
      ),
    };
  }

  #counted({ round }: HeldRound): Row[] {
    return this.#database.all<Row>(
      `SELECT ${columns} FROM answer WHERE place = ? AND verdict = 'counted'`,
      round.id,
    );
  }

  /** Rounds that were revealed today and hold. */
  #told(): HeldRound[] {
    const { fromMs } = dayOf(Date.now());
    return this.#rounds
      .list()
      .filter((held) => isRevealed(held) && (held.revealedMs ?? 0) >= fromMs)
      .filter(({ round }) => this.#isOfTheDay(round.id));
  }

  /** Rehearsals and rounds that were taken back are none of the day's. */
  #isOfTheDay(id: string): boolean {
    const round = this.#rounds.get(id)?.round;
    return round !== undefined && !round.isRehearsal && !round.isVoid;
  }
}

function tally(asked: HeldChallenge['asked'], rows: readonly Row[]): Result['tally'] {
  const answers: Counted[] = [];
  const ballots: string[] = [];
  const found = new Map<string, number>();
  for (const row of rows) {
    const answer = JSON.parse(row.answer) as Answer;
    if (row.part === 'ballot') ballots.push((answer as Pick).choice);
    else answers.push({ id: row.id, seat: row.seat ?? 0, answer });
    if (row.found !== null) found.set(row.id, row.found);
  }
  return tallyOf(asked, answers, { ballots, found });
}
