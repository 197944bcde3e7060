// What one visitor chose. After a reset nothing of it remains (rule 51).
import { languageTag, type Language } from '#lib/openset/text.ts';

export type TextScale = 1 | 1.35 | 1.8;

/** How long the exhibition waits for a silent visitor: as usual, ten times as long, or for ever. */
export type Patience = 'usual' | 'tenfold' | 'endless';

const fresh = {
  language: 'zh' as Language,
  textScale: 1 as TextScale,
  highContrast: false,
  calm: false,
  lowReach: false,
  patience: 'usual' as Patience,
  muted: true,
  captions: true,
};
export type Choices = typeof fresh;

export class Session {
  choices = $state<Choices>({ ...fresh });
  /** A film or a challenge is running: the tablet must not ask whether somebody is there. */
  busy = $state(false);

  /** As for a new visitor. */
  reset(): void {
    this.choices = { ...fresh };
    this.busy = false;
  }

  /** What would have to be put back to undo a reset. */
  copy(): Choices {
    return $state.snapshot(this.choices);
  }

  /** Writes the choices where the styles look for them. */
  show(root: HTMLElement): void {
    const { language, textScale, highContrast, calm, lowReach } = this.choices;
    root.lang = languageTag[language];
    root.style.setProperty('--text-scale', String(textScale));
    root.dataset.contrast = highContrast ? 'high' : 'usual';
    root.dataset.calm = String(calm);
    root.dataset.lowReach = String(lowReach);
  }
}
