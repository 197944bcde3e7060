// Many clients in a process of their own, over bare sockets, so that what they cost is the same
// whatever they talk to: one line each to listen on, one to ask on. Told what to do over IPC.
import { connect, type Socket } from 'node:net';

/** Requests are bytes as latin1 text, one a client. `until` is what ends an answer. */
export type Task =
  | { do: 'listen'; ports: number[]; requests: string[]; until: string }
  | { do: 'drop' }
  /** One client does something; everybody hears of it. */
  | { do: 'act'; port: number; request: string; until: string }
  | { do: 'ask'; over: 'own' | 'listening'; ports: number[]; requests: string[]; until: string }
  /** As `ask`, again and again until each has an answer. */
  | { do: 'insist'; ports: number[]; requests: string[]; until: string };

export interface Done {
  /** Of each client, from the start or, for `ask`, from its own request. */
  times: number[];
  /** From the first request to the last answer. */
  elapsedMs: number;
  replies: string[];
}

/** Longest an answer that never comes is waited for by who insists. */
const patienceMs = 1_000;

class Line {
  readonly socket: Socket;
  #tail = '';
  #wanted: string | null = null;
  #resolve: (text: string) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  constructor(port: number) {
    this.socket = connect({ port, host: 'localhost', noDelay: true });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (text: string) => this.#hear(text));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => this.#reject(new Error('The line was cut.')));
  }

  /** What comes until it holds `until`. */
  hear(until: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#tail = '';
      this.#wanted = until;
      this.#resolve = resolve;
      this.#reject = reject;
      if (this.socket.destroyed) reject(new Error('The line was cut.'));
    });
  }

  #hear(text: string): void {
    if (this.#wanted === null) return;
    this.#tail = this.#tail.length > 8_192 ? this.#tail.slice(-256) + text : this.#tail + text;
    if (!this.#tail.includes(this.#wanted)) return;
    this.#wanted = null;
    this.#resolve(this.#tail);
  }
}

let listening: Line[] = [];
let asking: Line[] = [];

async function carryOut(task: Task): Promise<Done> {
  if (task.do === 'drop') {
    for (const { socket } of [...listening, ...asking]) socket.destroy();
    listening = [];
    asking = [];
    return { times: [], elapsedMs: 0, replies: [] };
  }
  if (task.do === 'listen') {
    listening = task.requests.map((_, at) => new Line(task.ports[at % task.ports.length]!));
    return all(listening, task.requests, task.until);
  }
  if (task.do === 'act') return act(task);
  if (task.do === 'insist') return insist(task);
  if (task.over === 'listening') return all(listening, task.requests, task.until);
  const isOpen =
    asking.length === task.requests.length && asking.every((one) => !one.socket.closed);
  if (!isOpen) {
    asking = task.requests.map((_, at) => new Line(task.ports[at % task.ports.length]!));
    await Promise.all(asking.map((one) => new Promise((open) => one.socket.once('connect', open))));
  }
  return all(asking, task.requests, task.until);
}

/** Every client sends its request at once. */
async function all(lines: Line[], requests: string[], until: string): Promise<Done> {
  const startedMs = performance.now();
  const times: number[] = [];
  const replies = await Promise.all(
    lines.map(async (line, at) => {
      const sentMs = performance.now();
      const heard = line.hear(until);
      line.socket.write(requests[at]!, 'latin1');
      const reply = await heard;
      times.push(performance.now() - sentMs);
      return reply;
    }),
  );
  return { times, elapsedMs: performance.now() - startedMs, replies };
}

async function act({ port, request, until }: Extract<Task, { do: 'act' }>): Promise<Done> {
  const host = new Line(port);
  await new Promise((open) => host.socket.once('connect', open));
  const times: number[] = [];
  const startedMs = performance.now();
  const heard = listening.map(async (line) => {
    await line.hear(until);
    times.push(performance.now() - startedMs);
  });
  const reply = host.hear('\r\n\r\n').catch(() => '');
  host.socket.write(request, 'latin1');
  await Promise.all(heard);
  const elapsedMs = performance.now() - startedMs;
  host.socket.end();
  return { times, elapsedMs, replies: [await reply] };
}

async function insist(task: Extract<Task, { do: 'insist' }>): Promise<Done> {
  const startedMs = performance.now();
  const times: number[] = [];
  const replies = await Promise.all(
    task.requests.map(async (request, at) => {
      const port = task.ports[at % task.ports.length]!;
      for (;;) {
        const line = new Line(port);
        const timer = setTimeout(() => line.socket.destroy(), patienceMs);
        const heard = line.hear(task.until);
        line.socket.write(request, 'latin1');
        const reply = await heard.catch(() => null);
        clearTimeout(timer);
        line.socket.destroy();
        if (reply !== null) {
          times.push(performance.now() - startedMs);
          return reply;
        }
        await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 80));
      }
    }),
  );
  return { times, elapsedMs: performance.now() - startedMs, replies };
}

process.on('message', (task: Task) => {
  carryOut(task).then(
    (done) => process.send?.({ done }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});
