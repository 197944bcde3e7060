import shellAdapter from './src/shell/adapter.js';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: shellAdapter(),
    paths: { relative: false },
    serviceWorker: { register: false },
    version: { name: 'shell', pollInterval: 0 },
  },
};
