// Starts the page. Trunk would write this into the HTML, where the content security policy forbids it;
// so this file reads what Trunk announces in the head instead: the module and the WebAssembly, with hashed names.
const announced = (selector) => document.head.querySelector(selector);

try {
  const page = await import(announced('link[rel="modulepreload"][href*="holdpoint-app"]').href);
  const wasm = announced('link[rel="preload"][type="application/wasm"]');
  // Browsers do not check a preload's integrity: asking again uses what was loaded, and checks it.
  await page.default({ module_or_path: fetch(wasm.href, { integrity: wasm.integrity }) });
  // Without it (an old browser, plain http, development) the page only does not open without the network.
  navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
} catch (reason) {
  const message = document.createElement("p");
  message.setAttribute("role", "alert");
  message.textContent = "Holdpoint could not start. Reload the page; if that does not help, use a current browser with WebAssembly.";
  document.body.append(message);
  throw reason;
}
