import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import path from 'node:path';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * Who may import whom (DESIGN §4). A room may always import itself; `routes` and `cli` join rooms
 * and are imported by nobody.
 */
const rooms = {
  openset: { may: [], runsAnywhere: true },
  intake: { may: ['openset'], runsAnywhere: true },
  previs: { may: ['openset'], runsAnywhere: true },
  challenge: { may: ['openset', 'previs'], runsAnywhere: true },
  report: { may: ['openset'], runsAnywhere: true },
  fleet: { may: ['openset', 'challenge'], runsAnywhere: true },
  ui: { may: [] },
  preload: { may: ['openset'] },
  timeline: { may: ['openset', 'ui'] },
  kiosk: { may: ['openset', 'ui'] },
  lab: { may: ['openset', 'previs', 'ui'] },
  live: { may: ['openset', 'challenge'] },
  play: { may: ['openset', 'challenge', 'previs', 'lab', 'live', 'kiosk', 'ui'] },
  stage: { may: ['openset', 'challenge', 'previs', 'live', 'kiosk', 'ui'] },
  phone: { may: ['openset', 'challenge', 'live'] },
  tablet: { may: ['openset', 'challenge', 'fleet', 'live', 'preload', 'kiosk'] },
  board: { may: ['openset', 'challenge', 'fleet', 'live', 'stage', 'ui'] },
  'server/event': { may: ['openset', 'intake', 'previs'] },
  'server/pack': { may: ['openset', 'intake', 'server/event'] },
  'server/generator': { may: ['openset', 'intake', 'server/event', 'server/pack'] },
  'server/hub': {
    may: ['openset', 'challenge', 'fleet', 'previs', 'server/pack', 'server/generator'],
  },
};
const library = path.join(import.meta.dirname, 'src/lib');

/** The room that a file of `src/lib` stands in, or the first folder of `src` for the others. */
function roomOf(file) {
  const inLibrary = path.relative(library, file).split(path.sep);
  if (inLibrary[0] !== '..')
    return inLibrary[0] === 'server' ? inLibrary.slice(0, 2).join('/') : inLibrary[0];
  const inSource = path.relative(path.dirname(library), file).split(path.sep);
  return inSource[0] === '..' ? null : inSource[0];
}

const boundaries = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const from = roomOf(context.filename);
    const isTest = /\.test\.ts$/.test(context.filename);
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string' || from === null) return;
      if (rooms[from]?.runsAnywhere && source.startsWith('node:') && !isTest)
        context.report({
          node,
          message: `${from} runs in browsers too: it takes bytes and clocks as arguments, not ${source}.`,
        });
      const target = source.startsWith('#lib/')
        ? path.join(library, source.slice('#lib/'.length))
        : source.startsWith('.')
          ? path.resolve(path.dirname(context.filename), source)
          : null;
      const to = target && roomOf(target);
      if (!to || to === from) return;
      if (to === 'routes' || to === 'cli')
        context.report({ node, message: `${to} joins rooms; no room may lean on it (DESIGN §4).` });
      else if (rooms[from] && !rooms[from].may.includes(to) && !isTest)
        context.report({
          node,
          message: `${from} may not import ${to}: dependencies run one way (DESIGN §4).`,
        });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};

export default ts.config(
  {
    ignores: [
      'build/',
      '.svelte-kit/',
      '.openset/',
      'node_modules/',
      'test-results/',
      'playwright-report/',
    ],
  },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    plugins: { openset: { rules: { boundaries } } },
    rules: {
      'openset/boundaries': 'error',
      'no-undef': 'off',
      eqeqeq: 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'svelte/no-at-html-tags': 'error',
      // The app always lives at the root of its origin: that address is its identity.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
  },
);
