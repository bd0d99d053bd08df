// Keeps the page itself, so that it opens without the network. Data is none of its business: it never sees /api.
// The server writes two lines before these: PAGE, the digest of all files, and FILES, their names. A new page is a new
// worker; the files of the page before stay until the one after comes, because a tab that is still open may ask for them.
const OURS = "holdpoint-page-";
const NAME = OURS + PAGE;
// One of these lies beside the files of a page as long as not all of them have come. Where the browser ends the worker meanwhile, both stay.
const HALF = "holdpoint-half-";
const MARK = HALF + PAGE;
const PATIENCE_MS = 4000;
// What the server answers itself, also in the address bar.
const SERVERS = /^\/(api|drill|health|metrics|ready)(\/|$)/;

const fill = async () => {
  const isWhole = (await caches.has(NAME)) && !(await caches.has(MARK));
  try {
    if (!isWhole) await caches.open(MARK);
    const cache = await caches.open(NAME);
    // The address of the page is asked for anew, whatever the browser has kept of it.
    await cache.addAll(FILES.map((file) => new Request(file, { cache: file === "/" ? "reload" : "default" })));
    // While replicas are replaced one by one, the page may be another one's, which names other files: then the next attempt.
    const named = (await (await cache.match("/")).text()).matchAll(/"(\/[^"]+)"/g);
    if (![...named].every(([, file]) => FILES.includes(file))) throw new TypeError("the page names other files");
    await caches.delete(MARK);
  } catch (reason) {
    // It would count as the page before.
    if (!isWhole) for (const left of [NAME, MARK]) await caches.delete(left);
    throw reason;
  }
};

const tidy = async () => {
  const all = await caches.keys();
  const isHalf = (name) => all.includes(name.replace(OURS, HALF));
  const whole = all.filter((name) => name.startsWith(OURS) && name !== NAME && !isHalf(name));
  // What stands behind this page may be the next one, which comes just now.
  const halves = all.slice(0, all.indexOf(NAME)).filter((name) => name.startsWith(HALF));
  for (const mark of halves) await caches.delete(mark.replace(HALF, OURS));
  for (const name of [...halves, ...whole.slice(0, -1)]) await caches.delete(name);
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
