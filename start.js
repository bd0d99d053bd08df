// Starts the page. Trunk would write this into the HTML, where the content security policy forbids it;
// so this file reads what Trunk announces in the head instead: the module and the WebAssembly, with hashed names.
const announced = (selector) => document.head.querySelector(selector).href;

const page = await import(announced('link[rel="modulepreload"][href*="holdpoint-app"]'));
await page.default({ module_or_path: announced('link[rel="preload"][type="application/wasm"]') });
