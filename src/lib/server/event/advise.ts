// Warnings on a shot: words that visitors would miss, labels that the law wants.
import { aiLabel, madeWithAi } from '#lib/openset/media.ts';
import type { Shot } from '#lib/openset/shot.ts';
import type { Take, Version } from '#lib/openset/version.ts';
import { checkExhibit, checkText } from './check-text.ts';
import type { Keys } from './fields.ts';
import type { Problem } from './problem.ts';
import type { YamlFile } from './yaml-file.ts';

/** Warnings on the shot in `file`, each with the rule that asks for what is missing. */
export function advise(file: YamlFile<unknown>, shot: Shot): Problem[] {
  return [
    ...checkText(file, ['title'], shot.title, 'title'),
    ...checkText(file, ['description'], shot.description, 'paragraph'),
    ...shot.versions.flatMap((version, place) => {
      const here = ['versions', place];
      return [...wording(file, version, here), ...adviseVersion(file, version, here)];
    }),
  ];
}

function wording(file: YamlFile<unknown>, version: Version, here: Keys): Problem[] {
  const { decision, notes, prompt, takes } = version;
  return [
    ...checkText(file, [...here, 'title'], version.title, 'title'),
    ...checkText(file, [...here, 'changed'], version.changed, 'sentence'),
    ...checkText(file, [...here, 'prompt', 'meaning'], prompt?.meaning, 'paragraph'),
    ...checkText(file, [...here, 'decision', 'why'], decision?.why, 'paragraph'),
    ...notes.flatMap((note, n) =>
      checkText(file, [...here, 'notes', n, 'text'], note.text, 'paragraph'),
    ),
    ...takes.flatMap((take, t) => {
      const at = [...here, 'takes', t];
      return [
        ...checkText(file, [...at, 'title'], take.title, 'title'),
        ...checkText(file, [...at, 'description'], take.description, 'paragraph'),
        ...take.highlights.flatMap(({ says }, h) =>
          checkText(file, [...at, 'highlights', h, 'says'], says, 'sentence'),
        ),
      ];
    }),
    ...checkExhibit(file, [...here, 'id'], version.id, [
      version.changed,
      decision?.why,
      ...notes.map(({ text }) => text),
    ]),
  ];
}

function adviseVersion(file: YamlFile<unknown>, version: Version, here: Keys): Problem[] {
  const problems: Problem[] = [];
  const warn = (keys: Keys, what: string, fix: string, rule: string): void =>
    void problems.push(file.at([...here, ...keys], { severity: 'warning', what, fix, rule }));
  if (!version.changed)
    warn(
      ['id'],
      `${version.id} does not say what changed`,
      'Add “changed:”, one sentence in both languages.',
      '68',
    );
  version.takes.forEach((take, place) => {
    const name = `${version.id}.${take.id}`;
    const at: Keys = ['takes', place];
    if (!take.description)
      warn(
        [...at, 'id'],
        `take ${name} has no description`,
        'Add “description:” for those who cannot see it.',
        '68',
      );
    if (aiLabel(take) === null) {
      const owed = labelOwed(version, take);
      if (owed)
        warn(
          [...at, take.digitalSourceType ? 'digitalSourceType' : 'id'],
          `take ${name} carries no AI label, but ${owed}`,
          `Write “digitalSourceType: ${madeWithAi[0]}”, or the type that is true.`,
          '82',
        );
    }
    if (take.state === 'accepted' && version.decision?.verdict !== 'accepted')
      warn(
        [...at, 'state'],
        `nobody says why ${name} was accepted`,
        'Add “decision:” with “verdict: accepted” and “why:”.',
        '68',
      );
  });
  return problems;
}

/** Why a take without label owes one; `null` where nothing says that a generator made it. */
function labelOwed(version: Version, take: Take): string | null {
  const stated = take.facts.find(
    ({ field, value }) =>
      field === 'take.digitalSourceType' && madeWithAi.some((type) => String(value).endsWith(type)),
  );
  if (stated) return `the file says ${String(stated.value).split('/').at(-1)} (${stated.locator})`;
  if (take.facts.some(({ field }) => field === 'take.aigc')) return 'the file has an AIGC label';
  if (take.digitalSourceType) return null;
  const tool = take.facts.find(({ field }) => field === 'run.tool')?.value ?? version.run?.tool;
  if (tool !== undefined) return `it comes from ${String(tool)}`;
  if (version.run?.model !== undefined) return `it comes from ${version.run.model}`;
  return version.stage === 'generation' ? 'its stage is generation' : null;
}
