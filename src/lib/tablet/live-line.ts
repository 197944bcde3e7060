// The tablet's part in live rounds: who it is to the hub's stream, and joining.
import * as v from 'valibot';
import { joinAddress, joined, liveAddress, type Joining } from '#lib/challenge/live.ts';
import { deviceHeader, signatureHeader, signedBytes } from '#lib/fleet/report.ts';
import type { DeviceStore } from './device-store.ts';
import type { Identity } from './identity.ts';

const waitMs = 5_000;

export class LiveLine {
  readonly #opened: Promise<{ store: DeviceStore; identity: Identity }>;

  constructor(opened: Promise<{ store: DeviceStore; identity: Identity }>) {
    this.#opened = opened;
  }

  /** What tells the hub who listens; `null` while this tablet belongs to no event. */
  async headers(): Promise<Record<string, string> | null> {
    const { store, identity } = await this.#opened;
    if (!(await store.get('hub', 'last'))?.place) return null;
    const signature = await identity.sign(signedBytes(liveAddress, '', 'GET'));
    return { [deviceHeader]: identity.id, [signatureHeader]: signature };
  }

  /** Joins a round; the seat, or `null` where the hub did not answer. Doing it again changes nothing. */
  async join(round: string, isExtended: boolean): Promise<number | null> {
    const { identity } = await this.#opened;
    const joining: Joining = { device: identity.id, round, isExtended };
    const body = JSON.stringify(joining);
    try {
      const response = await fetch(joinAddress, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          [signatureHeader]: await identity.sign(signedBytes(joinAddress, body)),
        },
        body,
        cache: 'no-store',
        signal: AbortSignal.timeout(waitMs),
      });
      const answer = v.safeParse(joined, await response.json());
      return answer.success ? answer.output.seat : null;
    } catch {
      return null;
    }
  }
}
