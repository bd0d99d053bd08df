// A collaboration server that is not ours, for `tests/bench/many.rs`: @hocuspocus/server as its makers set it up, with its SQLite extension.
// node hocuspocus.mjs FOLDER serve PORT DATABASE
// node hocuspocus.mjs FOLDER write PORT COUNT EVERY_MS: one of its own clients, which changes a document.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , folder, act, port, ...rest] = process.argv;
const require = createRequire(join(folder, 'package.json'));

async function serve(database) {
  const { Server } = require('@hocuspocus/server');
  const { SQLite } = require('@hocuspocus/extension-sqlite');
  const server = new Server({ port: Number(port), address: '127.0.0.1', quiet: true, extensions: [new SQLite({ database })] });
  await server.listen();
  console.log('listening');
}

async function write(count, everyMs) {
  const { HocuspocusProvider, HocuspocusProviderWebsocket } = require('@hocuspocus/provider');
  const { Doc } = require('yjs');
  const websocketProvider = new HocuspocusProviderWebsocket({ url: `ws://127.0.0.1:${port}`, WebSocketPolyfill: require('ws') });
  const document = new Doc();
  const provider = new HocuspocusProvider({ websocketProvider, name: 'launch', document, token: 'bench' });
  const synced = new Promise((resolve) => provider.on('synced', resolve));
  provider.attach();
  await synced;
  const begun = performance.now();
  for (let n = 0; n < count; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, begun + n * everyMs - performance.now()));
    // The time of writing, in microseconds, for whoever reads it.
    const now = Math.round((performance.timeOrigin + performance.now()) * 1000);
    document.getMap('details').set('name', `@@${now}@@`);
  }
  await new Promise((resolve) => setTimeout(resolve, 1000));
  console.log(`unsynced ${provider.unsyncedChanges}`);
  process.exit(0);
}

await (act === 'serve' ? serve(rest[0]) : write(Number(rest[0]), Number(rest[1])));
