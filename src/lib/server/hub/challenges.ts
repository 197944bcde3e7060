// Challenges as the releases tell them: what is asked, and what is right.
import { hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import * as v from 'valibot';
import { answerSchema, type Answer } from '#lib/challenge/answer.ts';
import {
  challengeDocument,
  solutionDocument,
  type ChallengeDocument,
  type SolutionDocument,
} from '#lib/openset/challenge.ts';
import { documentName } from '#lib/openset/document.ts';
import { parseJson } from '#lib/openset/parse-json.ts';
import { hashHex } from '#lib/server/pack/blob.ts';
import { findMedia } from './find-media.ts';
import type { HeldRelease } from './open-release.ts';

/** Releases come and go: a challenge is looked up anew after this. */
const freshMs = 1_000;

export interface HeldChallenge {
  asked: ChallengeDocument;
  solution: SolutionDocument;
  answer: v.GenericSchema<unknown, Answer>;
  /** What an answer's form depends on: answers of one form can be counted together. */
  form: string;
}

export interface ChallengeSource {
  wanted(): Promise<HeldRelease | null>;
  releases: { list(): Promise<HeldRelease[]> };
}

export function holdChallenge(asked: ChallengeDocument, solution: SolutionDocument): HeldChallenge {
  const form = [
    asked.kind,
    'choices' in asked ? asked.choices.map(({ id }) => id) : asked.scene,
    'lengthsS' in asked ? asked.lengthsS : [],
  ];
  return {
    asked,
    solution,
    answer: answerSchema(asked),
    form: hash('sha256', JSON.stringify(form)).slice(0, 16),
  };
}

export class Challenges {
  readonly #source: ChallengeSource;
  readonly #known = new Map<string, { atMs: number; held: Promise<HeldChallenge | null> }>();
  /** By release and challenge: a release never changes. */
  readonly #read = new Map<string, HeldChallenge>();

  constructor(source: ChallengeSource) {
    this.#source = source;
  }

  /** The challenge as the wanted release tells it, else as another one does; `null` where none does. */
  get(id: string): Promise<HeldChallenge | null> {
    const known = this.#known.get(id);
    if (known && performance.now() - known.atMs < freshMs) return known.held;
    const held = this.#find(id);
    this.#known.set(id, { atMs: performance.now(), held });
    // What there is none of, and what could not be read, is not remembered.
    const forget = (): boolean => this.#known.delete(id);
    held.then((found) => found ?? forget(), forget);
    return held;
  }

  async #find(id: string): Promise<HeldChallenge | null> {
    const wanted = await this.#source.wanted();
    const others = (await this.#source.releases.list()).toReversed();
    for (const release of wanted ? [wanted, ...others] : others) {
      const held = await this.#in(release, id);
      if (held) return held;
    }
    return null;
  }

  async #in(release: HeldRelease, id: string): Promise<HeldChallenge | null> {
    const key = `${release.id}/${id}`;
    const known = this.#read.get(key);
    if (known) return known;
    const asked = v.safeParse(
      challengeDocument,
      await readDocument(release, documentName.challenge(id)),
    );
    const solution = v.safeParse(
      solutionDocument,
      await readDocument(release, documentName.solution(id)),
    );
    if (!asked.success || !solution.success) return null;
    const held = holdChallenge(asked.output, solution.output);
    this.#read.set(key, held);
    return held;
  }
}

/** `null` where the release has no such document. */
async function readDocument(release: HeldRelease, name: string): Promise<unknown> {
  const found = await findMedia(release, hashHex(name));
  if (found?.type !== 'application/json') return null;
  const file = await open(found.file);
  try {
    const bytes = Buffer.alloc(found.length);
    await file.read(bytes, 0, found.length, found.offset);
    return parseJson(bytes.toString());
  } finally {
    await file.close();
  }
}
