// Shots of the hall as still pictures, drawn one after another by the previs engine.
import type { SetDocument } from '#lib/openset/document.ts';
import type { ShotDescription } from '#lib/previs/shot/shot-description.ts';

const size = { width: 1_280, height: 720 };

/** In the given order; empty where this device cannot draw. */
export async function drawShots(
  set: SetDocument | null,
  shots: readonly ShotDescription[],
): Promise<ImageBitmap[]> {
  if (!set || shots.length === 0) return [];
  const { loadBelongings } = await import('#lib/previs/picture/belongings.ts');
  const { StillDrawer } = await import('#lib/previs/picture/draw-still.ts');
  const canvas = document.createElement('canvas');
  try {
    const belongings = await loadBelongings(set, (media) => `/media/${media}`);
    const drawer = new StillDrawer(canvas, set, belongings);
    const pictures: ImageBitmap[] = [];
    for (const shot of shots) {
      drawer.draw({ shot, finish: 'graded', seed: 1, at: 0.5, bars: false, ...size });
      pictures.push(await createImageBitmap(canvas));
    }
    drawer.dispose();
    return pictures;
  } catch (error) {
    console.warn('The shots cannot be drawn here.', error);
    return [];
  }
}
