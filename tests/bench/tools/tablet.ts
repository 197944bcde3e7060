// A tablet for benchmarks: a Chromium with a storage of its own, asked over its debugging socket
// for nothing but the running of scripts. Playwright would have it record all that comes over the
// network, which costs 200 MB and half of the speed.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { chromiumArguments, provideChromium } from '../../../src/cli/chromium.ts';

interface Reply {
  id: number;
  error?: { message: string };
  result: {
    result?: { value?: unknown };
    exceptionDetails?: { exception?: object };
    data?: string;
  };
}

export class Tablet {
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #asked = 0;

  private constructor(process: ChildProcess, socket: WebSocket) {
    this.#process = process;
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const reply = JSON.parse(String(data)) as Reply;
      this.#waiting.get(reply.id)?.(reply);
      this.#waiting.delete(reply.id);
    });
  }

  /** Starts a browser that keeps everything in `profile`, and shows `address`. */
  static async open(profile: string, address: string): Promise<Tablet> {
    const program = await provideChromium();
    await mkdir(profile, { recursive: true });
    const portFile = path.join(profile, 'DevToolsActivePort');
    await rm(portFile, { force: true });
    const browser = spawn(
      program,
      [
        ...chromiumArguments,
        '--headless',
        '--remote-debugging-port=0',
        '--window-size=1280,800',
        `--user-data-dir=${profile}`,
        address,
      ],
      { stdio: 'ignore' },
    );
    const port = await until(async () => (await readFile(portFile, 'utf8')).split('\n')[0]);
    const target = await until(async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
      const targets = (await answer.json()) as { type: string; webSocketDebuggerUrl: string }[];
      return targets.find(({ type }) => type === 'page');
    });
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    await once(socket, 'open');
    const tablet = new Tablet(browser, socket);
    const isThere = (wanted: string) =>
      document.readyState === 'complete' && location.href.startsWith(wanted);
    await until(async () => (await tablet.run(isThere, address)) || undefined);
    return tablet;
  }

  /** Id of the browser's main process. */
  get process(): number {
    return this.#process.pid!;
  }

  /** Runs `script` in the page and waits for what it promises; it must be JSON. */
  async run<T, A = undefined>(script: (argument: A) => T | Promise<T>, argument?: A): Promise<T> {
    const expression = `(${script.toString()})(${JSON.stringify(argument)})`;
    const { result } = await this.#ask('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (result.exceptionDetails) throw new Error(JSON.stringify(result.exceptionDetails));
    return result.result?.value as T;
  }

  /** Asks the page again and again until `holds` is true there. */
  async until(holds: () => boolean): Promise<void> {
    while (!(await this.run(holds))) await new Promise((resolve) => setTimeout(resolve, 100));
  }

  /** Runs `script` in every page before its own scripts. */
  async prepare<A>(script: (argument: A) => void, argument: A): Promise<void> {
    await this.#ask('Page.enable', {});
    const source = `(${script.toString()})(${JSON.stringify(argument)})`;
    await this.#ask('Page.addScriptToEvaluateOnNewDocument', { source });
  }

  async goto(address: string): Promise<void> {
    await this.#ask('Page.navigate', { url: address });
  }

  async send(method: string, parameters: object): Promise<void> {
    await this.#ask(method, parameters);
  }

  /** Ends the browser in good order, or as a dead battery would. */
  async close(how: 'quit' | 'kill' = 'quit'): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    if (how === 'kill') this.#process.kill('SIGKILL');
    else void this.#ask('Browser.close', {}).catch(() => undefined);
    await gone;
    this.#socket.close();
  }

  #ask(method: string, params: object): Promise<Reply> {
    const id = (this.#asked += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (reply) =>
        reply.error ? reject(new Error(reply.error.message)) : resolve(reply),
      );
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}

/** Asks again until there is an answer; 20 seconds at most. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const endMs = performance.now() + 20_000; performance.now() < endMs;) {
    const found = await look().catch(() => undefined);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error('The browser did not start.');
}
