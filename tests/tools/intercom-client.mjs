// The package intercom-client at work against a drill, for `crates/holdpoint-server/tests/it/drill_client.rs`.
// node intercom-client.mjs PACKAGE BASE_URL HOW, with `well`, `plain` (the library alone) or `badly` as HOW.
import { createRequire } from 'node:module';

const [, , folder, baseUrl, how] = process.argv;
const { IntercomClient, IntercomError, IntercomTimeoutError } = createRequire(import.meta.url)(folder);
const token = 'canary-token-of-the-client';
const range = (n) => Array.from({ length: n }, (_, at) => at);
const expect = (truth, words) => {
  if (!truth) throw new Error(words);
};
const both = {
  operator: 'AND',
  value: [
    { field: 'email_domain', operator: '=', value: 'example.com' },
    { field: 'role', operator: '=', value: 'user' },
  ],
};

// The library retries answers; a connection that broke is for whoever calls it.
const again = async (call) => {
  for (const pause of [500, 1000]) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof IntercomError) || error.statusCode !== undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return call();
};

async function well(retry) {
  const client = new IntercomClient({ token, baseUrl, timeoutInSeconds: 1.5 });
  const timedOut = async () => {
    const error = await client.tags.list().then(() => null, (error) => error);
    // 7.0.3 says it in this way; its IntercomTimeoutError is for other fetches than Node's.
    const said = error instanceof IntercomTimeoutError || (error instanceof IntercomError && error.message.includes('timeout'));
    expect(said, `a time-out, not ${error}`);
  };
  const refused = async () => {
    const statuses = [];
    for (const external_id of ['a', 'b', 'c', 'd']) {
      try {
        statuses.push((await client.contacts.showContactByExternalId({ external_id })).external_id);
      } catch (error) {
        expect(error instanceof IntercomError, `a typed error, not ${error}`);
        statuses.push(error.statusCode);
      }
    }
    expect(statuses.join() === '404,403,422,d', statuses.join());
  };
  const all = async () => {
    const ids = new Set();
    for await (const contact of await client.contacts.list()) ids.add(contact.id);
    expect(ids.size === 10, `${ids.size} contacts`);
  };
  const admins = async () => expect((await retry(() => client.admins.list())).type === 'admin.list', 'admins');
  await Promise.all([
    client.admins.identify().then((me) => expect(me.app.id_code === 'drill', 'me')),
    ...range(4).map((id) => client.contacts.find({ contact_id: `contact-${id}` })),
    admins().catch((error) => expect(how === 'plain', error)),
    timedOut(),
    refused(),
    all(),
    client.contacts.search({ query: both }).then((page) => expect(page.data.length === 1, 'one contact')),
  ]);
}

async function badly() {
  const client = new IntercomClient({ token, baseUrl, timeoutInSeconds: 3600, maxRetries: 0 });
  const fails = (call) => call.then(() => expect(false, 'it should fail'), () => {});
  // Counts pages, where Intercom has cursors.
  const counted = async () => {
    for (const page of [1, 2, 3]) await client.contacts.list({ page });
  };
  await Promise.all([
    fails(client.admins.identify()),
    ...range(2).map((id) => fails(client.contacts.find({ contact_id: `contact-${id}` }))),
    fails(client.admins.list()),
    client.tags.list(),
    counted(),
    ...['email', 'name', 'phone'].map((field) => client.contacts.search({ query: { field, operator: '=', value: 'x' } })),
  ]);
  // Nobody catches it: the process ends.
  await client.contacts.showContactByExternalId({ external_id: 'a' });
}

await (how === 'badly' ? badly() : well(how === 'well' ? again : (call) => call()));
console.log('done');
