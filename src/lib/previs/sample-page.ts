// What the sample renderer runs inside its headless browser.
import type { ReleaseSet } from '#lib/openset/set.ts';
import { loadBelongings } from './picture/belongings.ts';
import { StillDrawer, type StillRequest } from './picture/draw-still.ts';
import type { Regions } from './picture/world.ts';

let drawer: StillDrawer | null = null;
const canvas = document.createElement('canvas');
document.body.append(canvas);

/** Opens a set; `files` are its plates and models as data addresses, by their name in the set. */
async function open(set: ReleaseSet, files: Record<string, string>): Promise<string[]> {
  drawer?.dispose();
  const belongings = await loadBelongings(set, (media) => files[media]!);
  drawer = new StillDrawer(canvas, set, belongings);
  return belongings.missing;
}

/** One picture as a data address, with the regions of what stands in it. */
function draw(request: StillRequest, type: string): { picture: string; regions: Regions } {
  const regions = drawer!.draw(request);
  return { picture: canvas.toDataURL(type, 0.98), regions };
}

Object.assign(window, { openSet: open, drawStill: draw });
