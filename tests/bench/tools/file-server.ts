// The limit for a hub that sends packs: the same files by range, and nothing else done.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

const [root = '.'] = process.argv.slice(2);

createServer((request, response) => {
  const file = path.join(root, path.basename(request.url ?? ''));
  const { size } = statSync(file);
  const [, from = '0', to = String(size - 1)] =
    /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
  const [start, end] = [Number(from), Number(to)];
  response.writeHead(206, {
    'Content-Length': end - start + 1,
    'Content-Range': `bytes ${start}-${end}/${size}`,
  });
  createReadStream(file, { start, end, highWaterMark: 2 ** 20 }).pipe(response);
}).listen(0, 'localhost', function (this: import('node:http').Server) {
  console.log((this.address() as import('node:net').AddressInfo).port);
});
