// The wall's sounds, made on the spot from tones and noise: no files, no rights, no network. Browsers
// let a page sound only after somebody at it asked for that, so it is off until then.
import type { SoundName } from './cues.ts';

/** Loudness of everything together. */
const level = 0.5;

export class Foley {
  #context: AudioContext | null = null;
  #out: GainNode | null = null;

  get isOn(): boolean {
    return this.#context?.state === 'running';
  }

  /** Turns it on or off. To be called from a key or a touch. */
  async turn(on: boolean): Promise<void> {
    if (!on) return void (await this.#context?.suspend());
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#out = this.#context.createGain();
      this.#out.gain.value = level;
      this.#out.connect(this.#context.destination);
    }
    await this.#context.resume();
  }

  play(name: SoundName): void {
    if (this.isOn) sounds[name](this.#context!, this.#out!);
  }

  close(): void {
    void this.#context?.close();
  }
}

type Sound = (context: AudioContext, out: AudioNode) => void;

interface Tone {
  hz: number;
  /** Seconds from now, and how long it rings. */
  inS?: number;
  forS: number;
  gain: number;
  type?: OscillatorType;
}

function ring(
  context: AudioContext,
  out: AudioNode,
  { hz, inS = 0, forS, gain, type = 'sine' }: Tone,
): void {
  const startS = context.currentTime + inS;
  const tone = new OscillatorNode(context, { type, frequency: hz });
  const fade = new GainNode(context, { gain: 0 });
  fade.gain.setValueAtTime(0, startS);
  fade.gain.linearRampToValueAtTime(gain, startS + 0.012);
  fade.gain.exponentialRampToValueAtTime(0.0001, startS + forS);
  tone.connect(fade).connect(out);
  tone.start(startS);
  tone.stop(startS + forS);
}

/** Noise through a band, swelling and fading: claps, a brush, a hall. */
function rustle(
  context: AudioContext,
  out: AudioNode,
  { inS = 0, forS, hz, gain }: { inS?: number; forS: number; hz: number; gain: number },
): void {
  const startS = context.currentTime + inS;
  const samples = new AudioBuffer({
    length: Math.ceil(context.sampleRate * forS),
    sampleRate: context.sampleRate,
  });
  const values = samples.getChannelData(0);
  for (let place = 0; place < values.length; place += 1) values[place] = Math.random() * 2 - 1;
  const noise = new AudioBufferSourceNode(context, { buffer: samples });
  const band = new BiquadFilterNode(context, { type: 'bandpass', frequency: hz, Q: 0.9 });
  const fade = new GainNode(context, { gain: 0 });
  fade.gain.setValueAtTime(0, startS);
  fade.gain.linearRampToValueAtTime(gain, startS + Math.min(0.01, forS / 4));
  fade.gain.exponentialRampToValueAtTime(0.0001, startS + forS);
  noise.connect(band).connect(fade).connect(out);
  noise.start(startS);
}

const chord = [261.6, 329.6, 392, 523.3];
const claps = 90;
const clappingS = 3.2;

const sounds: Record<SoundName, Sound> = {
  join: (context, out) => ring(context, out, { hz: 880, forS: 0.16, gain: 0.18, type: 'triangle' }),
  landed: (context, out) => {
    rustle(context, out, { forS: 0.07, hz: 1_800, gain: 0.35 });
    ring(context, out, { hz: 587, inS: 0.03, forS: 0.22, gain: 0.16, type: 'triangle' });
  },
  start: (context, out) => {
    rustle(context, out, { forS: 0.09, hz: 1_200, gain: 0.9 });
    rustle(context, out, { inS: 0.02, forS: 0.16, hz: 420, gain: 0.7 });
  },
  tick: (context, out) => ring(context, out, { hz: 1_046, forS: 0.09, gain: 0.22, type: 'square' }),
  gong: (context, out) => {
    for (const [place, hz] of [98, 147.3, 203.4, 262.9, 331].entries())
      ring(context, out, { hz, forS: 3.6 - place * 0.4, gain: 0.34 / (place + 1) });
    rustle(context, out, { forS: 0.4, hz: 500, gain: 0.15 });
  },
  reveal: (context, out) => {
    for (const [place, hz] of chord.entries())
      ring(context, out, { hz, inS: place * 0.12, forS: 2.2, gain: 0.16, type: 'triangle' });
  },
  applause: (context, out) => {
    for (let clap = 0; clap < claps; clap += 1) {
      const inS = Math.random() ** 1.4 * clappingS;
      rustle(context, out, { inS, forS: 0.05, hz: 900 + Math.random() * 1_600, gain: 0.16 });
    }
  },
};
