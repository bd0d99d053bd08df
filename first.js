// What comes before everything else: what takes others a while, and how the page looks, because nothing is painted yet. Hence no module, which
// would come too late.

// The browser's database, which `keep/cabinet.rs` reads and writes: one table. With all of it that is small, and with what other tabs say of that
// from before it was read: nothing falls between. Nothing, where a browser has no database for us, or says nothing about it for so long (in
// milliseconds), as some do on a disk in trouble: the page waits for it. It comes first, because a new browser takes longest with it.
const SMALL = "holdpoint/1/small";
const ANSWERS_IN = 10_000;
const inTime = (answer) => Promise.race([new Promise((_, fail) => setTimeout(fail, ANSWERS_IN)), answer]);
const opened = () => new Promise((open, fail) => {
  const opening = indexedDB.open("holdpoint", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
  opening.onerror = fail;
  opening.onsuccess = () => {
    const database = opening.result;
    // A later page has another version of it, and waits until nobody holds this one.
    database.onversionchange = () => database.close();
    open(database);
  };
});
// Where the browser has closed it, as on a phone that slept or a disk in trouble, the page opens it again.
const again = () => inTime(opened());
globalThis.cabinet = inTime(opened().then((database) => new Promise((open) => {
  const news = [];
  const others = new BroadcastChannel("holdpoint/1/kept");
  others.onmessage = ({ data }) => news.push(data);
  const reading = database.transaction("kept");
  const [keys, values] = ["getAllKeys", "getAll"].map((all) => reading.objectStore("kept")[all](IDBKeyRange.bound(SMALL, `${SMALL}\uffff`)));
  reading.oncomplete = () => open({ database, again, keys: keys.result, values: values.result, news, others });
  reading.onabort = () => open({ database, again, keys: [], values: [], news, others });
}))).catch(() => undefined);

// What the first screen needs, each of it taken once: by start.js, or by the page (`net/early.rs`). The server names the same in a header, so
// some of it is on its way already. Before the storage is asked below: the first question to it waits for the disk.
globalThis.early = new Map();
const expect = (address, answer) => {
  early.set(address, answer);
  answer.catch(() => {});
};
// A file of this page that the server does not have, three times: a newer page has replaced all of it, and `update.rs` hears that. Once or twice may
// be a replica that is not replaced yet; and what a proxy says tells nothing.
const refused = {};
const lookAt = ({ url, status, headers }) => {
  if (status !== 404 || headers.get("content-type") !== "application/problem+json") return;
  refused[url] = (refused[url] ?? 0) + 1;
  if (refused[url] === 3) dispatchEvent(new Event("replaced"));
};
// Read to its end here: whoever takes it then waits for nothing, and draws the first screen in one go. Nothing, if it is no good answer. start.js
// asks in this way too.
const textOf = (answer) => answer.ok ? answer.text() : undefined;
const told = async (address, given) => {
  const answer = await fetch(address, given);
  lookAt(answer);
  return textOf(answer);
};
// What the server answers to a question of the page, which asks in this way too (`net/api.rs`): it has so many milliseconds to begin, and goes on as
// long as more of it comes. A long launch takes minutes on a slow line.
const PIECE_IN = 10_000;
const answerTo = async (request, beginsIn) => {
  const ending = new AbortController();
  let end;
  const wait = (ms) => {
    clearTimeout(end);
    end = setTimeout(() => ending.abort(), ms);
  };
  wait(beginsIn);
  const answer = await fetch(request, { signal: ending.signal });
  wait(PIECE_IN);
  // Some answers may have no body, and those that are no good ones are short.
  if (answer.status !== 200 || !answer.body) return answer;
  return new Response(answer.body.pipeThrough(new TransformStream({
    transform(piece, rest) {
      wait(PIECE_IN);
      rest.enqueue(piece);
    },
    flush: () => clearTimeout(end),
  })), answer);
};
// Where the page does not start, a new one is loaded: what did not come once as a module does not come to this one any more. A few times, after
// pauses, and only where the server answers: the browser's own page would be there instead, and stay. Each tells the next how often that was.
const TRIES = 3;
let tries = history.state?.tries ?? 0;
if (tries) history.replaceState(null, "");
const notices = () => document.querySelectorAll("body > [role=alert]");
const tell = () => {
  for (const notice of notices()) {
    notice.hidden = notice.lang !== document.documentElement.lang;
    notice.querySelector("button").onclick = () => location.reload();
  }
};
let ending;
const anew = () => ending ??= (async () => {
  while (tries < TRIES) {
    await new Promise((then) => setTimeout(then, 1_000 * 3 ** tries++));
    // It may have started meanwhile.
    if (await told("/", { signal: AbortSignal.timeout(10_000) }).catch(() => {}) && tries <= TRIES) {
      history.replaceState({ tries }, "");
      return location.reload();
    }
  }
  tell();
})();
// Who looks at an empty page is told so, and a line that brings nothing any longer, and is not closed either, is given up. In milliseconds.
const waits = [setTimeout(tell, 8_000), setTimeout(anew, 120_000)];
addEventListener("error", ({ target }) => target.localName === "script" && anew(), true);
const started = () => {
  tries = Infinity;
  waits.forEach(clearTimeout);
  notices().forEach((notice) => notice.remove());
};

const launch = /^\/launches\/LCH-\d+/.exec(location.pathname)?.[0];
for (const path of ["/api/session", ...(launch ? [`/api${launch}`] : [])]) expect(path, answerTo(path, 10_000).then(textOf));
// Compiled while it arrives. (Trunk alone, without xtask, announces it behind this.)
const wasm = document.head.querySelector('link[rel="preload"][type="application/wasm"]')?.href;
if (wasm) expect(wasm, (async () => WebAssembly.compileStreaming(fetch(wasm)))());

// How somebody wants the page to look in this browser. The account page keeps it; other tabs follow.
const asChosen = () => {
  for (const name of ["scheme", "density"]) {
    const chosen = localStorage.getItem(`holdpoint/1/${name}`);
    if (chosen === null) delete document.documentElement.dataset[name];
    else document.documentElement.dataset[name] = chosen;
  }
};

// The language of the page: as chosen on the account page, or the first that the browser asks for and that we have.
const LANGUAGES = ["en", "de"];
const kept = () => {
  try {
    return localStorage.getItem("holdpoint/1/language");
  } catch {
    return null;
  }
};
const wanted = [kept(), ...navigator.languages].map((tag) => tag?.slice(0, 2).toLowerCase());
document.documentElement.lang = wanted.find((tag) => LANGUAGES.includes(tag)) ?? LANGUAGES[0];

try {
  asChosen();
  addEventListener("storage", asChosen);
} catch {
  // A browser that keeps nothing looks as its system does.
}

const texts = document.head.querySelector(`meta[name="words/${document.documentElement.lang}/first"]`).content;
expect(texts, told(texts));

// The server names these texts with the page, before any of this runs: a cookie tells it what was chosen, and nothing else. The account page says
// when that is another language, and loads the page anew.
const COOKIE = "holdpoint-language";
const tellLanguage = () => {
  const chosen = LANGUAGES.find((language) => language === kept());
  if (!chosen && !document.cookie.includes(COOKIE)) return;
  const safe = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${COOKIE}=${chosen ?? ""}; path=/; samesite=lax; max-age=${chosen ? 31536000 : 0}${safe}`;
};
tellLanguage();
addEventListener("language", tellLanguage);
