import { words } from '#lib/kiosk/words.ts';
import { readAsked } from '../../read-asked.ts';

export const load = async ({ fetch, params }) => {
  const { asked, set } = await readAsked(fetch, params.challenge);
  return {
    asked,
    set,
    heading: asked.title,
    up: { href: '/challenges', title: words.challenges },
  };
};
