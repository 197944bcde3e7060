// The short form of the fault matrix (`npm run bench -- faults`): one round of the faults that cost
// the most when they are missed and that no other browser test plays.
import { expect, test } from '@playwright/test';
import { faults } from '../faults/matrix.ts';
import { openVenue, Scene } from '../faults/scene.ts';
import { seeded } from '../faults/seeded.ts';

const short = [
  'browser killed while fetching and writing',
  'browser killed while another release becomes active',
  'power cut: what was not flushed is lost',
  'right size, wrong bytes',
  'answers lost after the hub committed',
];

test('nothing false, lost, doubled or wasted by what venues do', async () => {
  test.setTimeout(300_000);
  const venue = await openVenue();
  try {
    for (const name of short) {
      const fault = faults.find((one) => one.name === name);
      if (!fault) throw new Error(`There is no fault “${name}”.`);
      await test.step(name, async () => {
        const outcome = await Scene.play(venue, seeded(1), fault.run);
        expect(outcome).toMatchObject({ falseReady: 0, lost: 0, doubled: 0 });
        expect(outcome.wastedChunks).toBeLessThanOrEqual(1);
        expect(outcome.recoverMs).toBeLessThan(10_000);
      });
    }
  } finally {
    await venue.close();
  }
});
