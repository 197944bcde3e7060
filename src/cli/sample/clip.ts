// Clips of a film: frames of its accepted takes, one shot after the other, with title and sound.
import { spawn } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import type { Shot } from '#lib/openset/shot.ts';
import type { StillRequest } from '#lib/previs/picture/draw-still.ts';
import { writeWhole } from '#lib/server/pack/atomic.ts';
import type { FilmFolder } from '#lib/server/event/read.ts';
import { Progress } from '../progress.ts';
import type { SampleBrowser } from './browser.ts';
import { Ledger } from './ledger.ts';
import { requestFor } from './request.ts';
import { scoreOf, wav } from './sound.ts';

/** Drawn on twos, as puppet films are: each picture stands for two frames. */
const frame = { width: 1024, height: 576, rate: 12, playedAt: 24 };
/** Seconds that the title stands, from the first frame. */
const titleS = 3.2;

interface Part {
  shot: Shot;
  seconds: number;
}

/** Draws the film, and every take that is a clip, where they are not drawn yet. */
export async function drawClips(film: FilmFolder, browser: SampleBrowser): Promise<void> {
  for (const shot of film.shots.values())
    for (const { takes } of shot.versions)
      for (const { media } of takes)
        if (media.endsWith('.mp4')) await drawClip(film, media, [{ shot, seconds: 4 }], browser);
  const { edit } = film.film;
  if (edit)
    await drawClip(
      film,
      edit.media,
      edit.items.map(({ shot, startS, endS }) => ({
        shot: film.shots.get(shot)!,
        seconds: endS - startS,
      })),
      browser,
    );
}

function framesOf(film: FilmFolder, parts: Part[]): StillRequest[] {
  return parts.flatMap(({ shot, seconds }) => {
    const [versionId, takeId] = (shot.accepted ?? '').split('.');
    const place = shot.versions.findIndex(({ id }) => id === versionId);
    const take = shot.versions[place]?.takes.find(({ id }) => id === takeId);
    if (!take) throw new Error(`${shot.id} has no accepted take to cut from.`);
    const count = Math.round(seconds * frame.rate);
    return Array.from({ length: count }, (_, number) => ({
      ...requestFor(film, shot, place, take),
      finish: 'graded' as const,
      bars: true,
      width: frame.width,
      height: frame.height,
      at: number / Math.max(1, count - 1),
    }));
  });
}

async function drawClip(
  film: FilmFolder,
  target: string,
  parts: Part[],
  browser: SampleBrowser,
): Promise<void> {
  const isFilm = target === film.film.edit?.media;
  const requests = framesOf(film, parts);
  const seconds = requests.length / frame.rate;
  const score = scoreOf(film.film.id);
  const from = [film.set, requests, isFilm && [film.film.title, score]];
  const ledger = await Ledger.open(film.dir);
  if (ledger.isDone(target, from)) return;
  await browser.open(film);
  const dir = await mkdtemp(path.join(os.tmpdir(), 'openset-clip-'));
  const place = path.join(film.dir, target);
  const encoder = await startEncoder(dir, film, seconds, isFilm);
  const progress = new Progress(`Filming ${target}`);
  try {
    for (const [done, request] of requests.entries()) {
      progress.show(done, requests.length);
      const { bytes } = await browser.draw(request, 'image/jpeg');
      // The poster is a frame with the picture in full light, after the title.
      if (done === Math.min(requests.length - 1, Math.round(frame.rate * (titleS + 0.5))))
        await writeWhole(
          place.replace(/\.mp4$/u, '.poster.webp'),
          await sharp(bytes).webp({ quality: 84 }).toBuffer(),
        );
      if (!encoder.input.write(bytes))
        await new Promise((resolve) => encoder.input.once('drain', resolve));
    }
    encoder.input.end();
    await encoder.ended;
    await rename(path.join(dir, 'clip.mp4'), place).catch(async () => {
      const { copyFile } = await import('node:fs/promises');
      await copyFile(path.join(dir, 'clip.mp4'), place);
    });
    await ledger.done(target, from);
  } finally {
    progress.end();
    await rm(dir, { recursive: true, force: true });
  }
}

async function startEncoder(dir: string, film: FilmFolder, seconds: number, isFilm: boolean) {
  const input = ['-f', 'image2pipe', '-c:v', 'mjpeg', '-framerate', String(frame.rate), '-i', '-'];
  const video = [
    '-r',
    String(frame.playedAt),
    '-c:v',
    'libx264',
    '-profile:v',
    'high',
    '-pix_fmt',
    'yuv420p',
    '-crf',
    '22',
    '-preset',
    'slow',
    '-tune',
    'film',
  ];
  const exact = [
    '-threads',
    '2',
    '-fflags',
    '+bitexact',
    '-flags:v',
    '+bitexact',
    '-movflags',
    '+faststart',
  ];
  const out = path.join(dir, 'clip.mp4');
  let args = [...input, ...video, ...exact, out];
  if (isFilm) {
    const [title, sound] = [path.join(dir, 'title.png'), path.join(dir, 'sound.wav')];
    await writeFile(title, await titleCard(film));
    await writeFile(sound, wav(scoreOf(film.film.id), seconds));
    const overlay =
      `[1:v]format=rgba,fade=t=in:st=0.5:d=0.6:alpha=1,fade=t=out:st=${titleS - 0.6}:d=0.6:alpha=1[t];` +
      `[0:v][t]overlay=0:0:eof_action=pass,fade=t=in:st=0:d=0.8,fade=t=out:st=${(seconds - 1).toFixed(2)}:d=1[v]`;
    const titleInput = [
      '-loop',
      '1',
      '-framerate',
      String(frame.rate),
      '-t',
      String(titleS),
      '-i',
      title,
    ];
    const mixed = [
      '-filter_complex',
      overlay,
      '-map',
      '[v]',
      '-map',
      '2:a',
      '-c:a',
      'aac',
      '-b:a',
      '112k',
      '-flags:a',
      '+bitexact',
      '-shortest',
    ];
    args = [...input, ...titleInput, '-i', sound, ...mixed, ...video, ...exact, out];
  }
  const encoder = spawn('ffmpeg', ['-v', 'error', '-y', ...args], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const ended = new Promise<void>((resolve, reject) => {
    encoder.once('error', reject);
    encoder.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${code}`)),
    );
  });
  return { input: encoder.stdin, ended };
}

/** The film's name over its first pictures, in both languages, as large as a title. */
function titleCard({ film }: FilmFolder): Promise<Buffer> {
  const escape = (text: string): string => text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;');
  const { width, height } = frame;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <text x="52" y="${height - 96}" font-family="Archivo, 'Noto Sans CJK SC', sans-serif" font-weight="700" font-size="50" fill="#f4efe4">${escape(film.title.zh ?? '')}</text>
    <text x="54" y="${height - 61}" font-family="Archivo, 'Noto Sans CJK SC', sans-serif" font-weight="500" font-size="23" letter-spacing="2" fill="#f4efe4" fill-opacity="0.86">${escape(film.title.en ?? '')}</text>
  </svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
