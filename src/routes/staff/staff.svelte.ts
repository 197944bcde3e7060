// What the staff pages share: who is signed in, which language, the fleet.
import { getContext, setContext } from 'svelte';
import { Fleet } from '#lib/board/fleet.svelte.ts';
import { whoAmI } from '#lib/board/hub.ts';
import type { Role } from '#lib/fleet/staff.ts';
import { languageTag, type Language } from '#lib/openset/text.ts';

const languageKey = 'open-set-staff-language';

export class StaffPages {
  language = $state<Language>(readLanguage());
  /** `undefined` until the hub said who is signed in. */
  role = $state<Role | null | undefined>(undefined);
  readonly fleet = new Fleet();

  speak(language: Language): void {
    this.language = language;
    localStorage.setItem(languageKey, language);
  }

  /** Asks the hub who is signed in; with the hub away the question stays open. */
  async ask(): Promise<void> {
    this.role = await whoAmI().catch(() => undefined);
  }

  show(root: HTMLElement): void {
    root.lang = languageTag[this.language];
  }
}

function readLanguage(): Language {
  const chosen = localStorage.getItem(languageKey) ?? navigator.language;
  return chosen.startsWith('zh') ? 'zh' : 'en';
}

const key = Symbol('staff');
export const setStaff = (pages: StaffPages): StaffPages => setContext(key, pages);
export const getStaff = (): StaffPages => getContext(key);
