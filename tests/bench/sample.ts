// Drawing the sample's stills at their full size: seconds for one, and over an empty picture of the
// same size on the same kind of renderer. Both end as a PNG in memory.
import { requestFor } from '../../src/cli/sample/request.ts';
import type { StillRequest } from '../../src/lib/previs/picture/draw-still.ts';
import type { Measured } from './run.ts';
import { median } from './tools/median.ts';
import { drawingSeconds, launch, openEngine, sampleFilm } from './tools/previs-browser.ts';
import type { PrevisBench } from './tools/previs-page.ts';

const rounds = 3;
/** Of each shot, evenly over its versions: every finish is among them. */
const stillsPerShot = 3;

export async function bench(): Promise<Measured> {
  const { film, set } = await sampleFilm();
  const requests = [...film.shots.values()].flatMap((shot) => {
    const all = shot.versions.flatMap((version, place) =>
      version.takes.slice(0, 1).map((take) => requestFor(film, shot, place, take)),
    );
    return Array.from(
      { length: stillsPerShot },
      (_, at): StillRequest => all[Math.floor((at * (all.length - 1)) / (stillsPerShot - 1))]!,
    );
  });
  const browser = await launch();
  try {
    const page = await openEngine(browser);
    page.setDefaultTimeout(0);
    const runs = [];
    for (let round = 0; round < rounds; round += 1) {
      const beforeS = await drawingSeconds(browser);
      const { drawnMs, emptyMs } = await page.evaluate(
        ([plain, asked]) =>
          (window as unknown as { bench: PrevisBench }).bench.stills(plain, asked),
        [set, requests] as const,
      );
      runs.push({
        secondsPerStill: drawnMs.reduce((sum, ms) => sum + ms, 0) / drawnMs.length / 1000,
        stillToEmpty: median(drawnMs) / median(emptyMs),
        cpuSecondsPerStill: ((await drawingSeconds(browser)) - beforeS) / requests.length,
        drawnMs,
        emptyMs,
      });
    }
    return {
      figures: {
        stills: requests.length,
        secondsPerStill: median(runs.map((run) => run.secondsPerStill)),
        stillToEmpty: median(runs.map((run) => run.stillToEmpty)),
        cpuSecondsPerStill: median(runs.map((run) => run.cpuSecondsPerStill)),
      },
      runs,
    };
  } finally {
    await browser.close();
  }
}
