// A challenge as it is asked, with the film's set where it is shot in one.
import {
  challengeDocument,
  solutionDocument,
  type ChallengeDocument,
  type SolutionDocument,
} from '#lib/openset/challenge.ts';
import { documentName, setDocument, type SetDocument } from '#lib/openset/document.ts';
import { readDocument } from './read-document.ts';

export interface Asked {
  asked: ChallengeDocument;
  set: SetDocument | null;
}

/** Ends in the error page where neither the tablet nor the hub has it. */
export async function readAsked(fetch: typeof globalThis.fetch, challenge: string): Promise<Asked> {
  const asked = await readDocument(fetch, documentName.challenge(challenge), challengeDocument);
  const isShot = asked.kind === 'match' || asked.kind === 'direct';
  const set = isShot
    ? await readDocument(fetch, documentName.set(asked.film.id), setDocument)
    : null;
  return { asked, set };
}

/** What is right; only for those who have answered. */
export const readSolution = (
  fetch: typeof globalThis.fetch,
  challenge: string,
): Promise<SolutionDocument> =>
  readDocument(fetch, documentName.solution(challenge), solutionDocument);
