// What staff do over the hub's API, for tests that are about something else.
import type { Action, Round } from '../../src/lib/challenge/round.ts';
import { expect, staffPassword } from './hub.ts';

export class Host {
  readonly #address: () => string;
  #cookie = '';

  /** `address` is asked each time: a hub may come back elsewhere. */
  constructor(address: () => string) {
    this.#address = address;
  }

  async signIn(): Promise<this> {
    const answer = await this.ask('POST', 'staff/session', { password: staffPassword });
    this.#cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
    return this;
  }

  ask(method: string, place: string, body?: unknown): Promise<Response> {
    return fetch(`${this.#address()}/api/v1/${place}`, {
      method,
      headers: {
        cookie: this.#cookie,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  async code(): Promise<string> {
    const answer = await this.ask('POST', 'enrolment', {});
    return ((await answer.json()) as { code: string }).code;
  }

  async plan(challenge: string, more: object = {}): Promise<Round> {
    const id = crypto.randomUUID();
    const answer = await this.ask('POST', 'rounds', { id, challenge, ...more });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Round;
  }

  /** Takes steps of a round, one after another. */
  async act(round: Round, ...actions: Action[]): Promise<Round> {
    let after = round;
    for (const action of actions) {
      const wish = { op: crypto.randomUUID(), action, revision: after.revision };
      const answer = await this.ask('POST', `rounds/${round.id}`, wish);
      expect(answer.status).toBe(200);
      after = (await answer.json()) as Round;
    }
    return after;
  }
}
