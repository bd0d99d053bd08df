// Starts the page. Trunk would write this into the HTML, where the content security policy forbids it;
// so this file and first.js read what Trunk announces in the head instead: the module and the WebAssembly, with hashed names.
const announced = (selector) => document.head.querySelector(selector);

const WORKER = "/service-worker.js";

// The service worker fetches the whole page once more, into its own cache: not while the first screen is drawn. In milliseconds.
const QUIET = 2_000;

// A line that brings nothing any longer, and is not closed either, is given up. In milliseconds.
const PATIENCE = 120_000;

// What could run, or lead somewhere that could: no view has it.
const COULD_RUN = "script, iframe, frame, object, embed, base, meta, link, style, template, animate, set, foreignObject";
const ADDRESSES = ["action", "data", "formaction", "href", "src", "xlink:href"];
const couldRun = (element) => element.matches(COULD_RUN) || [...element.attributes].some(({ name, value }) =>
  name.startsWith("on") || name === "style" || name === "srcdoc" || (ADDRESSES.includes(name) && !/^(https:\/\/|\/(?!\/)|#)/.test(value)));

// With Trusted Types on, the browser takes no text for markup or for a script. There are two exceptions: Leptos draws the fixed parts of its
// views through templates, and the worker has an address. So templates and nothing else take markup, and only such as cannot run.
const trust = (address) => {
  if (!globalThis.trustedTypes) return address;
  const policy = trustedTypes.createPolicy("holdpoint", {
    createHTML: (markup) => markup,
    createScriptURL: (asked) => (asked === WORKER ? asked : null),
  });
  const whole = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");
  Object.defineProperty(HTMLTemplateElement.prototype, "innerHTML", {
    get: whole.get,
    set(markup) {
      whole.set.call(this, policy.createHTML(markup));
      if ([...this.content.querySelectorAll("*")].some(couldRun)) {
        this.content.replaceChildren();
        throw new TypeError("markup that could run is not drawn");
      }
    },
  });
  return policy.createScriptURL(address);
};

// wasm-bindgen's script. In the shipped page it stands above, in the same file as this (`xtask/src/page/bundle.rs`).
const page = () => import(announced('link[rel="modulepreload"]').href);

// Texts and styles: those of the first screens now, the others when something is drawn that needs them.
const fetched = async (name) => {
  const address = announced(`meta[name="${name}"]`).content;
  const text = await (early.get(address) ?? told(address, { signal: AbortSignal.timeout(PATIENCE) }));
  if (text === undefined) throw new TypeError(`nothing at ${address}`);
  return text;
};

// In the language that first.js has chosen.
const language = document.documentElement.lang;
const bundle = new Fluent.FluentBundle(language, { useIsolating: false });
// Each text is read when it is asked for first: of a first screen's two hundred it shows a third, and of the others, over a thousand, hardly any. A
// text begins with its name, at the beginning of a line, and has no other one in it.
const unread = new Map();
const learn = async (part) => {
  for (const text of (await fetched(`words/${language}/${part}`)).split(/\n(?=[a-z])/)) unread.set(text.split(" ", 1)[0], text);
};
const message = (id) => {
  if (unread.has(id)) {
    bundle.addResource(new Fluent.FluentResource(unread.get(id)));
    unread.delete(id);
  }
  return bundle.getMessage(id);
};

// Not a link: that would wait for a line that stalls, and hear nothing of a newer page. Where Trunk serves this one, it links to all styles itself.
const dress = async () => {
  if (!announced('meta[name="styles/later"]')) return;
  const styles = new CSSStyleSheet();
  styles.replaceSync(await fetched("styles/later"));
  document.adoptedStyleSheets.push(styles);
};

// Whoever asks again tries again.
const once = (bring) => {
  let coming;
  return () => coming ??= bring().catch((reason) => {
    coming = undefined;
    throw reason;
  });
};
const later = [once(() => learn("later")), once(dress)];

// Numbers on the first screen are counts. The browser's own formatting (Intl) takes tens of milliseconds to be set up, so it is asked only where the
// answer is not plain: in these languages a count is its digits, by threes with this sign between, and what is not one is other.
const BETWEEN = { en: ",", de: "." };
const isPlain = (number) => language in BETWEEN && Number.isSafeInteger(number) && 0 <= number;
class Count extends Fluent.FluentNumber {
  toString(scope) {
    return isPlain(this.value) ? String(this.value).replace(/\B(?=(\d{3})+$)/g, BETWEEN[language]) : super.toString(scope);
  }
}
let rules;
const select = (number) => {
  if (isPlain(number)) return number === 1 ? "one" : "other";
  rules ??= new Intl.PluralRules(language);
  return rules.select(number);
};
// Where the bundle looks for the rules of numbers without options before it makes them.
bundle._intls.set(Intl.PluralRules, { "{}": { select } });

globalThis.holdpoint = {
  say(id, values) {
    const pattern = message(id)?.value;
    if (pattern === undefined || pattern === null) {
      console.error(`no text: ${id}`);
      return undefined;
    }
    const named = {};
    for (let place = 0; place < values.length; place += 2) {
      const value = values[place + 1];
      named[values[place]] = typeof value === "number" ? new Count(value) : value;
    }
    const faults = [];
    const text = bundle.formatPattern(pattern, named, faults);
    for (const fault of faults) console.error(`text ${id}: ${fault.message}`);
    return text;
  },
  more: () => Promise.all(later.map((bring) => bring())),
};

try {
  const worker = trust(WORKER);
  const wasm = announced('link[rel="preload"][type="application/wasm"]');
  const [script, module] = await Promise.all([
    page(),
    early.get(wasm.href) ?? WebAssembly.compileStreaming(fetch(wasm.href)),
    learn("first"),
  ]);
  await script.default({ module_or_path: module });
  started();
  // Without it (an old browser, plain http, development) the page only does not open without the network.
  setTimeout(() => navigator.serviceWorker?.register(worker).catch(() => {}), QUIET);
} catch (reason) {
  // Of the network it is only where something did not come: a browser that cannot run the page will not by trying again.
  (reason instanceof TypeError ? anew : tell)();
  throw reason;
}
