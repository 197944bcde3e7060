import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvents, type StreamEvent } from './read-events.ts';

const text = ': beat\n\nevent: state\nid: e:1\ndata: {"a":"弄堂"}\n\ndata: one\ndata: two\n\n';
const events: (StreamEvent | null)[] = [
  null,
  { name: 'state', data: '{"a":"弄堂"}' },
  { name: 'message', data: 'one\ntwo' },
];

async function readIn(pieces: Uint8Array<ArrayBuffer>[]): Promise<(StreamEvent | null)[]> {
  const found = [];
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  for await (const event of readEvents(body)) found.push(event);
  return found;
}

describe('a stream of events', () => {
  it('reads the same however it was cut, also inside a character', async () => {
    const bytes = new TextEncoder().encode(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length)), async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const pieces = places.slice(1).map((to, at) => bytes.slice(places[at], to));
        expect(await readIn(pieces)).toEqual(events);
      }),
    );
  });

  it('does not give an event that was cut off', async () => {
    expect(await readIn([new TextEncoder().encode('event: state\ndata: {"a"')])).toEqual([]);
  });
});
