// Serves what `tests/bench/page.rs` compares, all from one origin: Holdpoint's own page and its server by way of a proxy, and beside it the same
// page in React and in plain JavaScript, with the same texts, styles and headers, built as they would be shipped.
// node pages.mjs FOLDER UPSTREAM PORT: where the packages are, Holdpoint's port, the port to listen on.
import { readFileSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const [, , folder, upstream, port] = process.argv;
const here = dirname(fileURLToPath(import.meta.url));
const { build } = createRequire(join(folder, "package.json"))("esbuild");

async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2023",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    nodePaths: [join(folder, "node_modules")],
  });
  return outputFiles[0].text;
}

// Holdpoint's own page, as it is served: what protects it protects these too (a browser gives such a page a process of its own, and holds it to a
// policy), they read the same texts by the same runtime, in their one script as it is in ours, and they link to the styles that it is painted with.
const PROTECTION = ["content-security-policy", "cross-origin-opener-policy", "cross-origin-resource-policy", "permissions-policy", "referrer-policy", "x-content-type-options"];
const own = await new Promise((answered, failed) => {
  http.get({ host: "127.0.0.1", port: upstream, path: "/", headers: { host: `localhost:${port}` } }, answered).on("error", failed);
});
const protection = Object.fromEntries(PROTECTION.map((name) => [name, own.headers[name]]));
const html = (await own.toArray()).join("");
const texts = html.match(/<meta name="words[^>]*>/g).join("\n");
const [styles] = html.match(/<link rel="stylesheet"[^>]*>/);
const page = (name) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${styles}
${texts}
<script type="module" src="/peers/${name}.js"></script></head><body></body></html>`;

const kept = new Map();
const keep = (path, type, text) => kept.set(path, { type, body: brotliCompressSync(text) });
const fluent = readFileSync(join(here, "../../vendor/fluent-bundle/fluent.js"), "utf8");
for (const [name, entry] of [["react", "react/app.jsx"], ["vanilla", "vanilla/app.js"]]) {
  const script = await bundle(entry);
  keep(`/peers/${name}`, "text/html; charset=utf-8", page(name));
  keep(`/peers/${name}.js`, "text/javascript", `${fluent}\n${script}`);
  console.log(`${name}: ${kept.get(`/peers/${name}.js`).body.length} bytes of script, brotli`);
}

const agent = new http.Agent({ keepAlive: true });
const server = http.createServer((request, response) => {
  const file = kept.get(request.url) ?? kept.get(/^\/peers\/(react|vanilla)(?=\/LCH-\d+$)/.exec(request.url)?.[0]);
  if (file) {
    response.writeHead(200, { "content-type": file.type, "content-encoding": "br", "cache-control": "no-cache", ...protection });
    return response.end(file.body);
  }
  const asked = http.request({ agent, host: "127.0.0.1", port: upstream, path: request.url, method: request.method, headers: request.headers });
  asked.on("response", (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  asked.on("error", () => response.destroy());
  response.on("close", () => asked.destroy());
  request.pipe(asked);
});
server.listen(Number(port), "127.0.0.1", () => console.log("listening"));
