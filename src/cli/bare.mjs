// First thing on a bare machine: only this file may assume nothing is installed. Installs what
// package-lock.json says when that has not been done, then runs the command on the project's Node.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const installed = 'node_modules/.package-lock.json';
const isCurrent =
  existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs;

/**
 * Runs a program to its end and hands on what this process is told, so that stopping `npm start`
 * stops the hub.
 * @param {string} program
 * @param {string[]} parts
 * @returns {Promise<number>}
 */
function run(program, parts) {
  const child = spawn(program, parts, { stdio: 'inherit', shell: process.platform === 'win32' });
  /** @param {NodeJS.Signals} signal */
  const handOn = (signal) => void child.kill(signal);
  process.on('SIGINT', handOn).on('SIGTERM', handOn);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('SIGINT', handOn).off('SIGTERM', handOn);
      resolve(code ?? 1);
    });
  });
}

async function main() {
  if (!isCurrent) {
    console.log('Installing what the project needs, once (1 to 3 minutes) · 正在安装，仅一次…');
    const code = await run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel', 'error']);
    if (code !== 0) {
      console.error('Installing did not work: look at the lines above. Nothing else was changed.');
      return code;
    }
  }
  const [program = '', ...parts] = process.argv.slice(2);
  return run(program, parts);
}

process.exitCode = await main();
