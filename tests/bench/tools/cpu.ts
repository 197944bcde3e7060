// Processor time of a process, as the kernel counts it (Linux only).
import { readFile } from 'node:fs/promises';

const ticksPerSecond = 100;

/** Seconds of processor time that the process took since its start. */
export async function cpuSeconds(process: number): Promise<number> {
  const text = await readFile(`/proc/${process}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Share of one processor core that the process takes while `act` runs. */
export async function cpuShare(process: number, act: () => Promise<unknown>): Promise<number> {
  const [before, startedMs] = [await cpuSeconds(process), performance.now()];
  await act();
  return ((await cpuSeconds(process)) - before) / ((performance.now() - startedMs) / 1000);
}
