// A visitor's phone: goes in by the code on the wall, listens to the hub, and takes part.
import * as v from 'valibot';
import { liveAddress, phoneHeader, phoneTicket } from '#lib/challenge/live.ts';
import { HubClock } from '#lib/live/hub-clock.ts';
import { openStream } from '#lib/live/stream.ts';
import {
  asked as askedSchema,
  state as stateSchema,
  you as youSchema,
  type Asked,
  type Round,
  type You,
} from './hear.ts';
import { forget, keepOwn, keepToken, newId, readOwn, readToken, type OwnRound } from './own.ts';
import { longestRetryMs, pause, post, firstRetryMs, hasDecided } from './post.ts';
import { isForTablets } from './standing.ts';
import { Teller } from './teller.ts';

/** Whether the phone is in, and if not, what keeps it out. */
export type Entrance = 'connecting' | 'in' | 'scan' | 'scanAgain' | 'phonesOff' | 'otherTab';

const phonesAddress = `${liveAddress}/phones`;
const tickMs = 100;

export class Phone {
  entrance = $state<Entrance>('connecting');
  /** Whether the hub is there. */
  isLive = $state(false);
  round = $state.raw<Round | null>(null);
  you = $state.raw<You | null>(null);
  /** The challenge of the round, once it is here. */
  asked = $state.raw<Asked | null>(null);
  /** The hub's clock, as it goes. */
  nowMs = $state(0);
  #own = $state.raw<OwnRound | null>(readOwn());
  readonly #clock = new HubClock();
  readonly #tabs = new BroadcastChannel('open-set-phone');
  readonly #teller = new Teller(
    () => this.#own,
    (own) => this.#keep(own),
  );
  #code: string | null;
  #hangUp: () => void = () => undefined;
  /** The round whose challenge is here or on its way. */
  #askedFor: string | null = null;

  /** `code` is the one on the wall, from the page's address. */
  constructor(code: string | null) {
    this.#code = code;
    // The hub keeps one line a phone: the tab that was opened last has it.
    this.#tabs.onmessage = () => {
      this.#hangUp();
      this.entrance = 'otherTab';
    };
    this.#clock.keep();
    setInterval(() => (this.nowMs = this.#clock.nowMs()), tickMs);
    this.carryOn();
  }

  /** Goes in with the token of before, else with the code. */
  carryOn(): void {
    this.#tabs.postMessage('here');
    this.entrance = 'connecting';
    if (readToken() === null) void this.#enter();
    else this.#listen();
  }

  /** What was done in the round that is on; of another one nothing is left. */
  get own(): OwnRound {
    const round = this.round?.id ?? '';
    if (this.#own?.round === round) return this.#own;
    return { round, isExtended: false, hasJoined: false, isJoinHeard: false, handed: null };
  }

  get hasJoined(): boolean {
    return this.own.hasJoined || (this.you?.hasJoined ?? false);
  }

  get hasHanded(): boolean {
    return this.own.handed !== null || (this.you?.entries.length ?? 0) > 0;
  }

  /** What the hub said of this phone's answer; `null` while it has said nothing. */
  get verdict(): You['entries'][number]['verdict'] | null {
    return this.own.handed ? this.own.handed.verdict : (this.you?.entries[0]?.verdict ?? null);
  }

  /** Takes part in the round; `isExtended`: the visitor asked for more time. */
  join(isExtended: boolean): void {
    this.#keep({ ...this.own, isExtended, hasJoined: true });
    this.#teller.tell();
  }

  /** Hands in, once; the hub is told until it answers. */
  hand(answer: Record<string, unknown>, madeMs: number): void {
    if (!this.round || this.hasHanded) return;
    const { challenge } = this.round;
    const handed = { id: newId(), challenge, answer, madeMs, verdict: null };
    this.#keep({ ...this.own, hasJoined: true, handed });
    this.#teller.tell();
  }

  #keep(own: OwnRound): void {
    this.#own = own;
    keepOwn(own);
  }

  /** Asks for a token with the code, which is good for one; without any it must be scanned. */
  async #enter(): Promise<void> {
    const code = this.#code;
    this.#code = null;
    if (code === null) {
      this.entrance = 'scan';
      return;
    }
    for (let retryMs = firstRetryMs; ; retryMs = Math.min(longestRetryMs, retryMs * 2)) {
      const response = await post(phonesAddress, { code }).catch(() => null);
      const ticket = response?.ok
        ? v.safeParse(phoneTicket, await response.json().catch(() => null))
        : null;
      if (ticket?.success) {
        keepToken(ticket.output.token);
        // A reload goes in by the token; the code stays out of what is shared.
        history.replaceState(null, '', location.pathname);
        return this.#listen();
      }
      if (hasDecided(response) && !response.ok) {
        const isOff = (await response.text()).includes('phones-off');
        this.entrance = isOff ? 'phonesOff' : 'scanAgain';
        return;
      }
      await pause(retryMs);
    }
  }

  #listen(): void {
    this.#hangUp();
    this.#hangUp = openStream({
      headers: async () => ({ [phoneHeader]: readToken() ?? '' }),
      onEvent: (name, data) => this.#hear(name, data),
      onLine: (isOpen, refused) => {
        this.isLive = isOpen;
        if (isOpen) this.entrance = 'in';
        if (refused === 401) this.#shownOut();
      },
    });
  }

  /** The token holds no more: its day is over, or staff showed all phones out. */
  #shownOut(): void {
    this.#hangUp();
    forget();
    this.#own = null;
    this.round = null;
    this.you = null;
    void this.#enter();
  }

  #hear(name: string, data: unknown): void {
    if (name === 'you') {
      const news = v.safeParse(youSchema, data);
      if (news.success) this.you = news.output;
    }
    if (name !== 'state') return;
    const heard = v.safeParse(stateSchema, data);
    if (!heard.success) return;
    const { nowMs, round, you } = heard.output;
    this.#clock.hear(nowMs);
    this.nowMs = this.#clock.nowMs();
    // `you` comes first and then only when it changes; it belongs to the round that it came with.
    if (you) this.you = you;
    else if (round?.id !== this.round?.id)
      this.you = this.you && { ...this.you, hasJoined: false, entries: [] };
    this.round = round;
    if (round && !isForTablets(round.kind)) void this.#ask(round);
    this.#teller.tell();
  }

  /** Fetches what the round asks, once, and its pictures before anybody waits for them. */
  async #ask({ id, challenge }: Round): Promise<void> {
    if (this.#askedFor === id) return;
    this.#askedFor = id;
    this.asked = null;
    while (this.#askedFor === id && !this.asked) {
      const response = await fetch(`/documents/challenge/${challenge}`).catch(() => null);
      const read = response?.ok ? v.safeParse(askedSchema, await response.json()) : null;
      if (!read?.success) await pause(firstRetryMs);
      else if (this.#askedFor === id) this.asked = read.output;
    }
    for (const { shows } of this.asked?.choices ?? [])
      if (shows) new Image().src = `/media/${shows.picture.thumb.sha256}`;
  }
}
