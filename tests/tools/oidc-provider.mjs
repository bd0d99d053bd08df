// The package oidc-provider with people and groups, for `crates/holdpoint-server/tests/it/oidc_provider.rs` and `tests/e2e/providers.rs`.
// node oidc-provider.mjs PACKAGE PORT REDIRECT_URI CLIENT_SECRET WHERE, with `id_token` or `userinfo` as WHERE groups are told.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , folder, port, redirect, secret, where] = process.argv;
const { Provider } = await import(pathToFileURL(join(folder, 'lib/index.js')));

const GROUPS = { cleo: ['sre', 'all'], dan: ['all'] };
const claims = (sub) => ({ sub, name: sub[0].toUpperCase() + sub.slice(1), groups: GROUPS[sub] ?? [] });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'holdpoint',
    client_secret: secret,
    redirect_uris: [redirect],
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }],
  claims: { openid: ['sub'], profile: ['name'], groups: ['groups'] },
  conformIdTokenClaims: where !== 'id_token',
  pkce: { required: () => true },
  cookies: { keys: ['for tests only'] },
  findAccount: async (_, accountId) => ({ accountId, claims: async () => claims(accountId) }),
});
// Its pages ask another server for a font, for which a browser would wait.
provider.use(async (context, next) => {
  await next();
  if (typeof context.body === 'string') context.body = context.body.replace(/@import [^;]*;/, '');
});
provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
