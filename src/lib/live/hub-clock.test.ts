import { afterEach, beforeEach, expect, it } from 'vitest';
import { LiveHall } from '../../../tests/fixtures/live-hall.ts';
import { HubClock } from './hub-clock.ts';

const through = globalThis.fetch;
let hall: LiveHall;
beforeEach(async () => {
  hall = await LiveHall.open();
  // A page's addresses are its hub's.
  globalThis.fetch = (place, options) => through(new URL(String(place), hall.address), options);
});
afterEach(async () => {
  globalThis.fetch = through;
  await hall.close();
});

const isRight = (clock: HubClock): Promise<void> =>
  expect.poll(() => Math.abs(clock.nowMs() - Date.now()), { timeout: 3_000 }).toBeLessThan(100);

it('is right again at the first message after the device slept, or the hub was set', async () => {
  const clock = new HubClock();
  hall.later(3_600_000);
  const stop = clock.keep();
  await isRight(clock);
  // To a device that slept, the hub is suddenly ahead.
  hall.later(600_000);
  clock.hear(Date.now());
  expect(Math.abs(clock.nowMs() - Date.now())).toBeLessThan(100);
  hall.later(-30_000);
  clock.hear(Date.now());
  await isRight(clock);
  // A message that was long on its way moves nothing.
  clock.hear(Date.now() - 20_000);
  expect(Math.abs(clock.nowMs() - Date.now())).toBeLessThan(100);
  stop();
});
