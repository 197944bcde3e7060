// A team's folder into an event folder: added to, never changed. Each shot's file is written last,
// so a crash leaves the last good state and the same command finishes the work.
import { copyFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Redaction } from '#lib/intake/redact.ts';
import { arrange } from './arrange.ts';
import { enlist } from './enlist.ts';
import { lookAround, type Known } from './known.ts';
import { readLedger, type ImportLedger } from './ledger.ts';
import {
  accompanies,
  listFiles,
  readMaterial,
  type KeepBlock,
  type Material,
  type OpenFile,
  type Skipped,
} from './material.ts';
import { besideOf, removeLeftovers, saveFile } from './save-file.ts';
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
  if (!options.dryRun)
    for (const part of ['../..', '.', 'shots', 'media', 'embedded'])
      await removeLeftovers(path.join(home, part));
  const around = await lookAround(home, ledger);
  const report: ImportReport = {
    shots: 0,
    versions: 0,
    takes: 0,
    identical: [],
    skipped: [],
    redactions: [],
  };
  const materials = await readAll(options, home, ledger, around, report);
  const saveLedger = () => saveFile(ledgerFile, `${JSON.stringify(ledger, null, 2)}\n`);
  for (const [shot, steps] of arrange(materials)) {
    const file = path.join(home, 'shots', `${shot}.yaml`);
    const before = await readFile(file, 'utf8').catch(() => null);
    const { yaml, destinations } = writeShot(shot, steps, before, around);
    report.shots += 1;
    report.versions += steps.length;
    report.takes += destinations.length;
    if (options.dryRun) continue;
    for (const destination of destinations) await keep(options.from, home, destination);
    await saveFile(file, yaml);
    for (const { material, version, take } of destinations)
      note(ledger, material, { shot, version, take });
    await saveLedger();
  }
  if (options.dryRun) return report;
  const all = new Set(Object.values(ledger.files).map(({ shot }) => shot));
  const shots = [...all].filter((shot) => !ledger.listed.includes(shot)).sort();
  if (shots.length > 0) {
    await enlist({ ...options, shots });
    ledger.listed.push(...shots);
    await saveLedger();
  }
  return report;
}

async function readAll(
  { from, event, open, dryRun, onProgress }: ImportOptions,
  home: string,
  ledger: ImportLedger,
  around: Known,
  report: ImportReport,
): Promise<Material[]> {
  const files = await listFiles(from, event);
  const all = new Set(files);
  const wanted = files.filter(
    (file) => !accompanies(file, all) && !/\.(json|ya?ml|txt|md|csv)$/i.test(file),
  );
  const found: (Material | Skipped)[] = [];
  let [next, done] = [0, 0];
  const keepBlock: KeepBlock = async (sha256, bytes) => {
    const file = path.join(home, 'embedded', sha256);
    if (!dryRun && !(await stat(file).catch(() => null))) await saveFile(file, bytes);
  };
  const worker = async (): Promise<void> => {
    for (let place = next++; place < wanted.length; place = next++) {
      const file = wanted[place]!;
      found[place] = await readMaterial(from, file, all, open, keepBlock).catch(
        (error: unknown): Skipped => ({
          file,
          why: error instanceof Error ? error.message : String(error),
        }),
      );
      onProgress((done += 1), wanted.length);
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() * 2 }, worker));
  const seen = new Map(Object.entries(ledger.files).map(([hash, entry]) => [hash, entry.from]));
  return found.flatMap((one): Material[] => {
    if (!('sha256' in one)) {
      report.skipped.push(one);
      return [];
    }
    report.redactions.push(
      ...one.said.redactions.map((redaction) => ({ file: one.file, ...redaction })),
    );
    const unlisted = around.unlisted.get(one.sha256);
    const same = seen.get(one.sha256) ?? unlisted;
    if (same !== undefined) {
      report.identical.push({ file: one.file, same });
      // An import that was cut off between the shot's file and the ledger is made good.
      const [, shot, version, take] = /^media\/(.+)_(v\d+)_(t\d+)\./.exec(unlisted ?? '') ?? [];
      if (shot && version && take && !seen.has(one.sha256))
        note(ledger, one, { shot, version, take });
      return [];
    }
    seen.set(one.sha256, one.file);
    return [one];
  });
}

function note(
  ledger: ImportLedger,
  { sha256, file, embedded }: Material,
  place: { shot: string; version: string; take: string },
): void {
  ledger.files[sha256] = { from: file, ...place, embedded };
}

/** Copies a file into the film's folder, and the picture that stands for it. */
async function keep(from: string, home: string, { material, media }: Destination): Promise<void> {
  await copyWhole(path.join(from, material.file), path.join(home, media));
  if (material.poster === null) return;
  const poster = `${media.replace(/\.[^.]+$/, '')}.poster${path.extname(material.poster).toLowerCase()}`;
  await copyWhole(path.join(from, material.poster), path.join(home, poster));
}

async function copyWhole(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  const place = besideOf(to);
  await copyFile(from, place);
  await rename(place, to);
}
