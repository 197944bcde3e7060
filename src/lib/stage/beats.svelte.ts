// A reveal comes in beats: what the hall did, then what was right, then why.
import { onMount } from 'svelte';

export class Beats {
  /** Which one shows, from 0. */
  now = $state(0);

  /**
   * Moves on by itself while the component lives; after the last one it goes back to `from`. To be made
   * while a component is being set up. An endless beat stays.
   */
  constructor(lengthsMs: () => readonly number[], from: () => number) {
    onMount(() => {
      let timer = 0;
      const wait = (): void => {
        const lengthMs = lengthsMs()[this.now] ?? Infinity;
        if (lengthMs === Infinity) return;
        timer = window.setTimeout(() => {
          this.now = this.now + 1 < lengthsMs().length ? this.now + 1 : from();
          wait();
        }, lengthMs);
      };
      wait();
      return () => clearTimeout(timer);
    });
  }
}
