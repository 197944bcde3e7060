// The second half of `npm start`: builds the app where that is due, packs the sample event, starts
// the hub in this very process.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const built = 'build/shell.html';
const madeFrom = [
  'src',
  'static',
  'svelte.config.js',
  'vite.config.ts',
  'tsconfig.json',
  'package-lock.json',
];

/** Whether anything that the app is built from has changed since. */
function isBuildDue(): boolean {
  if (!existsSync(built)) return true;
  const builtMs = statSync(built).mtimeMs;
  return madeFrom
    .flatMap((place) =>
      statSync(place).isDirectory()
        ? readdirSync(place, { recursive: true }).map((name) => path.join(place, String(name)))
        : [place],
    )
    .some((file) => statSync(file).mtimeMs > builtMs);
}

/** Runs one of the project's npm scripts; its failure ends the start. */
function run(words: string, ...script: string[]): void {
  console.log(words);
  const { status } = spawnSync('npm', ['run', '--silent', ...script], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (isBuildDue()) run('Building the app · 正在构建应用…', 'build', '--', '--logLevel', 'error');
run('Packing the sample event · 正在打包示例展览…', 'openset', '--', 'pack', 'content');
await import('./hub.ts');
