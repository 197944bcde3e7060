import { words } from '#lib/kiosk/words.ts';

export const load = () => ({ up: { href: '/challenges', title: words.challenges } });
