// The films of content/ keep what the lab and the highlights promise of every film.
import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/lib/openset/challenge.ts';
import { teamWork } from '../../src/lib/lab/team.ts';
import type { ShotDocument } from '../../src/lib/openset/document.ts';
import { setBudget } from '../../src/lib/openset/set.ts';
import { trianglesOf } from '../../src/lib/openset/set-weight.ts';
import { distance } from '../../src/lib/previs/shot/distance.ts';
import { toPrompt } from '../../src/lib/previs/shot/phrases.ts';
import { readPrompt, shownBy } from '../../src/lib/previs/shot/read-prompt.ts';
import { readEvent } from '../../src/lib/server/event/read.ts';

/** Parts of a prompt that the engine may leave undrawn before a film’s pictures stop keeping its word. */
const mostLeftovers = 2;

const { folder, problems } = await readEvent('content');
const films = (folder?.films ?? []).filter(({ set }) => set !== null);

it('the event of content/ is whole, and films in it can be directed', () => {
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(films.length).toBeGreaterThan(0);
});

describe('challenges', () => {
  const challenges = folder?.challenges ?? [];
  const filmOf = (id: string) => films.find(({ film }) => film.id === id)!;

  it('are there of every kind, and ask about every film', () => {
    expect(new Set(challenges.map(({ kind }) => kind))).toEqual(new Set(kinds));
    const asked = challenges.flatMap((one) => ('film' in one ? [one.film] : []));
    expect(new Set(asked)).toEqual(new Set(films.map(({ film }) => film.id)));
  });

  const matches = challenges.filter((one) => one.kind === 'match');
  it.each(matches.map((one) => [one.id, one] as const))(
    '%s can be reached: its prompt says all of the frame, and nothing that a frame cannot show',
    (_, { film, shot, take }) => {
      const { set, shots } = filmOf(film);
      const [version] = take.split('.');
      const { prompt } = shots.get(shot)!.versions.find(({ id }) => id === version)!;
      const { shot: team, missed } = readPrompt(prompt!.text, set!.choices);
      expect(missed).toEqual([]);
      expect(team.moves).toEqual([]);
      for (const language of ['zh', 'en'] as const) {
        const own = readPrompt(toPrompt(team, set!.choices, language), set!.choices).shot;
        expect(distance(own, team, set!.choices).points).toBe(0);
      }
    },
  );

  it('that ask which take was kept do not always keep the same place', () => {
    const places = challenges.flatMap((one) =>
      one.kind === 'keep' ? [one.takes.indexOf(one.kept)] : [],
    );
    expect(new Set(places).size).toBeGreaterThan(1);
  });

  it('that ask for a cause show one change of the prompt only', () => {
    for (const one of challenges.filter((each) => each.kind === 'cause')) {
      const { versions } = filmOf(one.film).shots.get(one.shot)!;
      const [before, after] = [one.before, one.after].map(
        (take) => versions.find(({ id }) => id === take.split('.')[0])!.prompt!.text,
      );
      const choices = filmOf(one.film).set!.choices;
      const [was, is] = [readPrompt(before!, choices).shot, readPrompt(after!, choices).shot];
      const changed = distance(was, is, choices).terms.filter(({ amount }) => amount > 0);
      expect(changed).toHaveLength(1);
    }
  });
});

describe.each(films.map((film) => [film.film.id, film] as const))('%s', (_, { set, shots }) => {
  const { choices } = set!;
  const versions = [...shots.values()].flatMap((shot) => {
    // A version without a prompt of its own goes on with the one before.
    let prompt: string | undefined;
    return shot.versions.map((version) => {
      prompt = version.prompt?.text ?? prompt;
      return { name: `${shot.id} ${version.id}`, version, prompt };
    });
  });
  const prompts = versions.flatMap(({ name, version }) =>
    version.prompt ? [[name, version.prompt.text] as const] : [],
  );

  it('is a set that tablets draw well, for a shot that has a team’s first try to begin with', () => {
    expect(trianglesOf(set!)).toBeLessThanOrEqual(setBudget.triangles);
    const { first, kept } = teamWork(shots.get(set!.shot) as unknown as ShotDocument, choices);
    expect(first).not.toBeNull();
    expect(kept?.version.decision).toBeDefined();
  });

  it.each(prompts)('%s says little that cannot be drawn', (_, text) => {
    const { understood, missed } = readPrompt(text, choices);
    expect(understood.length).toBeGreaterThan(0);
    expect(missed.map(({ words }) => words).length).toBeLessThanOrEqual(mostLeftovers);
    expect(missed.length).toBeLessThan(understood.length);
  });

  it.each(prompts)(
    '%s means the same shot when it is written anew in either language',
    (_, text) => {
      const { shot } = readPrompt(text, choices);
      for (const language of ['zh', 'en'] as const)
        expect(readPrompt(toPrompt(shot, choices, language), choices).shot).toEqual(shot);
    },
  );

  const highlights = versions.flatMap(({ name, version, prompt }) =>
    version.takes.flatMap((take) =>
      (take.highlights ?? []).flatMap(({ phrase, region }) =>
        // Those without a phrase stand for a picture that was put in.
        phrase === undefined
          ? []
          : [{ name: `${name} ${take.id} “${phrase}”`, state: take.state, prompt, phrase, region }],
      ),
    ),
  );

  it('has highlights on chosen takes that point at things of the set', () => {
    const chosen = highlights.filter(({ state }) => state === 'accepted' || state === 'circled');
    expect(chosen.some(({ phrase }) => shownBy(phrase, choices) !== null)).toBe(true);
  });

  it.each(highlights.map((one) => [one.name, one] as const))(
    '%s stands in its prompt and points at something',
    (_, { state, phrase, prompt, region }) => {
      expect(prompt).toContain(phrase);
      const [x, y, width, height] = region;
      expect(x + width).toBeLessThanOrEqual(1.0001);
      expect(y + height).toBeLessThanOrEqual(1.0001);
      expect(width * height).toBeGreaterThan(0);
      // A thing in the set, or a term of the camera's such as “on the right third”.
      if (state === 'accepted' || state === 'circled')
        expect(readPrompt(phrase, choices).understood).not.toEqual([]);
    },
  );
});
