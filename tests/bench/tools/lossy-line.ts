// A line as a full hall's Wi-Fi is: everything comes late, and some connections are cut.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const leastMs = 5;
const spreadMs = 60;
/** Share of the pieces that cut the connection instead of passing. */
const cut = 0.03;

export interface LossyLine {
  port: number;
  close(): void;
}

export async function openLossyLine(hub: number): Promise<LossyLine> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(hub, 'localhost');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    pass(near, far);
    pass(far, near);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** Pieces keep their order, however late each of them is. */
function pass(from: Socket, to: Socket): void {
  let nextMs = 0;
  from.on('data', (piece) => {
    nextMs = Math.max(nextMs, performance.now() + leastMs + Math.random() * spreadMs);
    setTimeout(() => {
      if (Math.random() < cut) from.destroy();
      else if (!to.destroyed) to.write(piece);
    }, nextMs - performance.now());
  });
}
