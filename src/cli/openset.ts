#!/usr/bin/env node
// The `openset` command: from a film team's folder to a release.
import { type Command, UsageError } from './command.ts';

const commands: Record<string, () => Promise<Command>> = {
  inspect: async () => (await import('./inspect.ts')).inspect,
  import: async () => (await import('./import.ts')).importFolder,
  check: async () => (await import('./check.ts')).check,
  pack: async () => (await import('./pack.ts')).pack,
  verify: async () => (await import('./verify.ts')).verify,
  hub: async () => (await import('./hub-cert.ts')).hubCommand,
  bundle: async () => (await import('./bundle.ts')).bundle,
  schema: async () => (await import('./schema.ts')).schema,
};

async function overview(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => {
      const { summary } = await load();
      return `  ${name.padEnd(9)} ${summary}`;
    }),
  );
  return `openset COMMAND [--help]\n\n${lines.join('\n')}\n`;
}

async function main([name, ...argv]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') {
    process.stdout.write(await overview());
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw new UsageError(`There is no command “${name}”.\n\n${await overview()}`);
  const command = await load();
  if (argv.includes('--help')) {
    process.stdout.write(`${command.help}\n`);
    return 0;
  }
  return command.run(argv);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const wrongWords =
    error instanceof UsageError ||
    (error instanceof TypeError &&
      'code' in error &&
      String(error.code).startsWith('ERR_PARSE_ARGS'));
  if (!wrongWords) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
