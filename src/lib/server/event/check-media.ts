// The files that a film names: there, inside its folder, and of a kind that can be shown.
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Film } from '#lib/openset/film.ts';
import type { Shot } from '#lib/openset/shot.ts';
import type { Problem } from './problem.ts';
import { checkCaptions } from './captions.ts';
import type { Keys, YamlFile } from './yaml-file.ts';

interface Mention {
  file: YamlFile<unknown>;
  keys: Keys;
  media: string;
  as: 'picture or clip' | 'captions';
}

/** Opens every file once, however often it is named. */
export async function checkMedia(
  dir: string,
  film: YamlFile<Film>,
  shots: YamlFile<Shot>[],
): Promise<Problem[]> {
  const home = await realpath(dir);
  const problems: Problem[] = [];
  for (const mention of [...filmMentions(film), ...shots.flatMap(shotMentions)]) {
    const fault = await faultOf(home, mention);
    if (fault) problems.push(mention.file.at(mention.keys, { severity: 'error', ...fault }));
    else if (mention.as === 'captions')
      problems.push(...(await checkCaptions(path.join(home, mention.media), mention)));
  }
  return problems;
}

function filmMentions(file: YamlFile<Film>): Mention[] {
  const film = file.data;
  const list: Mention[] = [];
  if (film?.poster)
    list.push({ file, keys: ['poster'], media: film.poster, as: 'picture or clip' });
  if (film?.edit) {
    list.push({ file, keys: ['edit', 'media'], media: film.edit.media, as: 'picture or clip' });
    for (const [language, media] of Object.entries(film.edit.captions))
      list.push({ file, keys: ['edit', 'captions', language], media, as: 'captions' });
  }
  return list;
}

function shotMentions(file: YamlFile<Shot>): Mention[] {
  return (file.data?.versions ?? []).flatMap((version, v) =>
    version.takes.flatMap((take, t) => {
      const keys: Keys = ['versions', v, 'takes', t];
      const captions = Object.entries(take.captions ?? {}).map(([language, media]): Mention => ({
        file,
        keys: [...keys, 'captions', language],
        media,
        as: 'captions',
      }));
      const media: Mention = {
        file,
        keys: [...keys, 'media'],
        media: take.media,
        as: 'picture or clip',
      };
      return [media, ...captions];
    }),
  );
}

async function faultOf(
  home: string,
  { media, as }: Mention,
): Promise<{ what: string; fix: string } | null> {
  const place = await realpath(path.join(home, media)).catch(() => null);
  if (place === null)
    return {
      what: `${media} is not there`,
      fix: 'Put the file in the film’s folder, or correct the name.',
    };
  if (!place.startsWith(home + path.sep))
    return { what: `${media} leads out of the film’s folder`, fix: 'Copy the file into it.' };
  const handle = await open(place);
  try {
    const head = Buffer.alloc(16);
    const { bytesRead } = await handle.read(head, 0, 16, 0);
    if (bytesRead === 0) return { what: `${media} is empty`, fix: 'Export it again.' };
    if (as === 'picture or clip' && !isMedia(head))
      return {
        what: `${media} is neither a picture nor a clip that can be shown`,
        fix: 'Use PNG, JPEG, WebP, GIF, AVIF, TIFF, MP4, MOV, WebM or MKV.',
      };
    return null;
  } finally {
    await handle.close();
  }
}

/** First bytes of the formats that `pack` can turn into renditions. */
function isMedia(head: Buffer): boolean {
  const ascii = head.toString('latin1');
  return (
    ascii.startsWith('\x89PNG') ||
    ascii.startsWith('\xff\xd8\xff') ||
    (ascii.startsWith('RIFF') && ascii.slice(8, 12) === 'WEBP') ||
    ascii.startsWith('GIF8') ||
    ['II*\0', 'MM\0*'].includes(ascii.slice(0, 4)) ||
    ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'].includes(ascii.slice(4, 8)) ||
    ascii.startsWith('\x1aE\xdf\xa3')
  );
}
