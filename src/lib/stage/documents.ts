// What the release says of what the wall shows. Kept in the browser's cache as it was last heard, so
// that a wall that comes back without a hub still has its last result with pictures.
import * as v from 'valibot';
import { challengeDocument, type ChallengeDocument } from '#lib/openset/challenge.ts';
import {
  documentName,
  eventDocument,
  filmDocument,
  setDocument,
  type EventDocument,
  type FilmDocument,
  type SetDocument,
} from '#lib/openset/document.ts';

const cacheName = 'open-set-stage';

/** The document, or `null` where neither the hub nor the cache has one that can be read. */
async function readDocument<S extends v.GenericSchema>(
  name: string,
  schema: S,
): Promise<v.InferOutput<S> | null> {
  const address = `/documents/${name}`;
  const cache = await caches.open(cacheName).catch(() => null);
  const fresh = await fetch(address, { cache: 'no-store' }).catch(() => null);
  if (fresh?.ok) await cache?.put(address, fresh.clone()).catch(() => undefined);
  const response = fresh?.ok ? fresh : await cache?.match(address);
  const content = v.safeParse(schema, await response?.json().catch(() => null));
  return content.success ? content.output : null;
}

export const readEvent = (): Promise<EventDocument | null> =>
  readDocument(documentName.event, eventDocument);
export const readChallenge = (id: string): Promise<ChallengeDocument | null> =>
  readDocument(documentName.challenge(id), challengeDocument);
export const readFilm = (id: string): Promise<FilmDocument | null> =>
  readDocument(documentName.film(id), filmDocument);
export const readSet = (id: string): Promise<SetDocument | null> =>
  readDocument(documentName.set(id), setDocument);

/** What is known of a round's challenge, all at once. */
export interface Subject {
  asked: ChallengeDocument;
  /** The film it is about; a vote has one of each option. */
  films: FilmDocument[];
  /** For the kinds that draw. */
  set: SetDocument | null;
}

export async function readSubject(challenge: string): Promise<Subject | null> {
  const asked = await readChallenge(challenge);
  if (!asked) return null;
  const ids = asked.kind === 'vote' ? asked.choices.map(({ film }) => film.id) : [asked.film.id];
  const draws = asked.kind === 'match' || asked.kind === 'direct';
  const [set, ...films] = await Promise.all([
    draws ? readSet(asked.film.id) : null,
    ...[...new Set(ids)].map(readFilm),
  ]);
  return { asked, films: films.filter((film) => film !== null), set };
}
