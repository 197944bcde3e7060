// npm run sample: draws the sample event from its own prompts. Reproducible and resumable: a picture
// is drawn again only if what it is drawn from has changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { parseDocument, type Document } from 'yaml';
import { nearestAncestor } from '#lib/openset/graph.ts';
import type { Shot } from '#lib/openset/shot.ts';
import type { Take, Version } from '#lib/openset/version.ts';
import { withDrift } from '#lib/previs/drift.ts';
import type { DrawRequest, Regions } from '#lib/previs/draw.ts';
import type { Finish } from '#lib/previs/finish.ts';
import { readShot, subjectOf } from '#lib/previs/read-shot.ts';
import { xmpPacket } from '#lib/server/pack/label.ts';
import { readEvent, type FilmFolder } from '#lib/server/event/read.ts';
import { Progress } from './progress.ts';
import { openSampleBrowser, type SampleBrowser } from './sample-browser.ts';

/** Raised when the renderer changes what it draws. */
const rendererVersion = 1;
const still = { width: 1920, height: 1080, quality: 82 };
const frame = { width: 1280, height: 720, rate: 24 };

/** How a stage is drawn; the others are drawn like what came out of a generator. */
const finishes: Partial<Record<Version['stage'], Finish>> = {
  storyboard: 'pencil',
  previs: 'clay',
  grade: 'graded',
  final: 'graded',
};

interface Job {
  shot: Shot;
  file: string;
  version: number;
  take: number;
  request: DrawRequest;
  prompt: string;
}

/** The prompt that a version is drawn from: its own, else that of the nearest version before it. */
function promptOf(shot: Shot, place: number): string {
  const own = shot.versions[place]?.prompt?.text;
  if (own !== undefined) return own;
  const from = nearestAncestor(
    shot.versions,
    place,
    (at) => shot.versions[at]?.prompt !== undefined,
  );
  const text = from === null ? undefined : shot.versions[from]?.prompt?.text;
  return text ?? shot.description?.en ?? shot.title.en ?? '';
}

function requestFor(shot: Shot, place: number, take: Take): DrawRequest {
  const version = shot.versions[place]!;
  const drift = String(take.other?.drift ?? version.run?.other?.drift ?? '');
  const seed = Number(take.other?.seed ?? version.run?.seed ?? 1) % 2 ** 31;
  return {
    shot: withDrift(readShot(promptOf(shot, place)).shot, drift),
    finish: finishes[version.stage] ?? 'raw',
    seed,
    width: still.width,
    height: still.height,
  };
}

function jobsOf(film: FilmFolder): Job[] {
  return [...film.shots.values()].flatMap((shot) =>
    shot.versions.flatMap((version, place) =>
      version.takes.flatMap((take, number): Job[] =>
        take.media.endsWith('.webp')
          ? [
              {
                shot,
                file: take.media,
                version: place,
                take: number,
                request: requestFor(shot, place, take),
                prompt: promptOf(shot, place),
              },
            ]
          : [],
      ),
    ),
  );
}

const stampOf = (request: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([rendererVersion, request]))
    .digest('hex')
    .slice(0, 16);

async function drawStill(browser: SampleBrowser, film: FilmFolder, job: Job): Promise<Regions> {
  const { png, regions } = await browser.draw(job.request);
  const xmp = xmpPacket({ digitalSourceType: 'algorithmicMedia' })!;
  const target = path.join(film.dir, job.file);
  await mkdir(path.dirname(target), { recursive: true });
  await sharp(png).webp({ quality: still.quality, effort: 6 }).withXmp(xmp).toFile(target);
  return regions;
}

/** Writes where a prompt's phrases stand in the picture into the shot's file; comments stay. */
function writeRegions(document: Document, job: Job, regions: Regions): void {
  const take = job.shot.versions[job.version]?.takes[job.take];
  take?.highlights.forEach(({ phrase }, number) => {
    const subject = phrase === undefined ? null : subjectOf(phrase);
    const region = subject && regions[subject];
    const keys = ['versions', job.version, 'takes', job.take, 'highlights', number, 'region'];
    if (region) document.setIn(keys, document.createNode(region, { flow: true }));
  });
}

