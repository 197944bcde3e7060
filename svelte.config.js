import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: adapter({ pages: 'build', assets: 'build', fallback: 'shell.html' }),
    paths: { relative: false },
    serviceWorker: { register: false },
    alias: {},
  },
};
