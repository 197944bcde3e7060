// The staff corner: what of this tablet visitors shall not reach (rule 102). It opens without a hub.
import { freeTries, isPin, tryAgainMs } from '#lib/fleet/pin.ts';
import type { DeviceStore } from './device-store.ts';

export class Corner {
  readonly #store: Promise<DeviceStore>;

  constructor(store: Promise<DeviceStore>) {
    this.#store = store;
  }

  /** Whether the event has a PIN, by the hub's last word. */
  async isLocked(): Promise<boolean> {
    return Boolean((await (await this.#store).get('hub', 'last'))?.pin);
  }

  /** Tries a PIN; `'open'`, or the seconds to wait before the next try: after five wrong ones, 60. */
  async tryPin(digits: string): Promise<'open' | number> {
    const store = await this.#store;
    const pin = (await store.get('hub', 'last'))?.pin;
    if (!pin) return 'open';
    const { wrong, atMs } = (await store.get('tries', 'pin')) ?? { wrong: 0, atMs: 0 };
    // A clock that was set back must not lock staff out for a day.
    const sinceMs = Math.abs(Date.now() - atMs);
    if (wrong >= freeTries && sinceMs < tryAgainMs) return Math.ceil((tryAgainMs - sinceMs) / 1000);
    if (await isPin(digits, pin)) {
      await store.delete('tries', 'pin');
      return 'open';
    }
    await store.put('tries', { wrong: wrong + 1, atMs: Date.now() }, 'pin');
    return wrong + 1 >= freeTries ? tryAgainMs / 1000 : 0;
  }
}
