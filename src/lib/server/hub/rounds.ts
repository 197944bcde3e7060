// The rounds of this hub. Each step is written down, with the wish that led to it, before anybody
// hears of it; whoever repeats a wish hears what it led to.
import { randomUUID } from 'node:crypto';
import {
  isLive,
  isOver,
  planned,
  step,
  type Action,
  type Plan,
  type Round,
  type Wish,
} from '#lib/challenge/round.ts';
import type { ChallengeDocument, SolutionDocument } from '#lib/openset/challenge.ts';
import { Refusal } from './call.ts';
import { holdChallenge, type Challenges, type HeldChallenge } from './challenges.ts';
import type { Database } from './database.ts';
import { readSetting } from './settings.ts';

/** Until a close that could not be written is tried again. */
const retryMs = 1_000;

export interface HeldRound {
  round: Round;
  /** As it was when the round opened: a new release does not change a round that is on. */
  challenge: HeldChallenge;
  plannedMs: number;
  revealedMs: number | null;
  /** The hub's revision when it last stepped. */
  steppedAt: number;
}

interface Step {
  held: HeldRound;
  op: string;
  action: Action | 'plan';
  after: Round;
  /** What it asks from now on. */
  challenge?: HeldChallenge | null;
}

interface StoredRound {
  id: string;
  planned_ms: number;
  asked: string;
  solution: string;
  round: string;
  stepped_at: number;
  revealed_ms: number | null;
}

export class Rounds {
  readonly #database: Database;
  readonly #challenges: Challenges;
  readonly #onStep: (rounds: string[]) => void;
  readonly #held = new Map<string, HeldRound>();
  #revision = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Another one is another database. */
  readonly epoch: string;

  /** `onStep` is told which rounds stepped, once that is on the disk. */
  constructor(database: Database, challenges: Challenges, onStep: (rounds: string[]) => void) {
    this.#database = database;
    this.#challenges = challenges;
    this.#onStep = onStep;
    database.run(
      `INSERT OR IGNORE INTO setting VALUES ('epoch', ?)`,
      JSON.stringify(randomUUID().slice(0, 8)),
    );
    this.epoch = readSetting(database, 'epoch');
    this.#load();
    this.#arm();
  }

  /** Counts all steps of all rounds. */
  get revision(): number {
    return this.#revision;
  }

