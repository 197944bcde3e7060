// First thing on a bare machine: only this file may assume nothing is installed. Installs what
// package-lock.json says when that has not been done, then runs the command on the project's Node.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const installed = 'node_modules/.package-lock.json';
const isCurrent =
  existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs;

/** @param {string} program @param {string[]} parts */
function run(program, parts) {
  const { status } = spawnSync(program, parts, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (!isCurrent) {
  console.log('Installing (once) · 正在安装（仅一次）…');
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel', 'error']);
}
const [program = '', ...parts] = process.argv.slice(2);
run(program, parts);
