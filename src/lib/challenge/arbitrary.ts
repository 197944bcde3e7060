// Challenges at random, for property tests.
import fc from 'fast-check';
import type { ChallengeDocument, Kind, ShownPicture } from '#lib/openset/challenge.ts';
import { choices as scene } from '#lib/previs/shot/arbitrary.ts';

const rendition = {
  sha256: '0'.repeat(64),
  type: 'image/webp' as const,
  bytes: 1,
  width: 16,
  height: 9,
};
const shown: ShownPicture = {
  picture: { thumb: rendition, proxy: rendition, full: rendition },
  sample: true,
};

const played = {
  id: 'x',
  title: { zh: '挑战', en: 'A challenge' },
  brief: { zh: '选一选。', en: 'Choose one.' },
  seconds: 60,
};
const film = { id: 'film', title: { zh: '短片', en: 'A film' }, sample: true };

const ids = (least: number) =>
  fc.integer({ min: least, max: 6 }).map((count) => [...'abcdef'].slice(0, count));

const lengthsS = fc
  .uniqueArray(fc.constantFrom(0.5, 1, 2, 4, 10), { minLength: 2, maxLength: 4 })
  .map((all) => all.toSorted((a, b) => a - b));

const ofKind: { [K in Kind]: fc.Arbitrary<Extract<ChallengeDocument, { kind: K }>> } = {
  keep: ids(3).map((all) => ({
    ...played,
    film,
    kind: 'keep',
    choices: all.map((id) => ({ id, shows: shown })),
  })),
  order: ids(3).map((all) => ({
    ...played,
    film,
    kind: 'order',
    choices: all.map((id) => ({ id, shows: shown })),
  })),
  cause: ids(3).map((all) => ({
    ...played,
    film,
    kind: 'cause',
    before: shown,
    after: shown,
    choices: all.map((id) => ({ id, says: { zh: '改了', en: 'A change' } })),
  })),
  match: fc.constant({ ...played, film, kind: 'match', target: shown, scene }),
  direct: fc.constant({ ...played, film, kind: 'direct', scene }),
  cut: fc.record({ all: ids(3), lengthsS }).map(({ all, lengthsS: lengths }) => ({
    ...played,
    film,
    kind: 'cut',
    choices: all.map((id) => ({ id, shows: shown })),
    lengthsS: lengths,
  })),
  vote: ids(2).map((all) => ({
    ...played,
    kind: 'vote',
    choices: all.map((id) => ({ id, film })),
    at: '17:00',
  })),
};

/** A challenge of this kind. */
export const anyAskedOf = <K extends Kind>(
  kind: K,
): fc.Arbitrary<Extract<ChallengeDocument, { kind: K }>> => ofKind[kind];

/** A challenge of any kind. */
export const anyAsked: fc.Arbitrary<ChallengeDocument> = fc.oneof(...Object.values(ofKind));

/** Numbers from 0 to below 1, as a game of chance gives them; its ends come often. */
export const anyRandom: fc.Arbitrary<() => number> = fc
  .infiniteStream(
    fc.oneof(fc.constantFrom(0, 1 - 2 ** -32), fc.double({ min: 0, max: 0.999, noNaN: true })),
  )
  .map((stream) => () => stream.next().value as number);
