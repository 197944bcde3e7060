/** A sign for what the camera does, so that a command is understood before it is read. */
const glyphs: Record<string, string> = {
  'push in': '⊕',
  'pull out': '⊖',
  'truck left': '⇦',
  'truck right': '⇨',
  'pedestal up': '⇧',
  'pedestal down': '⇩',
  'pan left': '↶',
  'pan right': '↷',
  'tilt up': '⤴',
  'tilt down': '⤵',
  'zoom in': '＋',
  'zoom out': '－',
  'static shot': '■',
  'tracking shot': '⇶',
  shake: '≈',
};

export const glyphOf = (card: string): string | null => glyphs[card] ?? null;
