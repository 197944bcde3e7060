// Every still of a film, drawn from its own prompt.
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { parseDocument, type Document } from 'yaml';
import type { Shot } from '#lib/openset/shot.ts';
import type { StillRequest } from '#lib/previs/picture/draw-still.ts';
import type { Regions } from '#lib/previs/picture/world.ts';
import { shownBy } from '#lib/previs/shot/read-prompt.ts';
import { writeWhole } from '#lib/server/pack/atomic.ts';
import { xmpPacket } from '#lib/server/pack/label.ts';
import type { FilmFolder } from '#lib/server/event/read.ts';
import { Progress } from '../progress.ts';
import type { SampleBrowser } from './browser.ts';
import { Ledger } from './ledger.ts';
import { requestFor } from './request.ts';

const quality = 80;

interface Job {
  shot: Shot;
  file: string;
  version: number;
  take: number;
  request: StillRequest;
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
                request: requestFor(film, shot, place, take),
              },
            ]
          : [],
      ),
    ),
  );
}

/** Draws what is not drawn yet, and writes where the highlights' phrases stand in it. */
export async function drawStills(film: FilmFolder, browser: SampleBrowser): Promise<void> {
  const ledger = await Ledger.open(film.dir);
  const jobs = jobsOf(film).filter(
    ({ file, request }) => !ledger.isDone(file, [film.set, request]),
  );
  if (jobs.length === 0) return;
  await browser.open(film);
  const progress = new Progress(`Drawing ${film.film.id}`);
  try {
    for (const [done, job] of jobs.entries()) {
      progress.show(done, jobs.length);
      const { bytes, regions } = await browser.draw(job.request, 'image/png');
      await keepStill(path.join(film.dir, job.file), bytes);
      await writeRegions(film, job, regions);
      await ledger.done(job.file, [film.set, job.request]);
    }
  } finally {
    progress.end();
  }
}

async function keepStill(target: string, png: Buffer): Promise<void> {
  const xmp = xmpPacket({ digitalSourceType: 'algorithmicMedia' })!;
  await mkdir(path.dirname(target), { recursive: true });
  await writeWhole(target, await sharp(png).webp({ quality, effort: 5 }).withXmp(xmp).toBuffer());
}

/** Into the shot's file; comments stay. */
async function writeRegions(film: FilmFolder, job: Job, regions: Regions): Promise<void> {
  const highlights = job.shot.versions[job.version]?.takes[job.take]?.highlights ?? [];
  if (highlights.length === 0) return;
  const file = path.join(film.dir, 'shots', `${job.shot.id}.yaml`);
  const document = parseDocument(await readFile(file, 'utf8'));
  highlights.forEach(({ phrase }, number) =>
    setRegion(document, job, number, phrase, regions, film),
  );
  await writeWhole(file, document.toString({ lineWidth: 0, flowCollectionPadding: false }));
}

function setRegion(
  document: Document,
  job: Job,
  number: number,
  phrase: string | undefined,
  regions: Regions,
  film: FilmFolder,
): void {
  const thing = phrase === undefined ? null : shownBy(phrase, film.set?.choices ?? []);
  const region = thing === null ? undefined : regions[thing];
  const keys = ['versions', job.version, 'takes', job.take, 'highlights', number, 'region'];
  if (region) document.setIn(keys, document.createNode(region, { flow: true }));
  else console.warn(`${job.shot.id} ${job.file}: nothing in the picture shows “${phrase}”.`);
}
