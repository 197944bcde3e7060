// Slows down whoever guesses. Each address has its own count, so nobody can lock out another; the
// hub's own machine is never locked out.
import type { IncomingMessage } from 'node:http';

/** Wrong guesses that cost nothing. */
const freeGuesses = 5;
const firstWaitMs = 60_000;
const longestWaitMs = 15 * 60_000;
/** Addresses remembered at once; the oldest is forgotten first. */
const mostAddresses = 10_000;

interface Guesser {
  wrong: number;
  untilMs: number;
}

export class Lockout {
  readonly #guessers = new Map<string, Guesser>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Seconds that `address` must wait before its next guess; 0 where it may guess. */
  waitS(address: string): number {
    const { untilMs } = this.#guessers.get(address) ?? { untilMs: 0 };
    return Math.max(0, Math.ceil((untilMs - this.#now()) / 1000));
  }

  /** Counts a wrong guess: from the fifth on, each doubles the wait. */
  wrong(address: string): void {
    if (isOwnMachine(address)) return;
    const wrong = (this.#guessers.get(address)?.wrong ?? 0) + 1;
    const waitMs =
      wrong < freeGuesses ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (wrong - freeGuesses));
    this.#guessers.delete(address);
    this.#guessers.set(address, { wrong, untilMs: this.#now() + waitMs });
    const [oldest] = this.#guessers.keys();
    if (this.#guessers.size > mostAddresses && oldest !== undefined) this.#guessers.delete(oldest);
  }

  right(address: string): void {
    this.#guessers.delete(address);
  }
}

/** Whom a request comes from. The hub stands in nobody's shadow, so forwarding headers are lies. */
export const addressOf = (request: IncomingMessage): string => request.socket.remoteAddress ?? '';

const isOwnMachine = (address: string): boolean =>
  address === '::1' || /^(::ffff:)?127\./.test(address);
