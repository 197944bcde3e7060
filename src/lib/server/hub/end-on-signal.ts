import type { Server } from 'node:http';

/** Lets the process end in good order and at once: open streams would hold it for as long as they last. */
export function endOnSignal(server: Server): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
}
