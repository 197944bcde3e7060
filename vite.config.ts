import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import path from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { Exhibition } from './src/lib/server/hub/exhibition.ts';
import { ownerPassword } from './src/lib/server/hub/owner-password.ts';
import { answer } from './src/lib/server/hub/routes.ts';

/** In development the hub's own routes are answered by the hub's own code. */
const hub: Plugin = {
  name: 'open-set-hub',
  configureServer({ middlewares }) {
    const exhibition = new Exhibition({
      app: path.resolve('build'),
      data: path.resolve('.openset'),
      releases: [path.resolve('.openset/releases')],
      ownerPassword: ownerPassword('.openset'),
      onError: (error) => console.error(error),
      onRefusal: (dir, why) => console.error(`Not offered: ${dir}: ${why}.`),
    });
    middlewares.use((request, response, next) => {
      answer(request, response, exhibition).then((answered) => {
        if (answered) return;
        response.removeHeader('Content-Security-Policy');
        next();
      }, next);
    });
  },
};

export default defineConfig({ plugins: [tailwindcss(), sveltekit(), hub] });
