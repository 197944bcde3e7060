// npm run bench -- NAME [--json]
import { readdir } from 'node:fs/promises';
import { arch, cpus, platform, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

/** What every benchmark of this folder exports as `bench`. */
export interface Measured {
  /** Medians, and ratios to limits taken in the same run. */
  figures: Record<string, number>;
  /** Each round as it was measured. */
  runs: unknown[];
}

const own = ['run'];
const names = (await readdir(import.meta.dirname))
  .filter((file) => /^[a-z]+\.ts$/.test(file))
  .map((file) => file.replace('.ts', ''))
  .filter((name) => !own.includes(name));

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [name = ''] = positionals;

if (!names.includes(name)) {
  console.error(`npm run bench -- NAME [--json]\n\nNAME is one of: ${names.join(', ')}`);
  process.exitCode = 2;
} else {
  const { bench } = (await import(`./${name}.ts`)) as { bench: () => Promise<Measured> };
  const { figures, runs } = await bench();
  const [cpu] = cpus();
  const machine = {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryMB: Math.round(totalmem() / 1e6),
    system: `${platform()} ${arch()}`,
    node: process.version,
  };
  if (values.json) console.log(JSON.stringify({ name, machine, figures, runs }));
  else {
    console.log(`${name} on ${machine.cores} × ${machine.cpu}, Node ${machine.node}`);
    for (const [key, figure] of Object.entries(figures))
      console.log(`  ${key.padEnd(24)} ${Number(figure.toPrecision(4))}`);
  }
}
