// The short code that lets tablets join: six digits on the staff board, good for an hour and for as
// many tablets as are standing there.
import { randomInt } from 'node:crypto';

export const codeHoldsMs = 3600_000;
/** Wrong codes from the whole network that end a code: a million codes are not to be tried out. */
const mostWrong = 200;

export class Enrolment {
  #code: string | null = null;
  #untilMs = 0;
  #wrong = 0;

  /** The code that holds now, made where none does. */
  open(): { code: string; untilMs: number } {
    if (!this.#holds()) {
      this.#code = String(randomInt(1_000_000)).padStart(6, '0');
      this.#untilMs = Date.now() + codeHoldsMs;
      this.#wrong = 0;
    }
    return { code: this.#code ?? '', untilMs: this.#untilMs };
  }

  close(): void {
    this.#code = null;
  }

  admits(code: string): boolean {
    if (!this.#holds()) return false;
    if (code === this.#code) return true;
    this.#wrong += 1;
    if (this.#wrong >= mostWrong) this.close();
    return false;
  }

  #holds(): boolean {
    return this.#code !== null && Date.now() < this.#untilMs;
  }
}
