// Keeps the page itself, so that it opens without the network. Data is none of its business: it never sees /api.
// The server writes two lines before these: PAGE, the digest of all files, and FILES, their names. A new page is a new
// worker; the files of the page before stay until the one after comes, because a tab that is still open may ask for them.
const OURS = "holdpoint-page-";
const NAME = OURS + PAGE;
const PATIENCE_MS = 4000;
// What the server answers itself, also in the address bar.
const SERVERS = /^\/(api|drill|health|metrics|ready)(\/|$)/;

const fill = async () => {
  const isNew = !(await caches.has(NAME));
  try {
    const cache = await caches.open(NAME);
    // The address of the page is asked for anew, whatever the browser has kept of it.
    await cache.addAll(FILES.map((file) => new Request(file, { cache: file === "/" ? "reload" : "default" })));
    // While replicas are replaced one by one, the page may be another one's, which names other files: then the next attempt.
    const named = (await (await cache.match("/")).text()).matchAll(/"(\/[^"]+)"/g);
    if (![...named].every(([, file]) => FILES.includes(file))) throw new TypeError("the page names other files");
  } catch (reason) {
    // It would count as the page before.
    if (isNew) await caches.delete(NAME);
    throw reason;
  }
};

const tidy = async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NAME);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
  await clients.claim();
};

// Nothing, where a disk in trouble takes what was kept: then the network is asked as ever.
const kept = (request, given) => caches.match(request, given).catch(() => {});
const keptPage = () => kept("/", { cacheName: NAME });

// The server's page where there is one; ours while it is away, or a proxy says that it is.
const page = async (request) => {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return 502 <= answer.status && answer.status <= 504 ? ((await keptPage()) ?? answer) : answer;
  } catch (away) {
    const ours = await keptPage();
    if (ours) return ours;
    throw away;
  }
};

const file = async (request) => (await kept(request, { ignoreVary: true })) ?? fetch(request);

addEventListener("install", (event) => event.waitUntil(fill().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || SERVERS.test(url.pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (FILES.includes(url.pathname) || /^\/[^/]+\.(js|wasm|bin|css|ftl|svg)$/.test(url.pathname)) event.respondWith(file(request));
});
