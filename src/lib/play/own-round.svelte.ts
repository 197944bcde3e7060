// What this visitor did in the round. It outlives a reload of the page, and goes with the visitor: a
// reset clears the tab's session storage.
import * as v from 'valibot';
import { answerSchema, type Answer } from '#lib/challenge/answer.ts';
import type { Part } from '#lib/challenge/live.ts';
import type { ChallengeDocument } from '#lib/openset/challenge.ts';

const place = 'open-set-round';
const uuid = v.pipe(v.string(), v.uuid());
const made = v.strictObject({ id: uuid, answer: v.unknown(), madeMs: v.number() });
const stored = v.strictObject({
  round: uuid,
  hasJoined: v.boolean(),
  play: v.nullable(made),
  ballot: v.nullable(made),
});
type Stored = v.InferOutput<typeof stored>;

const nothing = { hasJoined: false, play: null, ballot: null };

export class OwnRound {
  #own = $state.raw<Stored | null>(readStored());

  /** What was done in this round; of another one nothing is left. */
  in(round: string): Stored {
    return this.#own?.round === round ? this.#own : { round, ...nothing };
  }

  join(round: string): void {
    this.#keep({ ...this.in(round), hasJoined: true });
  }

  /** Remembers an answer under its id. */
  hand(round: string, part: Part, { id, answer, madeMs }: v.InferOutput<typeof made>): void {
    this.#keep({ ...this.in(round), hasJoined: true, [part]: { id, answer, madeMs } });
  }

  /** The answer that was handed in, where it is one to this challenge. */
  answerIn(round: string, asked: ChallengeDocument): Answer | null {
    const read = v.safeParse(answerSchema(asked), this.in(round).play?.answer);
    return read.success ? read.output : null;
  }

  #keep(own: Stored): void {
    this.#own = own;
    sessionStorage.setItem(place, JSON.stringify(own));
  }
}

function readStored(): Stored | null {
  try {
    const read = v.safeParse(stored, JSON.parse(sessionStorage.getItem(place) ?? 'null'));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}
