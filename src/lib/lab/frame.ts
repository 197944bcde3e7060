export { frameAspect } from '#lib/previs/picture/frame.ts';
