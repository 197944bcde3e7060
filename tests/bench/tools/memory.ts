// Memory of a process and all that it started, as the kernel counts it (Linux only): shared pages
// in parts, so that nothing counts twice.
import { readdir, readFile } from 'node:fs/promises';

/** Proportional set size of the process tree under `root`, in bytes. */
export async function memoryOf(root: number): Promise<number> {
  const sizes = (await treeOf(root)).map(async (id) => {
    const text = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '');
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Watches the tree until `stop`, which gives the peak over what it held at the start, in bytes. */
export async function watchMemory(root: number): Promise<{ stop: () => Promise<number> }> {
  const idle = await memoryOf(root);
  let peak = idle;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      peak = Math.max(peak, await memoryOf(root));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  return {
    async stop() {
      isOver = true;
      await watching;
      return peak - idle;
    },
  };
}

async function treeOf(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The name in brackets may hold anything, so the fields are counted from its end.
    parents.set(Number(name), Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const isInTree = (id: number): boolean =>
    id === root || (id > 1 && isInTree(parents.get(id) ?? 0));
  return [...parents.keys()].filter(isInTree);
}