  /** In the order in which they were planned. */
  list(): HeldRound[] {
    return [...this.#held.values()];
  }

  get(id: string): HeldRound | null {
    return this.#held.get(id) ?? null;
  }

  /** The round that the hall is busy with. */
  get live(): HeldRound | null {
    return this.list().find(({ round }) => isLive(round)) ?? null;
  }

  /** What the wall shows: the live round, else the one that was revealed last. */
  get current(): HeldRound | null {
    const revealed = this.#revealed().sort((a, b) => b.steppedAt - a.steppedAt);
    return this.live ?? revealed[0] ?? null;
  }

  /** Whether its solution must not be told: rehearsals are played by nobody. */
  isSecret(challenge: string): boolean {
    const round = this.live?.round;
    return round?.challenge === challenge && !round.isRehearsal;
  }

  /** Plans a round; the same plan again changes nothing. Throws Refusal. */
  async plan(plan: Plan): Promise<Round> {
    const challenge = await this.#challenges.get(plan.challenge);
    if (!challenge) throw new Refusal('not-found');
    return this.#write(() => {
      const known = this.#held.get(plan.id);
      if (known) return { steps: [], reply: known.round };
      const round = planned(plan, plan.seconds ?? challenge.asked.seconds);
      const plannedMs = Date.now();
      this.#database.run(
        'INSERT INTO round VALUES (?, ?, ?, ?, ?)',
        plan.id,
        plannedMs,
        JSON.stringify(challenge.asked),
        JSON.stringify(challenge.solution),
        JSON.stringify(round),
      );
      const held = { round, challenge, plannedMs, revealedMs: null, steppedAt: 0 };
      return { steps: [{ held, op: plan.id, action: 'plan', after: round }], reply: round };
    });
  }

  /** Does what a host wishes. Throws Refusal, with the round as it stands. */
  async act(id: string, wish: Wish): Promise<Round> {
    // Planned in the morning; what tablets hold may have changed since.
    const asks = wish.action === 'open' ? this.#held.get(id)?.round.challenge : undefined;
    const challenge =
      asks === undefined ? null : await this.#challenges.get(asks).catch(() => null);
    return this.#write(() => {
      const done = this.#database.get<{ after: string }>(
        'SELECT after FROM round_step WHERE op = ?',
        wish.op,
      );
      if (done) return { steps: [], reply: JSON.parse(done.after) as Round };
      const held = this.#held.get(id);
      if (!held) throw new Refusal('not-found');
      const { round } = held;
      if (wish.revision !== round.revision) throw new Refusal('round-changed', {}, { round });
      const after = this.#isInTheWay(held, wish.action) ? null : step(round, wish, Date.now());
      if (!after) throw new Refusal('round-not-now', {}, { round });
      const steps = [{ held, op: wish.op, action: wish.action, after, challenge }];
      return {
        steps: [...(wish.action === 'open' ? this.#archivals() : []), ...steps],
        reply: after,
      };
    });
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #revealed(): HeldRound[] {
    return this.list().filter(({ round }) => round.state === 'revealed' && !round.isVoid);
  }

  /** One round at a time. */
  #isInTheWay(held: HeldRound, action: Action): boolean {
    const { live } = this;
    return (action === 'open' || action === 'restore') && live !== null && live !== held;
  }

  /** What was revealed leaves the wall when the next round opens. */
  #archivals(): Step[] {
    return this.#revealed().flatMap((held) => {
      const after = step(held.round, { action: 'archive', seconds: 0 }, Date.now());
      return after ? [{ held, op: randomUUID(), action: 'archive' as const, after }] : [];
    });
  }

  /** Memory follows the disk: inside the transaction for what comes next in it, or back to it. */
  async #write(decide: () => { steps: Step[]; reply: Round }): Promise<Round> {
    let steps: Step[] = [];
    try {
      const reply = await this.#database.write(() => {
        const decided = decide();
        decided.steps.forEach((one, place) => this.#log(one, this.#revision + place + 1));
        ({ steps } = decided);
        for (const one of steps) this.#take(one);
        return decided.reply;
      });
      if (steps.length > 0) {
        this.#arm();
        this.#onStep(steps.map(({ after }) => after.id));
      }
      return reply;
    } catch (error) {
      if (!(error instanceof Refusal)) this.#load();
      throw error;
    }
  }

  #log({ op, action, after, challenge }: Step, revision: number): void {
    const text = JSON.stringify(after);
    if (challenge)
      this.#database.run(
        'UPDATE round SET asked = ?, solution = ? WHERE id = ?',
        JSON.stringify(challenge.asked),
        JSON.stringify(challenge.solution),
        after.id,
      );
    this.#database.run('UPDATE round SET round = ? WHERE id = ?', text, after.id);
    this.#database.run(
      'INSERT INTO round_step VALUES (?, ?, ?, ?, ?, ?)',
      revision,
      op,
      after.id,
      action,
      Date.now(),
      text,
    );
    // A rehearsal leaves no trace.
    if (after.isRehearsal && (after.isVoid || after.state === 'archived')) {
      this.#database.run('DELETE FROM answer WHERE round = ?', after.id);
      this.#database.run('DELETE FROM seat WHERE round = ?', after.id);
    }
  }

  #take({ held, action, after, challenge }: Step): void {
    this.#revision += 1;
    held.round = after;
    if (challenge) held.challenge = challenge;
    held.steppedAt = this.#revision;
    if (action === 'reveal') held.revealedMs = Date.now();
    this.#held.set(after.id, held);
  }

  #load(): void {
    this.#held.clear();
    const rows = this.#database.all<StoredRound>(
      `SELECT r.*, MAX(s.revision) AS stepped_at,
         MAX(CASE WHEN s.action = 'reveal' THEN s.at_ms END) AS revealed_ms
       FROM round r JOIN round_step s ON s.round = r.id
       GROUP BY r.id ORDER BY r.planned_ms, r.id`,
    );
    for (const row of rows)
      this.#held.set(row.id, {
        round: JSON.parse(row.round) as Round,
        challenge: holdChallenge(
          JSON.parse(row.asked) as ChallengeDocument,
          JSON.parse(row.solution) as SolutionDocument,
        ),
        plannedMs: row.planned_ms,
        revealedMs: row.revealed_ms,
        steppedAt: row.stepped_at,
      });
    this.#revision = Math.max(0, ...rows.map((row) => row.stepped_at));
  }

  /** Closes the run when its time is over, at once where that passed while the hub was away. */
  #arm(waitMs = 0): void {
    clearTimeout(this.#timer);
    const round = this.live?.round;
    if (round?.state !== 'running' || round.closesAtMs === null) return;
    const leftMs = Math.max(waitMs, round.closesAtMs - Date.now());
    this.#timer = setTimeout(() => void this.#closeIfOver(round), leftMs);
  }

  async #closeIfOver(round: Round): Promise<void> {
    if (!isOver(round, Date.now())) return this.#arm();
    const { id, revision } = round;
    try {
      await this.act(id, { op: randomUUID(), action: 'close', revision, seconds: 0 });
    } catch (error) {
      // Somebody was faster; or the disk is full, and may not be for long.
      if (!(error instanceof Refusal)) this.#arm(retryMs);
    }
  }
}
