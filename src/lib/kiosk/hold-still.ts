// Keeps a page of touches in its place: no menu, no dragging of pictures, no pinching of the whole
// page (rule 19). Zooming has its own buttons, text its own sizes.

const refused = ['contextmenu', 'dragstart', 'gesturestart'];

/** Refuses the browser's own gestures; returns the way to allow them again. */
export function holdStill(): () => void {
  const refuse = (event: Event): void => event.preventDefault();
  for (const type of refused) addEventListener(type, refuse);
  return () => {
    for (const type of refused) removeEventListener(type, refuse);
  };
}
