// Keeps a page of touches in its place: no menu, no dragging of pictures or dropping of files, no
// pinching of the whole page, no second window (rule 19), and of the browser's own commands none that
// a page can refuse (rule 102). Zooming has its own buttons, text its own sizes.

const refused = ['contextmenu', 'dragstart', 'dragover', 'drop', 'gesturestart', 'auxclick'];

/** With Ctrl or Cmd: print, save, open, source, downloads, history, search, bookmark, zoom. */
const refusedKeys = new Set([...'psoujhgfd+-=0']);

function isCommand({ ctrlKey, metaKey, key }: KeyboardEvent): boolean {
  return (
    ((ctrlKey || metaKey) && refusedKeys.has(key.toLowerCase())) || key === 'F1' || key === 'F3'
  );
}

/** Refuses the browser's own gestures and commands; returns the way to allow them again. */
export function holdStill(): () => void {
  const refuse = (event: Event): void => event.preventDefault();
  const refuseCommand = (event: KeyboardEvent): void => {
    if (isCommand(event)) event.preventDefault();
  };
  for (const type of refused) addEventListener(type, refuse);
  addEventListener('keydown', refuseCommand, { capture: true });
  return () => {
    for (const type of refused) removeEventListener(type, refuse);
    removeEventListener('keydown', refuseCommand, { capture: true });
  };
}
