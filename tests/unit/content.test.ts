// The films of content/ keep what the lab and the highlights promise of every film.
import { describe, expect, it } from 'vitest';
import { teamWork } from '../../src/lib/lab/team.ts';
import type { ShotDocument } from '../../src/lib/openset/document.ts';
import { setBudget } from '../../src/lib/openset/set.ts';
import { trianglesOf } from '../../src/lib/openset/set-weight.ts';
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
