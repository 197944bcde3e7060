// Before all browser tests: the sample event as a release, packed as `npm start` does.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export default function packSample(): void {
  if (!existsSync('build/shell.html'))
    throw new Error('The browser tests need the built app. Run: npm run build');
  const { status } = spawnSync('npm', ['run', '--silent', 'openset', '--', 'pack', 'content'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('The sample event could not be packed.');
}
