// The live state of one role: the hub's last word, its clock, and whether the hub is there. What was
// heard last outlives a reload and a power cut, so that a screen without a hub shows the last result.
import * as v from 'valibot';
import {
  countsNews,
  hostState,
  landedNews,
  playerState,
  stageState,
  youNews,
  type HostState,
  type PlayerState,
  type StageState,
} from '#lib/challenge/live.ts';
import { HubClock } from './hub-clock.ts';
import { openStream, type StreamOptions } from './stream.ts';

interface States {
  player: PlayerState;
  stage: StageState;
  host: HostState;
}
export type Role = keyof States;

const schemas = { player: playerState, stage: stageState, host: hostState };
/** Countdowns change ten times a second. */
const tickMs = 100;

export class Live<R extends Role> {
  /** `null` before anything was heard, ever. */
  state = $state.raw<States[R] | null>(null);
  /** Whether the hub is there. */
  isLive = $state(false);
  /** Why the hub did not let us in: an HTTP status. */
  refused = $state<number | null>(null);
  /** The hub's clock, as it goes: the one thing that countdowns are drawn from. */
  nowMs = $state(0);
  readonly #role: R;
  readonly #clock = new HubClock();
  readonly #headers: StreamOptions['headers'];
  #landed: ((seats: number[]) => void)[] = [];

  /** `headers` say who listens, where that is not in a cookie. */
  constructor(role: R, headers?: StreamOptions['headers']) {
    this.#role = role;
    this.#headers = headers;
    this.state = readLast(role);
    this.nowMs = this.#clock.nowMs();
  }

  /** Goes with the hub's clock until the returned function is called. */
  keepTime(): () => void {
    const stop = this.#clock.keep();
    const timer = setInterval(() => (this.nowMs = this.#clock.nowMs()), tickMs);
    return () => {
      clearInterval(timer);
      stop();
    };
  }

  /** Listens to the hub and goes with its clock until the returned function is called; tells what it hears. */
  listen(ears: Partial<Pick<StreamOptions, 'onEvent' | 'onLine'>> = {}): () => void {
    const role = this.#role;
    const stopTime = this.keepTime();
    const hangUp = openStream({
      ...(role !== 'player' && { as: role }),
      headers: this.#headers,
      onEvent: (name, data) => {
        this.hear(name, data);
        ears.onEvent?.(name, data);
      },
      onLine: (isOpen, refused) => {
        this.isLive = isOpen;
        this.refused = refused;
        ears.onLine?.(isOpen, refused);
      },
    });
    return () => {
      stopTime();
      hangUp();
    };
  }

  /** The hub's time at this very moment, for what is handed in. */
  exactMs(): number {
    return Math.round(this.#clock.nowMs());
  }

  /** Calls `does` with the seats whose entries have just come in. */
  onLanded(does: (seats: number[]) => void): () => void {
    this.#landed.push(does);
    return () => void (this.#landed = this.#landed.filter((one) => one !== does));
  }

  /** Takes in an event of the stream; one that this app does not understand changes nothing. */
  hear(name: string, data: unknown): void {
    if (name === 'state') this.#hearState(data);
    if (name === 'counts') {
      const news = v.safeParse(countsNews, data);
      const round = this.state?.round;
      if (news.success && round?.id === news.output.round)
        this.#put({ ...this.state!, round: { ...round, counts: news.output.counts } });
    }
    if (name === 'you' && this.#role === 'player') {
      const news = v.safeParse(youNews, data);
      if (news.success && this.state) this.#put({ ...this.state, you: news.output });
    }
    if (name === 'landed') {
      const news = v.safeParse(landedNews, data);
      if (news.success) for (const does of this.#landed) does(news.output.seats);
    }
  }

  #hearState(data: unknown): void {
    const heard = v.safeParse(schemas[this.#role] as v.GenericSchema<unknown, States[R]>, data);
    if (!heard.success) return;
    this.#clock.hear(heard.output.nowMs);
    this.nowMs = this.#clock.nowMs();
    // `you` comes once and then only when it changes; it belongs to the round that it came with.
    const before = this.state as PlayerState | null;
    const own = heard.output as PlayerState;
    const isSameRound = before?.round?.id === own.round?.id;
    this.#put({
      ...heard.output,
      ...(!own.you && isSameRound && before?.you && { you: before.you }),
    });
    keepLast(this.#role, heard.output);
  }

  #put(state: States[R]): void {
    this.state = state;
  }
}

const placeOf = (role: Role): string => `open-set-live-${role}`;

/** The last whole state; a host is told nothing that may be old. */
function readLast<R extends Role>(role: R): States[R] | null {
  if (role === 'host') return null;
  try {
    const text = localStorage.getItem(placeOf(role));
    const last = text === null ? null : v.safeParse(schemas[role], JSON.parse(text));
    return last?.success ? (last.output as States[R]) : null;
  } catch {
    return null;
  }
}

function keepLast(role: Role, state: unknown): void {
  if (role === 'host') return;
  try {
    localStorage.setItem(placeOf(role), JSON.stringify(state));
  } catch {
    // Without room the screen begins empty after a power cut; nothing else depends on it.
  }
}
