import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasFfmpeg, playableClip, readClip } from './clip.ts';

const canMake = await hasFfmpeg();
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'openset-clip-test-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

function make(name: string, options: string[]): string {
  const file = path.join(dir, name);
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=10:duration=1'];
  execFileSync('ffmpeg', ['-v', 'error', ...source, ...options, file]);
  return file;
}

const plain = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p'];

describe.skipIf(!canMake)('a clip', () => {
  it('that tablets can play passes byte for byte', async () => {
    const file = make('plain.mp4', [...plain, '-metadata', 'title=The lane']);
    expect(await playableClip(file, await readClip(file), {})).toEqual(await readFile(file));
  });

  it('whose metadata holds a secret keeps its pictures and its AI label, and nothing else', async () => {
    const secret = 'https://store.example/a.mp4?X-Amz-Signature=0123456789abcdef0123456789abcdef';
    const comment = `comment={"prompt": "a lane", "url": "${secret}"}`;
    const file = make('secret.mp4', [...plain, '-metadata', comment]);
    const facts = await readClip(file);
    const made = await playableClip(file, facts, { aigc: { Label: '1' } });
    expect((await readFile(file)).includes('X-Amz-Signature')).toBe(true);
    expect(made.includes('X-Amz-Signature')).toBe(false);
    expect(made.includes('AIGC')).toBe(true);
    expect(await playableClip(file, facts, { aigc: { Label: '1' } })).toEqual(made);
  });

  it('that tablets cannot play is converted, the same every time', async () => {
    const file = make('vp9.webm', ['-c:v', 'libvpx-vp9']);
    const facts = await readClip(file);
    expect(facts.playable).toBe(false);
    const made = await playableClip(file, facts, {});
    expect(made.subarray(4, 8).toString()).toBe('ftyp');
    expect(await playableClip(file, facts, {})).toEqual(made);
  });
});
