// The files that a film names: there, inside its folder, and of a kind that can be shown.
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { Film } from '#lib/openset/film.ts';
import { mediaPath } from '#lib/openset/id.ts';
import type { FilmSet } from '#lib/openset/set.ts';
import type { Shot } from '#lib/openset/shot.ts';
import { checkCaptions } from './check-captions.ts';
import type { Keys } from './fields.ts';
import { mapBounded } from './map-bounded.ts';
import type { Problem, Said } from './problem.ts';
import { isInside } from './read-text.ts';
import type { YamlFile } from './yaml-file.ts';

/** A place in a file that names another file. */
interface Mention {
  file: YamlFile<unknown>;
  keys: Keys;
  media: string;
  as: 'clip' | 'picture or clip' | 'captions' | 'input' | 'plate' | 'model';
}

const openAtOnce = 16;

/** Looks at every file that `film` and its `shots` name. */
export async function checkMedia(
  dir: string,
  film: YamlFile<Film>,
  shots: YamlFile<Shot>[],
  set: YamlFile<FilmSet>,
): Promise<Problem[]> {
  const home = await realpath(dir);
  const mentions = [
    ...filmMentions(film),
    ...shots.flatMap(shotMentions),
    ...setMentions(set),
  ].filter(({ media }) => v.is(mediaPath, media));
  const found = await mapBounded(mentions, openAtOnce, (mention) => look(home, film, mention));
  return found.flat();
}

async function look(home: string, film: YamlFile<Film>, mention: Mention): Promise<Problem[]> {
  const fault = await faultOf(home, mention);
  if (fault) return [mention.file.at(mention.keys, { severity: 'error', ...fault })];
  if (mention.as !== 'captions') return [];
  const base = path.posix.dirname(film.file);
  const faults = await checkCaptions(home, mention.media);
  return faults.map(({ line, ...said }) => ({
    file: `${base}/${mention.media}`,
    line,
    column: 1,
    rule: null,
    ...said,
  }));
}

function filmMentions(file: YamlFile<Film>): Mention[] {
  const film = file.draft;
  const list: Mention[] = [];
  if (film?.poster)
    list.push({ file, keys: ['poster'], media: film.poster, as: 'picture or clip' });
  if (film?.edit) {
    list.push({ file, keys: ['edit', 'media'], media: film.edit.media, as: 'clip' });
    list.push(...captionMentions(file, ['edit'], film.edit.captions));
  }
  return list;
}

function shotMentions(file: YamlFile<Shot>): Mention[] {
  return (file.draft?.versions ?? []).flatMap((version, v) => [
    ...version.takes.flatMap((take, t): Mention[] => {
      const keys: Keys = ['versions', v, 'takes', t];
      return [
        { file, keys: [...keys, 'media'], media: take.media, as: 'picture or clip' },
        ...captionMentions(file, keys, take.captions ?? {}),
      ];
    }),
    ...(version.run?.inputs ?? []).flatMap(({ from }, n): Mention[] =>
      /^v\d+\.t\d+$/.test(from)
        ? []
        : [{ file, keys: ['versions', v, 'run', 'inputs', n, 'from'], media: from, as: 'input' }],
    ),
  ]);
}

function setMentions(file: YamlFile<FilmSet>): Mention[] {
  const of = (part: 'cards' | 'models', as: Mention['as']): Mention[] =>
    (file.draft?.[part] ?? []).map(({ media }, place) => ({
      file,
      keys: [part, place, 'media'],
      media,
      as,
    }));
  return [...of('cards', 'plate'), ...of('models', 'model')];
}

function captionMentions(
  file: YamlFile<unknown>,
  keys: Keys,
  captions: { zh?: string; en?: string },
): Mention[] {
  return Object.entries(captions).map(([language, media]) => ({
    file,
    keys: [...keys, 'captions', language],
    media,
    as: 'captions',
  }));
}

async function faultOf(
  home: string,
  { media, as }: Mention,
): Promise<Omit<Said, 'severity'> | null> {
  const place = await realpath(path.join(home, media)).catch(() => null);
  if (place === null)
    return {
      what: `${media} is not there`,
      fix: 'Put the file in the film’s folder, or correct the name.',
    };
  if (!isInside(home, place))
    return { what: `${media} leads out of the film’s folder`, fix: 'Copy the file into it.' };
  const head = await readHead(place).catch((error: NodeJS.ErrnoException) => error);
  if (head instanceof Error)
    return head.code === 'EISDIR'
      ? { what: `${media} is a folder`, fix: 'Name a file in it.' }
      : { what: `${media} cannot be opened: ${head.message}`, fix: 'Check who may read it.' };
  if (head.length === 0) return { what: `${media} is empty`, fix: 'Export it again.' };
  if (as === 'captions' || as === 'input') return null;
  if (as === 'model')
    return head.toString('latin1', 0, 8) === 'glTF\x02\0\0\0'
      ? null
      : {
          what: `${media} is no binary glTF 2.0`,
          fix: 'Export it as .glb with everything inside.',
        };
  const kind = kindOf(head);
  if (as === 'plate' && !isWebPicture(head))
    return {
      what: `${media} is no picture that a tablet can put on a card`,
      fix: 'Use PNG, WebP or JPEG; PNG and WebP keep their alpha.',
    };
  if (kind === null)
    return {
      what: `${media} is neither a picture nor a clip that can be shown`,
      fix: 'Use PNG, JPEG, WebP, GIF, AVIF, TIFF, MP4, MOV, WebM or MKV.',
    };
  if (as === 'clip' && kind === 'still')
    return { what: `${media} is a picture, and the film must be a clip`, fix: 'Name its MP4.' };
  return null;
}

async function readHead(place: string): Promise<Buffer> {
  const handle = await open(place);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function isWebPicture(head: Buffer): boolean {
  const ascii = head.toString('latin1');
  return (
    ascii.startsWith('\x89PNG') ||
    ascii.startsWith('\xff\xd8\xff') ||
    (ascii.startsWith('RIFF') && ascii.slice(8, 12) === 'WEBP')
  );
}

/** By the first bytes, for the formats that `pack` can turn into renditions. */
function kindOf(head: Buffer): 'still' | 'clip' | null {
  const ascii = head.toString('latin1');
  const box = ascii.slice(4, 8);
  if (box === 'ftyp')
    return /^(avif|avis|mif1|msf1|heic|heix)/.test(ascii.slice(8, 12)) ? 'still' : 'clip';
  if (['moov', 'mdat', 'wide', 'free', 'skip'].includes(box)) return 'clip';
  if (ascii.startsWith('\x1aE\xdf\xa3')) return 'clip';
  const isStill =
    ascii.startsWith('\x89PNG\r\n\x1a\n') ||
    ascii.startsWith('\xff\xd8\xff') ||
    (ascii.startsWith('RIFF') && ascii.slice(8, 12) === 'WEBP') ||
    ascii.startsWith('GIF8') ||
    ['II*\0', 'MM\0*'].includes(ascii.slice(0, 4));
  return isStill ? 'still' : null;
}
