// Tells the hub every few seconds how this tablet is, and the pages what the hub wants of it.
import type { HandedAnswer, Verdict as AnswerVerdict } from '#lib/challenge/live.ts';
import { mostEntries, tallyEveryMs, type CarriedFile } from '#lib/fleet/entries.ts';
import { judge, type Verdict } from '#lib/fleet/readiness.ts';
import {
  reportEveryMs,
  type Expected,
  type Orders,
  type Place,
  type ReportAnswer,
} from '#lib/fleet/report.ts';
import { onPreload } from '#lib/preload/preload.ts';
import { Corner } from './corner.ts';
import { openDeviceStore, type DeviceStore } from './device-store.ts';
import { Gatherer } from './gather.ts';
import { GeneratorLine } from './generator-line.ts';
import {
  join,
  sealEntries,
  sealReport,
  sendEntries,
  sendReport,
  type JoinRefusal,
} from './hub-line.ts';
import { identityOf, type Identity } from './identity.ts';
import { LiveLine } from './live-line.ts';
import { closeTally, countOpened, drop, everyEntry, keepAnswer, oldest } from './outbox.ts';
import { noteRun } from './restart.ts';

/** How this tablet stands, by its own evidence. */
export interface Self {
  /** `null` before it joined an event. */
  place: Place | null;
  verdict: Verdict;
  /** Whether the hub answered the last report. */
  isHeard: boolean;
  /** No update and no other release, by the hub's last word. */
  isFrozen: boolean;
}

/** What pages do with it. */
export interface Ears {
  onSelf: (self: Self) => void;
  /** Seconds for which to show the number, and to stay dark to be wiped. */
  onCall: (findS: number, cleanS: number) => void;
  /** The release chosen for this tablet's hall, and from when on, by its own clock. */
  onWanted: (release: string | null, notBeforeMs: number | null) => void;
  /** What became of an answer that a visitor handed in. */
  onVerdict: (id: string, verdict: AnswerVerdict) => void;
  onReload: () => void;
  onLookAgain: () => void;
}

const nothingExpected: Expected = { release: null, shell: null };

export class Reporter {
  readonly #ears: Ears;
  readonly #opened: Promise<{ store: DeviceStore; identity: Identity; gatherer: Gatherer }>;
  #wake: () => void = () => undefined;
  /** The first round after a start closes what an earlier run left open. */
  #talliedMs = -Infinity;

  /** The staff corner of this tablet. */
  readonly corner: Corner;
  /** The line to the venue's video generator. */
  readonly generator: GeneratorLine;
  /** The line to live rounds. */
  readonly live: LiveLine;

