// A host without a console: commands over the API, so that a test of another screen has rounds.
import { randomUUID } from 'node:crypto';
import type { DayTotals, HostState } from '../../src/lib/challenge/live.ts';
import { isLive, type Action, type Round } from '../../src/lib/challenge/round.ts';
import { LiveLine } from '../fixtures/live-line.ts';
import { staffPassword, type Hub } from './hub.ts';

export class Host {
  readonly #hub: Hub;
  #cookie = '';
  #round: Round | null = null;

  private constructor(hub: Hub) {
    this.#hub = hub;
  }

  static async signIn(hub: Hub): Promise<Host> {
    const host = new Host(hub);
    const answer = await host.#ask('POST', 'staff/session', { password: staffPassword });
    host.#cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
    return host;
  }

  /** Lets phones in, or shows them out; gives where they join. */
  async allowPhones(isAllowed: boolean): Promise<string> {
    await this.#ask('PUT', 'phones', { isAllowed });
    return isAllowed ? (await this.state()).phones!.address : '';
  }

  /** What tablets join with. */
  async code(): Promise<string> {
    return ((await (await this.#ask('POST', 'enrolment', {})).json()) as { code: string }).code;
  }

  async totals(challenge: string): Promise<DayTotals> {
    return (await (await this.#ask('GET', `challenges/${challenge}/totals`)).json()) as DayTotals;
  }

  /** Takes the round that is on off the hall, and opens one of this challenge. */
  async open(challenge: string, more: { seconds?: number; pace?: 'calm' | 'race' } = {}) {
    const { round } = await this.state();
    if (round && isLive(round)) {
      // Another test's, maybe.
      this.#round = round;
      await this.do('void');
    }
    const plan = { id: randomUUID(), challenge, ...more };
    this.#round = (await (await this.#ask('POST', 'rounds', plan)).json()) as Round;
    return this.do('open');
  }

  /** Everything that was handed in to a round, as CSV. */
  async results(round: string): Promise<string> {
    return (await this.#ask('GET', `rounds/${round}/results.csv`)).text();
  }

  async do(...actions: Action[]): Promise<Round> {
    for (const action of actions) {
      const { id } = this.#round!;
      // A run may have ended by itself since.
      const { revision } = (await this.state()).sheet.find((line) => line.id === id)!;
      const wish = { op: randomUUID(), action, revision };
      this.#round = (await (await this.#ask('POST', `rounds/${id}`, wish)).json()) as Round;
    }
    return this.#round!;
  }

  /** What the host's console would show now. */
  async state(): Promise<HostState> {
    const line = await LiveLine.open(`${this.#hub.address}/api/v1/live?as=host`, {
      cookie: this.#cookie,
    });
    const { data } = await line.until(({ name }) => name === 'state');
    line.close();
    return data as HostState;
  }

  async #ask(method: string, place: string, body?: object): Promise<Response> {
    const answer = await fetch(`${this.#hub.address}/api/v1/${place}`, {
      method,
      headers: { cookie: this.#cookie, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${place}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}
