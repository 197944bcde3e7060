// The door to everything that draws live: imported when a live picture shows, so that nobody else
// fetches it.
export { loadBelongings } from './belongings.ts';
export { Viewport } from './viewport.ts';
export { Reel } from './reel.ts';
