import type { SetChoice } from '#lib/openset/set.ts';
import type { LocalText } from '#lib/openset/text.ts';
import { toPrompt } from '#lib/previs/shot/phrases.ts';
import type { ShotDescription } from '#lib/previs/shot/shot-description.ts';

/**
 * The whole shot as text: either prompt alone gives the same shot again. Plain words, so that a phone
 * shows them as they are and needs no address.
 */
export function takeAwayText(
  shot: ShotDescription,
  choices: readonly SetChoice[],
  film: LocalText,
): string {
  return [
    `开放片场 Open Set · ${film.zh ?? film.en ?? ''}`,
    toPrompt(shot, choices, 'zh'),
    toPrompt(shot, choices, 'en'),
  ].join('\n');
}
