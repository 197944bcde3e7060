// Keeps what is known of the round's challenge, and asks again while it is not.
import { readEvent, readSubject, type Subject } from './documents.ts';
import type { EventDocument } from '#lib/openset/document.ts';

const tryAgainMs = 4_000;

/** Reads until something is there; stops with the returned function. */
function patiently<T>(read: () => Promise<T | null>, take: (found: T) => void): () => void {
  let isEnded = false;
  let timer = 0;
  const look = async (): Promise<void> => {
    const found = await read();
    if (isEnded) return;
    if (found) take(found);
    else timer = window.setTimeout(() => void look(), tryAgainMs);
  };
  void look();
  return () => {
    isEnded = true;
    clearTimeout(timer);
  };
}

export class Knowledge {
  subject = $state.raw<Subject | null>(null);
  event = $state.raw<EventDocument | null>(null);

  /** What the wall is about now; `null` between rounds, when the event itself is looked at anew. */
  learn(challenge: string | null): () => void {
    if (challenge === null) return patiently(readEvent, (event) => (this.event = event));
    this.subject = null;
    return patiently(
      () => readSubject(challenge),
      (subject) => (this.subject = subject),
    );
  }
}
