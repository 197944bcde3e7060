import { beforeEach, describe, expect, it } from 'vitest';
import type { GenerationShot, GenerationStanding, GeneratorHere } from '#lib/openset/generation.ts';
import { plainShot } from '#lib/previs/shot/shot-description.ts';
import { Generating, type Generator } from './generating.svelte.ts';
import type { OwnTake } from './own-takes.svelte.ts';

const queue = { queued: 2, running: 1, model: 'A model', mostCharacters: 100, takesSeed: false };

let here: GeneratorHere;
let asked: { shot: GenerationShot; tell: (now: GenerationStanding) => void; signal: AbortSignal }[];
let generating: Generating;
let take: OwnTake;

beforeEach(() => {
  here = { is: 'on', queue };
  asked = [];
  const generator: Generator = {
    look: async () => here,
    handIn: async (shot, tell, signal) => void asked.push({ shot, tell, signal }),
  };
  generating = new Generating(async () => generator);
  const shot = plainShot([]);
  const words = { prompt: 'a kite', language: 'en' as const, description: 'A kite.' };
  take = { number: 1, shot, ...words, address: null };
});

describe('a visitor’s takes at the generator', () => {
  it('show the queue only where there is one, through a short silence too', async () => {
    expect(generating.queue).toBeNull();
    await generating.look();
    expect(generating.queue).toEqual(queue);
    here = { is: 'away' };
    await generating.look();
    expect(generating.queue).toEqual(queue);
    for (const is of ['off', 'stranger'] as const) {
      here = { is };
      await generating.look();
      expect(generating.queue).toBeNull();
    }
  });

  it('are handed in once, with their words and nothing else', async () => {
    await Promise.all([generating.handIn(take), generating.handIn(take)]);
    const { id, ...rest } = asked[0]!.shot;
    expect(asked).toHaveLength(1);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(rest).toEqual({ prompt: 'a kite', language: 'en' });
  });

  it('are the same job after a refusal, another after a failure that passes', async () => {
    await generating.handIn(take);
    asked[0]!.tell({ is: 'refused', why: 'queue-full' });
    await generating.handIn(take);
    expect(asked[1]!.shot.id).toBe(asked[0]!.shot.id);
    const failure = { code: 'service' as const, reason: { zh: '', en: '' }, said: null };
    asked[1]!.tell({ is: 'failed', failure });
    await generating.handIn(take);
    expect(asked[2]!.shot.id).not.toBe(asked[1]!.shot.id);
    asked[2]!.tell({ is: 'failed', failure: { ...failure, code: 'input-sensitive' } });
    expect(generating.isOpen(take)).toBe(false);
    await generating.handIn(take);
    expect(asked).toHaveLength(3);
  });

  it('are forgotten when they are let go, and all when the screen is left', async () => {
    const other = { ...take, number: 2 };
    await Promise.all([generating.handIn(take), generating.handIn(other)]);
    generating.letGo(take);
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    expect(generating.standing(take)).toBeNull();
    generating.end();
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    expect(generating.standing(other)).toBeNull();
  });
});
