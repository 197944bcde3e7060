// The bare peer: `ws` that sends what begins with ! on to everybody, and everything else back.
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: 'localhost', backlog: 4_096 });
server.on('connection', (socket) => {
  socket.send('ready');
  socket.on('message', (bytes: Buffer) => {
    if (bytes[0] !== 0x21) socket.send(bytes, { binary: false });
    else for (const one of server.clients) one.send(bytes, { binary: false });
  });
});
server.on('listening', () => console.log((server.address() as AddressInfo).port));
