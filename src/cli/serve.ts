// The second half of `npm start`: builds what is not built, packs the sample event, starts the hub.
import { spawnSync } from 'node:child_process';

for (const step of [
  ['npm', 'run', '--silent', 'build', '--', '--logLevel', 'warn'],
  ['npm', 'run', '--silent', 'openset', '--', 'pack', 'content'],
]) {
  const [program = '', ...parts] = step;
  const { status } = spawnSync(program, parts, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}
await import('./hub.ts');
