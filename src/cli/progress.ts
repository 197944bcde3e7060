// A progress bar on a terminal, silence elsewhere.

const width = 28;

/** Shows `done` of `total` in `unit` with the time left; `end` clears the line. */
export class Progress {
  readonly #label: string;
  readonly #unit: (amount: number) => string;
  readonly #startedMs = performance.now();
  #shownMs = 0;

  constructor(label: string, unit: (amount: number) => string = String) {
    this.#label = label;
    this.#unit = unit;
  }

  show(done: number, total: number): void {
    const nowMs = performance.now();
    if (!process.stderr.isTTY || (nowMs - this.#shownMs < 100 && done < total)) return;
    this.#shownMs = nowMs;
    const share = total === 0 ? 1 : done / total;
    const leftS = share === 0 ? null : ((nowMs - this.#startedMs) * (1 - share)) / share / 1000;
    const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░');
    const left = leftS === null ? '' : ` · ${inWords(leftS)} left`;
    process.stderr.write(
      `\r\x1b[K${this.#label} ${bar} ${this.#unit(done)} of ${this.#unit(total)}${left}`,
    );
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }
}

/** Bytes as people read them: `1.4 GB`. */
export function inBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let amount = bytes;
  while (amount >= 1000 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${amount.toFixed(unit === 0 || amount >= 100 ? 0 : 1)} ${units[unit]}`;
}

function inWords(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return `${Math.ceil(seconds / 60)} min`;
}
