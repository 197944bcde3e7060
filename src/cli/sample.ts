// npm run sample: draws the sample event from its own prompts. Reproducible and resumable: what is
// drawn already, and drawn from the same words, is not drawn again.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Finish } from '#lib/previs/picture/finish.ts';
import { readPrompt } from '#lib/previs/shot/read-prompt.ts';
import { readEvent, type FilmFolder } from '#lib/server/event/read.ts';
import { openSampleBrowser, type SampleBrowser } from './sample/browser.ts';
import { drawClips } from './sample/clip.ts';
import { withDrift } from './sample/request.ts';
import { drawStills } from './sample/stills.ts';

const help = `npm run sample -- [--film ID] [--stills]

Draws the pictures and clips of content/ that are not drawn yet. --stills leaves the clips alone.

npm run sample -- --film ID --try "PROMPT" --out FILE.png [--at 0.5] [--finish graded|raw|clay|pencil]
                  [--width 960] [--drift "light=front"] [--seed 1]

Draws a picture of each --try, to see what a set makes of it, and says what was understood.
`;

async function readFilms(only: string | undefined): Promise<FilmFolder[]> {
  // Pictures that are still to be drawn are no mistake here, so only the files' form must hold.
  const { folder, problems } = await readEvent('content', { media: false });
  if (!folder)
    throw new Error(problems.map(({ file, line, what }) => `${file}:${line} ${what}`).join('\n'));
  const films = folder.films.filter(({ film }) => only === undefined || film.id === only);
  if (films.length === 0) throw new Error(`content/event.yaml lists no film “${only}”.`);
  return films;
}

interface Trial {
  prompts: string[];
  out: string;
  at: number;
  finish: Finish;
  width: number;
  drift: string;
  seed: number;
}

async function tryPrompts(film: FilmFolder, trial: Trial, browser: SampleBrowser): Promise<void> {
  const choices = film.set?.choices ?? [];
  await browser.open(film);
  for (const [number, prompt] of trial.prompts.entries()) {
    const { shot, understood, missed } = readPrompt(prompt, choices);
    const { bytes } = await browser.draw(
      {
        shot: withDrift(shot, trial.drift, choices),
        finish: trial.finish,
        seed: trial.seed,
        width: trial.width,
        height: Math.round((trial.width * 9) / 16),
        at: trial.at,
        bars: trial.finish === 'graded',
      },
      'image/png',
    );
    const { dir, name, ext } = path.parse(trial.out);
    const file = path.join(dir, `${name}${trial.prompts.length > 1 ? `-${number + 1}` : ''}${ext}`);
    await writeFile(file, bytes);
    console.log(`${file} understood: ${understood.map(({ words }) => words).join(' · ')}`);
    if (missed.length > 0)
      console.log(`  not understood: ${missed.map(({ words }) => words).join(' · ')}`);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      film: { type: 'string' },
      stills: { type: 'boolean' },
      try: { type: 'string', multiple: true },
      out: { type: 'string', default: 'try.png' },
      at: { type: 'string', default: '0.5' },
      finish: { type: 'string', default: 'graded' },
      width: { type: 'string', default: '960' },
      drift: { type: 'string', default: '' },
      seed: { type: 'string', default: '1' },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const browser = await openSampleBrowser();
  try {
    if (values.try !== undefined) {
      const [film] = await readFilms(values.film);
      const { out, drift } = values;
      const numbers = {
        at: Number(values.at),
        width: Number(values.width),
        seed: Number(values.seed),
      };
      await tryPrompts(
        film!,
        { prompts: values.try, out, drift, finish: values.finish as Finish, ...numbers },
        browser,
      );
      return;
    }
    for (const film of await readFilms(values.film)) await drawStills(film, browser);
    // Read again: the stills have written their regions into the shot files.
    if (!values.stills)
      for (const film of await readFilms(values.film)) await drawClips(film, browser);
  } finally {
    await browser.close();
  }
}

await main();
