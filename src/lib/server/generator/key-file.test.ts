import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyFile } from './key-file.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'openset-key-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('the key', () => {
  it('is read by its owner alone, and replaced whole', async () => {
    const file = new KeyFile(dir);
    expect(file.read('https://one.example')).toBeNull();
    await file.write('https://one.example', 'first');
    await file.write('https://one.example', 'second');
    expect(file.read('https://one.example')).toBe('second');
    expect((await stat(path.join(dir, 'generator-key.json'))).mode & 0o777).toBe(0o600);
  });

  it('is good for its own host only', async () => {
    const file = new KeyFile(dir);
    await file.write('https://one.example', 'first');
    expect(file.read('https://two.example')).toBeNull();
  });

  it('that was damaged is none', async () => {
    await writeFile(path.join(dir, 'generator-key.json'), '{"host"');
    expect(new KeyFile(dir).read('https://one.example')).toBeNull();
  });
});
