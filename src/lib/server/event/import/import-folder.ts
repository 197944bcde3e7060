// A team's folder into an event folder: added to, never changed. Each shot's file is written last,
// so a crash leaves the last good state and the same command finishes the work.
import { copyFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { createHash, randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { parseDocument, stringify } from 'yaml';
import type { Redaction } from '#lib/intake/redact.ts';
import { arrange } from './arrange.ts';
import { readLedger, type ImportLedger } from './ledger.ts';
import {
  accompanies,
  listFiles,
  readMaterial,
  type Material,
  type OpenFile,
  type Skipped,
} from './material.ts';
import { saveFile } from './save-file.ts';
import { writeShot, type Destination } from './write.ts';

export interface ImportOptions {
  from: string;
  film: string;
  event: string;
  /** Shown until people write a title. */
  title: string;
  dryRun: boolean;
  open: OpenFile;
  onProgress: (done: number, total: number) => void;
}

export interface ImportReport {
  shots: number;
  versions: number;
  takes: number;
  /** Files with the same bytes as another, or imported before. */
  identical: { file: string; same: string }[];
  skipped: Skipped[];
  redactions: (Redaction & { file: string })[];
}

/** Imports what is new in `from`. Throws only where the event folder itself cannot be used. */
export async function importFolder(options: ImportOptions): Promise<ImportReport> {
  const home = path.join(options.event, 'films', options.film);
  const ledgerFile = path.join(home, 'import.json');
  const ledger = await readLedger(ledgerFile);
  const report: ImportReport = {
    shots: 0,
    versions: 0,
    takes: 0,
    identical: [],
    skipped: [],
    redactions: [],
  };
  const materials = await readAll(options, ledger, report);
  const arranged = arrange(materials);
  for (const [shot, steps] of arranged) {
    const file = path.join(home, 'shots', `${shot}.yaml`);
    const before = await readFile(file, 'utf8').catch(() => null);
    const { yaml, destinations } = writeShot(shot, steps, before);
    report.shots += 1;
    report.versions += steps.length;
    report.takes += destinations.length;
    if (options.dryRun) continue;
    for (const destination of destinations)
      await keep(options.from, home, shot, destination, ledger);
    await saveFile(file, yaml);
    await saveFile(ledgerFile, `${JSON.stringify(ledger, null, 2)}\n`);
  }
  if (!options.dryRun && arranged.size > 0) await enlist(options, home, [...arranged.keys()]);
  return report;
}

async function readAll(
  options: ImportOptions,
  ledger: ImportLedger,
  report: ImportReport,
): Promise<Material[]> {
  const files = await listFiles(options.from);
  const all = new Set(files);
  const wanted = files.filter(
    (file) => !accompanies(file, all) && !/\.(json|ya?ml|txt|md|csv)$/i.test(file),
  );
  const found: (Material | Skipped)[] = [];
  let [next, done] = [0, 0];
  const worker = async (): Promise<void> => {
    for (let place = next++; place < wanted.length; place = next++) {
      const file = wanted[place]!;
      found[place] = await readMaterial(options.from, file, all, options.open).catch(
        (error: unknown): Skipped => ({
          file,
          why: error instanceof Error ? error.message : String(error),
        }),
      );
      options.onProgress((done += 1), wanted.length);
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() * 2 }, worker));
  const seen = new Map(Object.entries(ledger.files).map(([hash, { from }]) => [hash, from]));
  return found.flatMap((one): Material[] => {
    if (!('sha256' in one)) {
      report.skipped.push(one);
      return [];
    }
    report.redactions.push(
      ...one.said.redactions.map((redaction) => ({ file: one.file, ...redaction })),
    );
    const same = seen.get(one.sha256);
    if (same !== undefined) {
      report.identical.push({ file: one.file, same });
      return [];
    }
    seen.set(one.sha256, one.file);
    return [one];
  });
}

/** Copies a file and its embedded blocks into the film's folder, and notes it in the ledger. */
async function keep(
  from: string,
  home: string,
  shot: string,
  { material, version, take, media }: Destination,
  ledger: ImportLedger,
): Promise<void> {
  const embedded = [];
  for (const { locator, bytes } of material.said.embedded) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = path.join(home, 'embedded', sha256);
    if (!(await stat(file).catch(() => null))) await saveFile(file, bytes);
    embedded.push({ locator, sha256 });
  }
  await copyWhole(path.join(from, material.file), path.join(home, media));
  if (material.poster !== null)
    await copyWhole(
      path.join(from, material.poster),
      path.join(
        home,
        `${media.replace(/\.[^.]+$/, '')}.poster${path.extname(material.poster).toLowerCase()}`,
      ),
    );
  ledger.files[material.sha256] = { from: material.file, shot, version, take, embedded };
}

async function copyWhole(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  const place = `${to}.${randomBytes(4).toString('hex')}.tmp`;
  await copyFile(from, place);
  await rename(place, to);
}

/** Lists new shots in the film, and the film in the event; makes both files where they are missing. */
async function enlist(
  { event, film, title }: ImportOptions,
  home: string,
  shots: string[],
): Promise<void> {
  const filmFile = path.join(home, 'film.yaml');
  const filmText = await readFile(filmFile, 'utf8').catch(() => null);
  if (filmText === null) {
    const sequence = { id: 'sq010', title: { zh: '第一场', en: 'Sequence one' }, shots };
    await saveFile(
      filmFile,
      stringify(
        { id: film, title: { zh: title, en: title }, sequences: [sequence] },
        { lineWidth: 0 },
      ),
    );
  } else {
    const document = parseDocument(filmText);
    const listed = new Set(JSON.stringify(document.toJS()).match(/"[a-z0-9_-]+"/g));
    const fresh = shots.filter((shot) => !listed.has(`"${shot}"`));
    for (const shot of fresh) document.addIn(['sequences', 0, 'shots'], shot);
    if (fresh.length > 0) await saveFile(filmFile, document.toString({ lineWidth: 0 }));
  }
  const eventFile = path.join(event, 'event.yaml');
  const eventText = await readFile(eventFile, 'utf8').catch(() => null);
  if (eventText === null) {
    const name =
      path
        .basename(path.resolve(event))
        .toLowerCase()
        .replaceAll(/[^a-z0-9-]+/g, '-') || 'event';
    await saveFile(
      eventFile,
      stringify({ openset: 1, id: name, title: { zh: '开放片场', en: 'Open Set' }, films: [film] }),
    );
    return;
  }
  const document = parseDocument(eventText);
  const films: unknown = document.toJS().films;
  if (Array.isArray(films) && films.includes(film)) return;
  document.addIn(['films'], film);
  await saveFile(eventFile, document.toString({ lineWidth: 0 }));
}
