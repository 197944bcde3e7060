// Browser tests and the sample renderer need a Chromium; this finds one or brings one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const quiet = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/** Quiet, offline, and drawing in three dimensions without a graphics card. */
export const chromiumArguments = [
  ...quiet,
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** Without WebGL, as on a device that has none: a third less of the processor for flat pages. */
export const flatChromiumArguments = [...quiet, '--disable-gpu', '--disable-3d-apis'];

/** The Chromium on this machine: the system's, else Playwright's own; `null` where there is none. */
export function findChromium(): string | null {
  return [...installed, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

/**
 * The Chromium to use, installed first where there is none: Playwright's own download, else the
 * system's package manager. Throws with what to do where neither works.
 */
export async function provideChromium(): Promise<string> {
  const ways: string[][] = [
    ['playwright', 'install', 'chromium'],
    ['sh', '-c', 'apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk'],
  ];
  for (const way of ways) {
    const found = findChromium();
    if (found) return found;
    const [program = '', ...parts] = way;
    console.log(`No Chromium here; trying “${way.join(' ')}”.`);
    spawnSync(program, parts, { stdio: 'inherit', timeout: 300_000 });
  }
  const found = findChromium();
  if (found) return found;
  throw new Error(
    'Browser tests need Chromium and none could be installed. Install the package “chromium” with your system’s package manager and run npm test again.',
  );
}