async function drawStills(film: FilmFolder): Promise<void> {
  const ledgerFile = path.join(film.dir, 'sample.json');
  const ledger = JSON.parse(await readFile(ledgerFile, 'utf8').catch(() => '{}')) as Record<
    string,
    string
  >;
  const jobs = jobsOf(film).filter((job) => ledger[job.file] !== stampOf(job.request));
  if (jobs.length === 0) return;
  const browser = await openSampleBrowser();
  const progress = new Progress('Drawing');
  try {
    for (const [done, job] of jobs.entries()) {
      progress.show(done, jobs.length);
      const regions = await drawStill(browser, film, job);
      const file = path.join(film.dir, 'shots', `${job.shot.id}.yaml`);
      const document = parseDocument(await readFile(file, 'utf8'));
      writeRegions(document, job, regions);
      await writeFile(file, document.toString({ lineWidth: 0, flowCollectionPadding: false }));
      ledger[job.file] = stampOf(job.request);
      await writeFile(ledgerFile, `${JSON.stringify(ledger, null, 2)}\n`);
    }
  } finally {
    progress.end();
    await browser.close();
  }
}

/** Frames of the accepted takes, one shot after the other, into one clip. */
async function drawClip(
  film: FilmFolder,
  target: string,
  parts: { shot: Shot; seconds: number }[],
): Promise<void> {
  const requests = parts.flatMap(({ shot, seconds }) => {
    const place = shot.versions.findIndex(({ id }) => id === shot.accepted?.split('.')[0]);
    const take = shot.versions[place]?.takes.find(({ state }) => state === 'accepted');
    if (!take) throw new Error(`${shot.id} has no accepted take to cut from.`);
    const request = requestFor(shot, place, take);
    const frames = Math.round(seconds * frame.rate);
    return Array.from({ length: frames }, (_, number): DrawRequest => ({
      ...request,
      finish: 'graded',
      width: frame.width,
      height: frame.height,
      move: number / Math.max(1, frames - 1),
      rideS: number / frame.rate,
    }));
  });
  const ledgerFile = path.join(film.dir, 'sample.json');
  const ledger = JSON.parse(await readFile(ledgerFile, 'utf8').catch(() => '{}')) as Record<
    string,
    string
  >;
  if (ledger[target] === stampOf(requests)) return;
  const browser = await openSampleBrowser();
  const progress = new Progress(`Filming ${target}`);
  const place = path.join(film.dir, target);
  const encoder = spawn(
    'ffmpeg',
    [
      ...[
        '-nostdin',
        '-v',
        'error',
        '-y',
        '-f',
        'image2pipe',
        '-framerate',
        String(frame.rate),
        '-i',
        '-',
      ],
      ...[
        '-c:v',
        'libx264',
        '-profile:v',
        'high',
        '-pix_fmt',
        'yuv420p',
        '-crf',
        '21',
        '-preset',
        'slow',
      ],
      ...[
        '-threads',
        '2',
        '-fflags',
        '+bitexact',
        '-flags:v',
        '+bitexact',
        '-movflags',
        '+faststart',
        place,
      ],
    ].filter((part) => part !== '-nostdin'),
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  const ended = new Promise<void>((resolve, reject) => {
    encoder.once('error', reject);
    encoder.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${code}`)),
    );
  });
  try {
    for (const [done, request] of requests.entries()) {
      progress.show(done, requests.length);
      const { png } = await browser.draw(request);
      if (done === 0)
        await sharp(png)
          .webp({ quality: 86 })
          .toFile(place.replace(/\.mp4$/, '.poster.webp'));
      encoder.stdin.write(png);
    }
    encoder.stdin.end();
    await ended;
  } finally {
    progress.end();
    await browser.close();
  }
  const fresh = JSON.parse(await readFile(ledgerFile, 'utf8').catch(() => '{}')) as Record<
    string,
    string
  >;
  await writeFile(
    ledgerFile,
    `${JSON.stringify({ ...fresh, [target]: stampOf(requests) }, null, 2)}\n`,
  );
}

async function main(): Promise<void> {
  // Pictures that are still to be drawn are no mistake here, so only the files' form must hold.
  for (const round of ['stills', 'clips'] as const) {
    const { folder, problems } = await readEvent('content', { media: false });
    if (!folder)
      throw new Error(problems.map(({ file, line, what }) => `${file}:${line} ${what}`).join('\n'));
    for (const film of folder.films) {
      if (round === 'stills') await drawStills(film);
      else await drawClips(film);
    }
  }
}

async function drawClips(film: FilmFolder): Promise<void> {
  for (const shot of film.shots.values())
    for (const { takes } of shot.versions)
      for (const take of takes)
        if (take.media.endsWith('.mp4')) await drawClip(film, take.media, [{ shot, seconds: 4 }]);
  const { edit } = film.film;
  if (edit)
    await drawClip(
      film,
      edit.media,
      edit.items.map(({ shot, startS, endS }) => ({
        shot: film.shots.get(shot)!,
        seconds: endS - startS,
      })),
    );
}

await main();
