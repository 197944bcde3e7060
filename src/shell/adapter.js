// Finishes the built app: no inline script (the page's policy forbids it), and a service worker
// that knows the hash of every file of the shell, so that it installs all of it or nothing. The
// phones' page comes after that: no tablet needs it.
import adapterStatic from '@sveltejs/adapter-static';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const out = 'build';
const worker = 'service-worker.js';

/** @returns {import('@sveltejs/kit').Adapter} */
export default function shellAdapter() {
  const plain = adapterStatic({ pages: out, assets: out, fallback: 'shell.html' });
  return {
    name: 'open-set-shell',
    async adapt(builder) {
      await plain.adapt(builder);
      moveBootstrap();
      listShell();
      await buildPhonePage();
    },
  };
}

function moveBootstrap() {
  const page = path.join(out, 'shell.html');
  const html = readFileSync(page, 'utf8');
  const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)];
  if (inline.length !== 1) throw new Error(`shell.html has ${inline.length} inline scripts, not 1`);
  const [element = '', code = ''] = inline[0] ?? [];
  const name = `/_app/immutable/boot.${digest(code, 'hex').slice(0, 8)}.js`;
  writeFileSync(path.join(out, name), code);
  writeFileSync(
    page,
    html.replace(element, () => `<script src="${name}"></script>`),
  );
}

function listShell() {
  const files = readdirSync(out, { recursive: true })
    .map(String)
    .filter((name) => name !== worker && statSync(path.join(out, name)).isFile())
    .map((name) => name.split(path.sep).join('/'))
    .sort()
    .map((name) => {
      const bytes = readFileSync(path.join(out, name));
      const revision = name.startsWith('_app/immutable/') ? null : digest(bytes, 'hex');
      return { url: `/${name}`, revision, integrity: `sha256-${digest(bytes, 'base64')}` };
    });
  const script = path.join(out, worker);
  const code = readFileSync(script, 'utf8');
  const list = JSON.stringify(files);
  const version = digest(list, 'hex').slice(0, 16);
  for (const place of ['self.__shellFiles', 'self.__shellVersion'])
    if (!code.includes(place)) throw new Error(`the service worker has no ${place}`);
  writeFileSync(
    script,
    code
      .replace('self.__shellFiles', () => list)
      .replaceAll('self.__shellVersion', () => JSON.stringify(version)),
  );
  writeFileSync(path.join(out, 'shell-version.json'), JSON.stringify({ version }));
}

/** For visitors' own phones on a crowded network, each file stands there compressed, too. */
async function buildPhonePage() {
  await build({ configFile: path.resolve('src/phone/vite.config.ts'), logLevel: 'warn' });
  const page = path.join(out, 'play');
  for (const name of readdirSync(page, { recursive: true }).map(String))
    if (/\.(html|js|css)$/.test(name))
      writeFileSync(
        path.join(page, `${name}.gz`),
        gzipSync(readFileSync(path.join(page, name)), { level: 9 }),
      );
}

/** @param {string | Buffer} data @param {'hex' | 'base64'} encoding */
function digest(data, encoding) {
  return createHash('sha256').update(data).digest(encoding);
}
