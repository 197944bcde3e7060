// Lists new shots in the film and the film in the event; makes both files where they are missing.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { isRecord } from '#lib/intake/json.ts';
import { slugOf } from './place.ts';
import { saveFile } from './save-file.ts';
import { grow } from './grow-yaml.ts';

export interface Listing {
  event: string;
  film: string;
  title: string;
  shots: string[];
}

export async function enlist({ event, film, title, shots }: Listing): Promise<void> {
  const filmFile = path.join(event, 'films', film, 'film.yaml');
  const text = await readFile(filmFile, 'utf8').catch(() => null);
  if (text === null) {
    const content = { id: film, title: { zh: title, en: title }, sequences: [sequenceOf(shots)] };
    await saveFile(filmFile, stringify(content, { lineWidth: 0 }));
  } else await saveChanged(filmFile, text, withShots(text, shots));
  const eventFile = path.join(event, 'event.yaml');
  const eventText = await readFile(eventFile, 'utf8').catch(() => null);
  if (eventText === null) {
    const id = slugOf(path.basename(path.resolve(event)));
    const content = { openset: 1, id, title: { zh: '开放片场', en: 'Open Set' }, films: [film] };
    await saveFile(eventFile, stringify(content, { lineWidth: 0 }));
  } else if (!listIn(parse(eventText), 'films').includes(film))
    await saveChanged(eventFile, eventText, grow(eventText, [{ path: ['films'], items: [film] }]));
}

const sequenceOf = (shots: string[]) => ({
  id: 'sq010',
  title: { zh: '第一场', en: 'Sequence one' },
  shots,
});

/** New shots stand at the end of the last sequence. */
function withShots(text: string, shots: string[]): string {
  const sequences = listIn(parse(text), 'sequences');
  const listed = new Set(sequences.flatMap((sequence) => listIn(sequence, 'shots')));
  const fresh = shots.filter((shot) => !listed.has(shot));
  if (fresh.length === 0) return text;
  return sequences.length === 0
    ? grow(text, [{ path: ['sequences'], items: [sequenceOf(fresh)] }])
    : grow(text, [{ path: ['sequences', sequences.length - 1, 'shots'], items: fresh }]);
}

function listIn(value: unknown, key: string): unknown[] {
  const found = isRecord(value) ? value[key] : null;
  return Array.isArray(found) ? found : [];
}

async function saveChanged(file: string, before: string, after: string): Promise<void> {
  if (after !== before) await saveFile(file, after);
}
