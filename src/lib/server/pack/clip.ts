// Clips: playable offline on Chromium and Safari means H.264, 8 bit, 4:2:0, with AAC, in MP4.
import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ALL_FORMATS, FilePathSource, Input, Mp4InputFormat } from 'mediabunny';
import { inspect } from '#lib/intake/inspect.ts';
import { withFile } from '#lib/server/event/file-source.ts';
import type { Label } from './label.ts';

const run = promisify(execFile);

/** Change this when settings change: it is part of every cached rendition's name. */
export const clipSettings = 'clip/2';

export interface ClipFacts {
  playable: boolean;
  width: number;
  height: number;
  durationS: number;
  hasSound: boolean;
}

/** A clip that cannot be shown, in words that say what to do. */
export class UnplayableClip extends Error {}

/** AVC profiles of 8 bits and 4:2:0: Baseline, Main, High. */
const plainProfiles = ['42', '4d', '58', '64'];

/** What the clip at `file` is. Throws UnplayableClip where it has no picture track. */
export async function readClip(file: string): Promise<ClipFacts> {
  using input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS });
  const video = await input.getPrimaryVideoTrack();
  if (!video) throw new UnplayableClip('it has no picture track');
  const audio = await input.getPrimaryAudioTrack();
  const codec = (await video.getCodecParameterString()) ?? '';
  const isMp4 = (await input.getFormat()) instanceof Mp4InputFormat;
  const plainPicture =
    /^avc[13]\./.test(codec) && plainProfiles.includes(codec.slice(5, 7).toLowerCase());
  const plainSound = !audio || (await audio.getCodec()) === 'aac';
  return {
    playable: isMp4 && plainPicture && plainSound,
    width: await video.getDisplayWidth(),
    height: await video.getDisplayHeight(),
    durationS: await input.computeDuration(),
    hasSound: audio !== null,
  };
}

/** Whether ffmpeg can be run on this machine. */
export async function hasFfmpeg(): Promise<boolean> {
  return run('ffmpeg', ['-version']).then(
    () => true,
    () => false,
  );
}

/**
 * The clip as tablets can play it: its own bytes, so that its signatures hold; the same streams
 * without metadata, where that holds secrets; or converted. Throws UnplayableClip with the reason.
 */
export async function playableClip(file: string, facts: ClipFacts, label: Label): Promise<Buffer> {
  const { redactions } = await withFile(file, inspect);
  if (facts.playable && redactions.length === 0) return readFile(file);
  if (!(await hasFfmpeg()))
    throw new UnplayableClip(
      facts.playable
        ? `its metadata holds what must stay private (${redactions[0]!.kind}), and ffmpeg, which takes it out, is not installed here. Install ffmpeg, or export the clip without metadata`
        : 'tablets cannot play it as it is, and ffmpeg is not installed here. Install ffmpeg, or export it as H.264 (8 bit, 4:2:0) with AAC in MP4',
    );
  const aigc = label.aigc ? ['-metadata', `AIGC=${JSON.stringify(label.aigc)}`] : [];
  const encoding = [
    ...['-vf', "scale='min(3840,iw)':-2,format=yuv420p"],
    ...['-c:v', 'libx264', '-profile:v', 'high', '-crf', '18', '-preset', 'medium'],
    ...['-threads', '4', '-c:a', 'aac', '-b:a', '160k', '-ac', '2'],
  ];
  return withFfmpeg(file, 'clip.mp4', [
    ...['-map', '0:v:0', '-map', '0:a:0?', '-map_metadata', '-1', '-map_chapters', '-1', ...aigc],
    ...(facts.playable ? ['-c', 'copy'] : encoding),
    ...['-movflags', '+faststart+use_metadata_tags'],
    ...['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'],
  ]);
}

/**
 * The picture that stands for a clip: `<name>.poster.png|jpg|webp` beside it, the still that
 * VideoHelperSuite leaves beside it (`<name>.png`), else its first frame.
 */
export async function posterOf(file: string): Promise<Buffer> {
  const base = file.slice(0, -path.extname(file).length);
  for (const ending of ['.poster.webp', '.poster.png', '.poster.jpg', '.png'])
    if (
      await access(base + ending).then(
        () => true,
        () => false,
      )
    )
      return readFile(base + ending);
  if (!(await hasFfmpeg()))
    throw new UnplayableClip(
      `it needs a poster, and ffmpeg is not installed here to take one. Install ffmpeg, or put ${path.basename(base)}.poster.png beside it`,
    );
  return withFfmpeg(file, 'poster.png', ['-frames:v', '1', '-fflags', '+bitexact']);
}

async function withFfmpeg(file: string, name: string, options: string[]): Promise<Buffer> {
  const dir = await mkdtemp(path.join(tmpdir(), 'openset-clip-'));
  try {
    const out = path.join(dir, name);
    await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', `file:${file}`, ...options, out]);
    return await readFile(out);
  } catch (error) {
    const reason =
      error instanceof Error && 'stderr' in error
        ? String(error.stderr).trim().split('\n')[0]
        : String(error);
    throw new UnplayableClip(`ffmpeg could not convert it: ${reason}`);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
