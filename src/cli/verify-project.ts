// `npm test`: everything that must hold before a change is handed in, in the order in which it
// fails fastest. Closes with `N passed, N failed`, counting single tests and whole checks.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { provideChromium } from './chromium.ts';

interface Step {
  name: string;
  command: string[];
  /** A Vitest or Playwright JSON report, from which single tests are counted. */
  report?: string;
}

interface Count {
  passed: number;
  failed: number;
}

const reports = await mkdtemp(path.join(tmpdir(), 'openset-test-'));
const unitReport = path.join(reports, 'unit.json');
const browserReport = path.join(reports, 'browser.json');

const steps: Step[] = [
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'types', command: ['npm', 'run', '--silent', 'check'] },
  { name: 'lint', command: ['eslint', '.'] },
  {
    name: 'unit tests',
    command: [
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${unitReport}`,
    ],
    report: unitReport,
  },
  { name: 'build', command: ['npm', 'run', '--silent', 'build'] },
  {
    name: 'browser tests',
    command: ['playwright', 'test', '--reporter=line,json'],
    report: browserReport,
  },
];

async function run({ command }: Step): Promise<boolean> {
  const [program = '', ...parts] = command;
  const child = spawn(program, parts, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}

/** Single tests in a report; a runner that died before writing one counts as one failure. */
async function countTests(report: string, succeeded: boolean): Promise<Count> {
  const text = await readFile(report, 'utf8').catch(() => null);
  if (text === null) return { passed: 0, failed: 1 };
  const json = JSON.parse(text) as {
    numPassedTests?: number;
    numFailedTests?: number;
    stats?: { expected: number; unexpected: number; flaky: number };
  };
  const passed = json.numPassedTests ?? json.stats?.expected ?? 0;
  const failed = json.numFailedTests ?? (json.stats ? json.stats.unexpected + json.stats.flaky : 0);
  return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
}

await provideChromium();
const total: Count = { passed: 0, failed: 0 };
for (const step of steps) {
  const startedMs = performance.now();
  const succeeded = await run(step);
  const count = step.report
    ? await countTests(step.report, succeeded)
    : { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1 };
  total.passed += count.passed;
  total.failed += count.failed;
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  console.log(`${count.failed === 0 ? '✓' : '✗'} ${step.name} (${seconds} s)`);
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
