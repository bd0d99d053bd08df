// What comes before everything else: how the page looks, because nothing is painted yet, and what takes others a while to answer, because the
// WebAssembly takes a while too. Hence no module, which would come too late.

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

// What the first screen needs, each of it taken once: by start.js, or by the page (`net/early.rs`).
const launch = /^\/launches\/LCH-\d+/.exec(location.pathname)?.[0];
const texts = document.head.querySelector(`meta[name="words/${document.documentElement.lang}/first"]`).content;
const answers = ["/api/session", ...(launch ? [`/api${launch}`] : [])];
globalThis.early = new Map(answers.map((path) => [path, fetch(path, { signal: AbortSignal.timeout(10_000) })]));
early.set(texts, fetch(texts));
for (const answer of early.values()) answer.catch(() => {});

// The browser's database, which `keep/cabinet.rs` reads and writes: one table. Nothing, where a browser has none for us.
globalThis.cabinet = new Promise((open) => {
  const opening = indexedDB.open("holdpoint", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
  opening.onerror = () => open(undefined);
  opening.onsuccess = () => {
    const database = opening.result;
    // A later page has another version of it, and waits until nobody holds this one.
    database.onversionchange = () => database.close();
    open(database);
  };
}).catch(() => undefined);
