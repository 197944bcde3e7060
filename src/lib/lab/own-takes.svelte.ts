// The takes that a visitor keeps, at most three. They live as long as the screen does.
import type { Language } from '#lib/openset/text.ts';
import type { ShotDescription } from '#lib/previs/shot/shot-description.ts';

export const mostTakes = 3;

export interface OwnTake {
  number: number;
  shot: ShotDescription;
  /** Its words, for those who read and those who listen. */
  prompt: string;
  language: Language;
  description: string;
  /** Of its picture; `null` where nothing could be drawn. */
  address: string | null;
}

export class OwnTakes {
  list = $state.raw<OwnTake[]>([]);
  #number = 0;

  get isFull(): boolean {
    return this.list.length >= mostTakes;
  }

  keep(take: Omit<OwnTake, 'number' | 'address'>, picture: Blob | null): OwnTake {
    this.#number += 1;
    const address = picture && URL.createObjectURL(picture);
    const kept = { ...take, number: this.#number, address };
    this.list = [...this.list, kept];
    return kept;
  }

  letGo(take: OwnTake): void {
    this.list = this.list.filter((one) => one !== take);
    if (take.address) URL.revokeObjectURL(take.address);
  }

  letAllGo(): void {
    for (const take of this.list) this.letGo(take);
  }
}
