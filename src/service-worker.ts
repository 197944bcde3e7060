/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
// Serves the exhibition from the tablet: the app's shell from the precache, media and documents
// from the origin's private file system. It stores nothing of what passes through it, so a captive
// portal's page can never become part of the exhibition.
import {
  addPlugins,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { answerFromTablet } from '#lib/preload/serve.ts';

declare const self: ServiceWorkerGlobalScope & {
  /** Written in by the build: every file of the shell with its hash. */
  __shellFiles: (PrecacheEntry & { integrity: string })[];
  /** Hash of that list: two tablets with the same version hold the same app, byte for byte. */
  __shellVersion: string;
};

addPlugins([
  {
    // A file that is not byte for byte what the build made fails the whole installation.
    async fetchDidSucceed({ response }) {
      if (!response.ok || response.redirected) throw new TypeError('The shell is not whole.');
      return response;
    },
  },
]);
precacheAndRoute(self.__shellFiles, { cleanURLs: false, directoryIndex: '' });

registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/shell.html'), {
    denylist: [/^\/(api|packs|media|documents|healthz|play)(\/|$)/],
  }),
);

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && /^\/(media|documents)\//.test(url.pathname),
  async ({ request }) => (await answerFromTablet(request).catch(() => null)) ?? fetch(request),
);

self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
  if (event.data?.type === 'SHELL_VERSION') event.ports[0]?.postMessage(self.__shellVersion);
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
