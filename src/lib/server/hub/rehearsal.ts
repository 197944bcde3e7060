// A rehearsal's cast: tablets that do not exist join, answer and vote, so that a host can try a round
// in an empty hall. They go the way of all answers; rehearsals are kept out of the day's results.
import { randomUUID } from 'node:crypto';
import { guess } from '#lib/challenge/guess.ts';
import type { Part } from '#lib/challenge/live.ts';
import { ballotFor } from '#lib/challenge/tally.ts';
import type { Answers } from './answers.ts';
import type { HeldRound, Rounds } from './rounds.ts';

const firstSeat = 2_001;
const castSize = 12;
const everyMs = 250;
/** How long one of the cast takes to join, or to vote, on average. */
const usualMs = 2_500;
/** Share of the time left that one of the cast takes to answer, on average. */
const haste = 0.4;

interface Member {
  seat: number;
  id: string;
}

export class Rehearsal {
  readonly #rounds: Rounds;
  readonly #answers: Answers;
  #timer: NodeJS.Timeout | undefined;

  constructor(rounds: Rounds, answers: Answers) {
    this.#rounds = rounds;
    this.#answers = answers;
    this.goOn();
  }

  /** Plays while a rehearsal is on. */
  goOn(): void {
    if (this.#timer !== undefined || this.#live() === null) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // A disk that cannot be written is told by whoever else writes; the cast tries again.
      void this.#play()
        .catch(() => undefined)
        .then(() => this.goOn());
    }, everyMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #live(): HeldRound | null {
    const { live } = this.#rounds;
    return live?.round.isRehearsal ? live : null;
  }

  /** Some of those who are not done do what is to be done now. */
  async #play(): Promise<void> {
    const held = this.#live();
    if (!held) return;
    const { round, challenge } = held;
    const nowMs = Date.now();
    const leftMs = (round.closesAtMs ?? nowMs) - nowMs;
    const isRunning = round.state === 'running' && nowMs >= (round.startsAtMs ?? Infinity);
    const isVoting = round.state === 'closed' && challenge.asked.kind === 'direct';
    const share = everyMs / (isRunning ? Math.max(everyMs, leftMs * haste) : usualMs);
    const { joined } = this.#answers.roster(round.id);
    for (let seat = firstSeat; seat < firstSeat + castSize; seat += 1) {
      if (Math.random() > share) continue;
      const member = { seat, id: `rehearsal ${seat}` };
      if (!joined.has(seat)) await this.#join(round.id, member);
      else if (isRunning && leftMs > 0) await this.#answer(held, member);
      else if (isVoting) await this.#vote(held, member);
    }
  }

  /** The last of the cast asks for more time, so that the host sees how that looks. */
  #join(round: string, { seat, id }: Member): Promise<void> {
    const isExtended = seat === firstSeat + castSize - 1;
    return this.#answers.join(round, seat, { id, isExtended });
  }

  async #answer(held: HeldRound, member: Member): Promise<void> {
    await this.#hand(held, member, 'play', guess(held.challenge.asked, Math.random));
  }

  async #vote(held: HeldRound, member: Member): Promise<void> {
    const shots = ballotFor(member.seat, this.#answers.shots(held.round.id));
    const chosen = shots[Math.floor(Math.random() * shots.length)];
    if (chosen) await this.#hand(held, member, 'ballot', { choice: chosen.id });
  }

  async #hand(
    { round, challenge }: HeldRound,
    { seat, id }: Member,
    part: Part,
    answer: object,
  ): Promise<void> {
    const from = { id, seat, isPhone: false };
    const { entries } = this.#answers.own(round.id, from);
    if (entries.some((one) => one.part === part)) return;
    await this.#answers.take(
      {
        id: randomUUID(),
        challenge: challenge.asked.id,
        round: round.id,
        part,
        answer,
        madeMs: Date.now(),
        isExtended: false,
      },
      from,
    );
  }
}
