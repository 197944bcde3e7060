// The real hub for browser tests: a process of its own, so that tests can kill it and bring it back
// at the same address.
import { test as base } from '@playwright/test';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const staffPassword = 'open sesame';

export class Hub {
  readonly #releases: string;
  readonly #data = mkdtempSync(path.join(tmpdir(), 'openset-hub-data-'));
  #port = 0;
  #process: ChildProcess | null = null;

  /** `releases` is a folder of releases, as `openset pack` writes it. */
  constructor(releases: string) {
    this.#releases = releases;
  }

  get address(): string {
    return `http://localhost:${this.#port}`;
  }

  /** Id of its process. */
  get process(): number {
    return this.#process?.pid ?? 0;
  }

  /** Starts it; after a `kill` at the same address as before. */
  async start(): Promise<this> {
    const hub = spawn(
      process.execPath,
      [
        'src/cli/hub.ts',
        ...['--port', String(this.#port)],
        ...['--data', this.#data],
        ...['--release', this.#releases],
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, STAFF_PASSWORD: staffPassword },
      },
    );
    this.#process = hub;
    for await (const line of createInterface({ input: hub.stdout })) {
      const [, port] = /http:\/\/localhost:(\d+)/.exec(line) ?? [];
      if (port === undefined) continue;
      this.#port = Number(port);
      hub.stdout.resume();
      return this;
    }
    throw new Error('The hub ended before it listened.');
  }

  /** Ends it at once, as a power cut would, or in good order. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const hub = this.#process;
    if (!hub || hub.exitCode !== null || hub.signalCode !== null) return;
    const gone = once(hub, 'exit');
    hub.kill(signal);
    await gone;
  }

  /** Lets it write nothing any more, as a full disk would, or everything again. */
  fillDisk(isFull: boolean): void {
    const limit = `--fsize=${isFull ? 1 : 'unlimited'}:unlimited`;
    const { status } = spawnSync('prlimit', ['--pid', String(this.process), limit]);
    if (status !== 0) throw new Error('The disk could not be filled: prlimit is missing.');
  }

  /** Ends it for good and removes what it kept. */
  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#data, { recursive: true, force: true });
  }
}

/** Tests get `hub`, serving `releases`, and find it as `baseURL`. */
export const test = base.extend<object, { releases: string; hub: Hub }>({
  releases: ['.openset/releases', { option: true, scope: 'worker' }],
  hub: [
    async ({ releases }, use) => {
      const hub = await new Hub(releases).start();
      await use(hub);
      await hub.end();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ hub }, use) => use(hub.address),
});

export { expect } from '@playwright/test';
