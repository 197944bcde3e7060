// npm run bench -- faults: the fault matrix, many seeded repetitions each. FAULT_REPS and FAULT
// (a part of a name) narrow it.
import { faults } from '../faults/matrix.ts';
import { openVenue, Scene, type Outcome } from '../faults/scene.ts';
import { seeded } from '../faults/seeded.ts';
import type { Measured } from './run.ts';

const repetitions = Number(process.env.FAULT_REPS ?? 5);
const wanted = process.env.FAULT ?? '';

export async function bench(): Promise<Measured> {
  const venue = await openVenue();
  const runs: (Outcome & { fault: string; repetitions: number; failed: number })[] = [];
  try {
    for (const { name, run } of faults.filter((fault) => fault.name.includes(wanted))) {
      const outcomes: Outcome[] = [];
      let failed = 0;
      for (let seed = 1; seed <= repetitions; seed += 1)
        await Scene.play(venue, seeded(seed * 7919), run).then(
          (outcome) => outcomes.push(outcome),
          (error: unknown) => {
            failed += 1;
            console.error(`${name}, seed ${seed}: ${String(error)}`);
          },
        );
      const total = (key: keyof Outcome) => outcomes.reduce((sum, one) => sum + one[key], 0);
      const most = (key: keyof Outcome) => Math.max(0, ...outcomes.map((one) => one[key]));
      runs.push({
        fault: name,
        repetitions,
        failed,
        falseReady: total('falseReady'),
        lost: total('lost') + failed,
        doubled: total('doubled'),
        wastedChunks: Number(most('wastedChunks').toFixed(2)),
        recoverMs: Math.round(most('recoverMs')),
        readyMs: Math.round(most('readyMs')),
      });
      console.error(JSON.stringify(runs.at(-1)));
    }
  } finally {
    await venue.close();
  }
  const sum = (key: 'falseReady' | 'lost' | 'doubled') =>
    runs.reduce((all, run) => all + run[key], 0);
  return {
    figures: {
      faults: runs.length,
      falseReady: sum('falseReady'),
      lost: sum('lost'),
      doubled: sum('doubled'),
      maxWastedChunks: Math.max(...runs.map((run) => run.wastedChunks)),
      maxRecoverMs: Math.max(...runs.map((run) => run.recoverMs)),
    },
    runs,
  };
}
