// What each role may see of the rounds now.
import type {
  HostState,
  PlayerState,
  RoundView,
  SheetLine,
  StageState,
} from '#lib/challenge/live.ts';
import type { Answers } from './answers.ts';
import { dayOf } from './day.ts';
import type { Devices } from './devices.ts';
import type { Phones } from './phones.ts';
import type { Results } from './results.ts';
import type { HeldRound, Rounds } from './rounds.ts';

export interface LiveSource {
  rounds: Rounds;
  answers: Answers;
  results: Results;
  devices: Devices;
  phones: Phones;
}

/** Who listens. */
export interface Audience {
  hears(device: string): boolean;
  stages: number;
}

export class LiveView {
  readonly #source: LiveSource;

  constructor(source: LiveSource) {
    this.#source = source;
  }

  /** What tablets and phones play: a rehearsal is none of their business. */
  get played(): HeldRound | null {
    const { current } = this.#source.rounds;
    return current?.round.isRehearsal ? null : current;
  }

  forPlayers(): PlayerState {
    return this.#forEveryone(this.played);
  }

  /** `origin` is where this stage reached the hub, and phones may. */
  forStage(audience: Audience, origin: string): StageState {
    const { rounds, answers, results, phones } = this.#source;
    const crew = rounds.current && answers.roster(rounds.current.round.id);
    const next = rounds.list().find(({ round }) => round.state === 'scheduled' && !round.isVoid);
    const tablets = this.#tablets();
    return {
      ...this.#forEveryone(rounds.current),
      board: results.board,
      crew: { joined: [...(crew?.joined ?? [])], entered: [...(crew?.entered ?? [])] },
      next: next ? { title: next.challenge.asked.title, brief: next.challenge.asked.brief } : null,
      phones: phones.areAllowed
        ? { address: `${origin}/play?code=${phones.code()}`, joined: phones.count }
        : null,
      tablets: {
        listening: tablets.filter(({ id }) => audience.hears(id)).length,
        all: tablets.length,
      },
    };
  }

  forHosts(audience: Audience, origin: string): HostState {
    const { rounds, answers, phones } = this.#source;
    const { current } = rounds;
    const roster = current && answers.roster(current.round.id);
    return {
      ...this.forStage(audience, origin),
      sheet: this.#sheet(),
      seats: this.#tablets()
        .map(({ id, number, hall, station }) => ({
          number,
          hall,
          station,
          isListening: audience.hears(id),
          hasJoined: roster?.joined.has(number) ?? false,
          hasEntered: roster?.entered.has(number) ?? false,
        }))
        .sort((a, b) => a.number - b.number),
      stages: audience.stages,
      phonesAllowed: phones.areAllowed,
    };
  }

  #forEveryone(held: HeldRound | null): PlayerState {
    const { rounds, results } = this.#source;
    return {
      epoch: rounds.epoch,
      revision: rounds.revision,
      nowMs: Date.now(),
      round: held && this.#roundView(held),
      change: results.change,
    };
  }

  #roundView(held: HeldRound): RoundView {
    const { round, challenge } = held;
    const { kind, title, brief } = challenge.asked;
    const isVoting = kind === 'direct' && round.state === 'closed';
    return {
      ...round,
      kind,
      title,
      brief,
      counts: this.#source.answers.roster(round.id).counts,
      result: this.#source.results.of(held),
      ballot: isVoting ? this.#source.answers.shots(round.id) : null,
    };
  }

  /** Today's rounds, and what is still to come of other days. */
  #sheet(): SheetLine[] {
    const { fromMs } = dayOf(Date.now());
    return this.#source.rounds
      .list()
      .filter(
        ({ round, plannedMs }) =>
          plannedMs >= fromMs || (round.state !== 'archived' && !round.isVoid),
      )
      .map(({ round, challenge: { asked }, plannedMs }) => ({
        ...round,
        kind: asked.kind,
        title: asked.title,
        plannedMs,
        counts: this.#source.answers.roster(round.id).counts,
      }));
  }

  #tablets(): { id: string; number: number; hall: string; station: string }[] {
    return this.#source.devices
      .list()
      .flatMap(({ id, number, hall, station }) =>
        number === null ? [] : [{ id, number, hall, station }],
      );
  }
}
