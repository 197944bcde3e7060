// Sound of our own making: chords of soft tones over wind, and a pulse. Computed from a few numbers, so
// that it is the same on every machine.
import { randomFrom } from '#lib/previs/shot/random.ts';

export interface Score {
  /** Chords as semitones from A3 (220 Hz), one after the other, each for `chordS` seconds. */
  chords: readonly (readonly number[])[];
  chordS: number;
  /** Loudness 0 to 1 of wind, of a low pulse and its beats a minute, of high bells. */
  wind: number;
  /** Tone of the wind, as the share of each new sample that is let through. */
  windTone: number;
  pulse: number;
  bpm: number;
  bells: number;
}

const plain: Score = {
  chords: [
    [-12, -5, 0, 4],
    [-12, -3, 2, 5],
  ],
  chordS: 5,
  wind: 0.25,
  windTone: 0.02,
  pulse: 0,
  bpm: 60,
  bells: 0.2,
};

const scores: Record<string, Partial<Score>> = {
  'bicycle-kids': {
    chords: [
      [-9, -2, 3, 7, 10],
      [-14, -2, 2, 5, 10],
      [-12, 0, 3, 7],
      [-7, -4, 1, 5, 8],
    ],
    chordS: 4.5,
    wind: 0.16,
    bells: 0.5,
    pulse: 0.12,
    bpm: 84,
  },
  lightcone: {
    chords: [
      [-24, -17, -12, -5, 2],
      [-24, -16, -9, -5, 3],
      [-21, -14, -9, -2, 5],
    ],
    chordS: 6,
    wind: 0.3,
    windTone: 0.008,
    bells: 0.35,
  },
  ni: {
    chords: [
      [-19, -12, -7, -4],
      [-21, -14, -9, -5],
      [-19, -12, -7, 0],
    ],
    chordS: 4,
    wind: 0.1,
    windTone: 0.05,
    pulse: 0.5,
    bpm: 96,
    bells: 0.15,
  },
  'tri-head': {
    chords: [
      [-17, -12, -5, 0],
      [-17, -10, -5, 2],
      [-19, -12, -7, 0],
    ],
    chordS: 5,
    wind: 0.34,
    windTone: 0.015,
    pulse: 0.3,
    bpm: 50,
    bells: 0.45,
  },
};

export const scoreOf = (film: string): Score => ({ ...plain, ...scores[film] });

const rate = 48_000;
const hertz = (semitone: number): number => 220 * 2 ** (semitone / 12);

/** A mono WAV file of 16 bits and `seconds` length. */
export function wav(score: Score, seconds: number): Buffer {
  const samples = synthesize(score, Math.round(seconds * rate));
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples.length * 2, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, at) => bytes.writeInt16LE(Math.round(sample * 32_000), 44 + at * 2));
  return bytes;
}

function synthesize(score: Score, length: number): Float64Array {
  const out = new Float64Array(length);
  addChords(out, score);
  addBells(out, score);
  addPulse(out, score);
  addWind(out, score);
  const loudest = out.reduce((most, one) => Math.max(most, Math.abs(one)), 0.001);
  const fade = rate * 1.2;
  return out.map(
    (one, at) => (one / loudest) * 0.62 * Math.min(1, at / fade, (length - at) / fade),
  );
}

function addChords(out: Float64Array, { chords, chordS }: Score): void {
  const long = Math.round(chordS * rate);
  for (let start = 0, number = 0; start < out.length; start += long, number += 1)
    for (const [voice, semitone] of chords[number % chords.length]!.entries()) {
      const step = (hertz(semitone) * 2 * Math.PI) / rate;
      const detuned = step * 1.0035;
      const until = Math.min(out.length - start, Math.round(long * 1.35));
      for (let i = 0; i < until; i += 1) {
        const swell = Math.sin((Math.PI * i) / (long * 1.35)) ** 1.5;
        const tone =
          Math.sin(step * i) +
          Math.sin(detuned * i + voice) +
          0.25 * Math.sin(2 * step * i) +
          0.1 * Math.sin(3 * step * i);
        out[start + i]! += tone * swell * 0.07;
      }
    }
}

function addBells(out: Float64Array, { chords, chordS, bells }: Score): void {
  const random = randomFrom(7);
  for (let s = 1.5; s * rate < out.length; s += 0.8 + random() * 2.2) {
    const chord = chords[Math.floor(s / chordS) % chords.length]!;
    const step = (hertz(chord[Math.floor(random() * chord.length)]! + 24) * 2 * Math.PI) / rate;
    const start = Math.round(s * rate);
    for (let i = 0; i < rate * 2.5 && start + i < out.length; i += 1)
      out[start + i]! +=
        (Math.sin(step * i) + 0.4 * Math.sin(step * 2.76 * i)) *
        Math.exp(-i / (rate * 0.55)) *
        bells *
        0.09;
  }
}

function addPulse(out: Float64Array, { pulse, bpm }: Score): void {
  const beat = Math.round((60 / bpm) * rate);
  for (let start = beat; start < out.length; start += beat)
    for (let i = 0; i < rate * 0.4 && start + i < out.length; i += 1) {
      const t = i / rate;
      out[start + i]! +=
        Math.sin(2 * Math.PI * (46 * t + 5 * (1 - Math.exp(-t * 26)))) *
        Math.exp(-t * 9) *
        pulse *
        0.5;
    }
}

function addWind(out: Float64Array, { wind, windTone }: Score): void {
  const random = randomFrom(3);
  let [low, lower] = [0, 0];
  for (let i = 0; i < out.length; i += 1) {
    const gust = 0.55 + 0.45 * Math.sin((i / rate) * 0.9) * Math.sin((i / rate) * 0.37 + 1);
    low += (random() * 2 - 1 - low) * windTone * (0.6 + gust);
    lower += (low - lower) * windTone * 4;
    out[i]! += (low - lower * 0.3) * wind * gust * 2.2;
  }
}