  constructor(ears: Ears) {
    this.#ears = ears;
    this.#opened = open(() => this.#wake());
    this.corner = new Corner(this.#opened.then(({ store }) => store));
    this.generator = new GeneratorLine(async () => {
      const { store, identity } = await this.#opened;
      return (await store.get('hub', 'last'))?.place ? identity : null;
    });
    this.live = new LiveLine(this.#opened);
    // One tab speaks for the tablet; the next one takes over when it closes.
    void navigator.locks.request('open-set-reporting', () => this.#run());
  }

  /** What the tablet shows, for the next report. */
  async show(screen: Gatherer['screen']): Promise<void> {
    const { gatherer } = await this.#opened;
    // A visitor has left: their counts need not wait.
    if (screen === 'attract' && gatherer.screen === 'visitor') this.#talliedMs = -Infinity;
    gatherer.screen = screen;
  }

  /** Reports at once. */
  now(): void {
    this.#wake();
  }

  /** Joins the event by the board's code; resolves with the reason where that did not work. */
  async join(code: string): Promise<JoinRefusal | null> {
    const { store, identity } = await this.#opened;
    const answer = await join(identity, code);
    if ('refused' in answer) return answer.refused;
    await remember(store, answer);
    this.now();
    return null;
  }

  /** Counts the opening of a screen, without anything about who opened it (rule 80). */
  async count(screen: string): Promise<void> {
    await countOpened((await this.#opened).store, screen);
  }

  /** Keeps a visitor's answer on this tablet, and hands it in; resolves once it is kept. */
  async answer(answer: HandedAnswer): Promise<void> {
    const { store, identity } = await this.#opened;
    await keepAnswer(store, answer);
    void this.#handIn(store, identity).catch((error: unknown) => console.error(error));
  }

  /** How it is and all that the hub has not confirmed, as a file. It stays here until it has. */
  async carry(): Promise<CarriedFile> {
    const { store, identity, gatherer } = await this.#opened;
    await closeTally(store);
    const entries = await everyEntry(store);
    const messages = [];
    for (let at = 0; at < entries.length; at += mostEntries)
      messages.push(await sealEntries(identity, entries.slice(at, at + mostEntries)));
    const report = await sealReport(store, identity, await gatherer.gather());
    return { openset: 'carried/1', report, messages };
  }

  async #run(): Promise<never> {
    const { store, identity, gatherer } = await this.#opened;
    for (;;) {
      // Whatever goes wrong in one round, the next begins anew: nobody is there to start this again.
      await this.#round(store, identity, gatherer).catch((error: unknown) => console.error(error));
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        // Tablets that were switched on together shall not knock together.
        setTimeout(resolve, reportEveryMs * (0.9 + Math.random() / 5));
      });
    }
  }

  async #round(store: DeviceStore, identity: Identity, gatherer: Gatherer): Promise<void> {
    if (performance.now() - this.#talliedMs > tallyEveryMs) {
      this.#talliedMs = performance.now();
      await closeTally(store);
    }
    const evidence = await gatherer.gather();
    const known = await store.get('hub', 'last');
    const answer = known ? await sendReport(store, identity, evidence) : null;
    if (answer === 'stranger' && known) {
      await store.put('hub', { ...known, place: null }, 'last');
      this.#ears.onWanted(null, null);
    }
    if (answer && answer !== 'stranger') await remember(store, answer);
    const hub = await store.get('hub', 'last');
    const heard = answer !== null && answer !== 'stranger';
    const verdict = judge(
      {
        evidence,
        agoS: 0,
        clockOffsetS: heard ? (Date.now() - answer.nowMs) / 1000 : null,
      },
      hub?.expected ?? { ...nothingExpected, release: evidence.release },
    );
    const isFrozen = hub?.isFrozen ?? false;
    this.#ears.onSelf({ place: hub?.place ?? null, verdict, isHeard: heard, isFrozen });
    // A tablet that left the fleet still hands in what visitors did on it.
    if (answer !== null) await this.#handIn(store, identity);
    if (!heard) return;
    const { coming, expected } = answer;
    if (coming) this.#ears.onWanted(coming.release, Date.now() + coming.inS * 1000);
    else if (expected.release !== null) this.#ears.onWanted(expected.release, null);
    await this.#obey(store, answer.orders);
  }

  async #handIn(store: DeviceStore, identity: Identity): Promise<void> {
    for (;;) {
      const entries = await oldest(store);
      const answer = entries.length > 0 ? await sendEntries(identity, entries) : null;
      if (!answer) return;
      await drop(store, [...answer.kept, ...answer.refused]);
      for (const [id, verdict] of Object.entries(answer.verdicts))
        this.#ears.onVerdict(id, verdict);
    }
  }

  async #obey(store: DeviceStore, orders: Orders): Promise<void> {
    this.#ears.onCall(orders.findS, orders.cleanS);
    if (await isNew(store, 'look-again', orders.lookAgain)) this.#ears.onLookAgain();
    if (await isNew(store, 'reload', orders.reload)) this.#ears.onReload();
  }
}

/** `onPhase` is called when the preload does something else: that is news for the board. */
async function open(onPhase: () => void) {
  const store = await openDeviceStore();
  await noteRun(store);
  const gatherer = new Gatherer(store);
  onPreload((state) => {
    const isNew = state.phase !== gatherer.state.phase;
    gatherer.state = state;
    if (isNew) onPhase();
  });
  return { store, identity: await identityOf(store), gatherer };
}

/** Whether an order was not carried out yet; it counts as carried out from now on. */
async function isNew(
  store: DeviceStore,
  name: 'reload' | 'look-again',
  token: string | null,
): Promise<boolean> {
  if (token === null || (await store.get('done', name)) === token) return false;
  await store.put('done', token, name);
  return true;
}

async function remember(
  store: DeviceStore,
  { place, expected, orders, pin }: ReportAnswer,
): Promise<void> {
  await store.put('hub', { place, expected, isFrozen: orders.isFrozen, pin }, 'last');
}
