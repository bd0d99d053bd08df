// Verifies a report, or the receipt of a check, with @sigstore/verify, which we did not write: the DSSE signature under the pinned report key, and
// the timestamp of an authority, where there is one, under the certificates that were pinned for it.
//
// Usage: node check_sigstore.mjs NODE_MODULES BUNDLE TRUST accept|refuse
//
// NODE_MODULES  the folder that has @sigstore/bundle and @sigstore/verify
// BUNDLE        a .signoff.sigstore.json or .receipt.sigstore.json file
// TRUST         the trust.json that was pinned; the key comes from there and from nowhere else
//
// Exit status: 0 the outcome is the expected one, 1 it is not, 2 usage or a file that cannot be read.
import { X509Certificate, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [, , modules, bundleFile, trustFile, expected] = process.argv;
if (expected !== 'accept' && expected !== 'refuse') {
  console.error('usage: node check_sigstore.mjs NODE_MODULES BUNDLE TRUST accept|refuse');
  process.exit(2);
}
const require = createRequire(resolve(modules, 'none.js'));
const { bundleFromJSON } = require('@sigstore/bundle');
const { Verifier, toSignedEntity, toTrustMaterial } = require('@sigstore/verify');

/** The DER of a PEM, or of base64. */
const der = (text) => Buffer.from(text.replace(/-----[A-Z ]+-----/g, ''), 'base64');

/** The library finds an authority by its own certificate, which the token brings along; the pinned ones have to lead to it. */
const authorities = (trust, certificates) =>
  (trust.timestampAuthorities ?? []).flatMap(({ certificates: pinned }) => {
    const roots = pinned.map((text) => new X509Certificate(der(text)));
    const chain = (leaf) => ({ certChain: { certificates: [leaf, ...roots].map((one) => ({ rawBytes: one.raw })) } });
    return certificates.map(chain);
  });

/** The certificates in a token: whatever begins like one and can be read as one. */
const certificatesIn = (answer) => {
  const found = [];
  for (let at = 0; at + 4 < answer.length; at += 1) {
    if (answer[at] !== 0x30 || answer[at + 1] !== 0x82) continue;
    try {
      found.push(new X509Certificate(answer.subarray(at, at + 4 + answer.readUInt16BE(at + 2))));
    } catch {
      // Another structure.
    }
  }
  return found;
};

const refusal = (text, trust) => {
  try {
    const bundle = bundleFromJSON(JSON.parse(text));
    const stamps = bundle.verificationMaterial.timestampVerificationData?.rfc3161Timestamps ?? [];
    const keys = (hint) => {
      const key = trust.reportKeys.find(({ keyid }) => keyid === hint);
      if (!key) throw new Error(`the trust file does not list ${hint}`);
      const time = (text, none) => (text ? new Date(text) : none);
      const [from, until] = [time(key.validFrom, new Date(0)), time(key.validUntil, new Date(8.64e15))];
      return { publicKey: createPublicKey(key.publicKey), validFor: (date) => from <= date && date < until };
    };
    const root = { certificateAuthorities: [], tlogs: [], ctlogs: [] };
    const brought = stamps.flatMap(({ signedTimestamp }) => certificatesIn(signedTimestamp));
    const material = toTrustMaterial({ ...root, timestampAuthorities: authorities(trust, brought) }, keys);
    const thresholds = { tlogThreshold: 0, ctlogThreshold: 0, tsaThreshold: stamps.length };
    new Verifier(material, thresholds).verify(toSignedEntity(bundle));
    return { stamps: stamps.length };
  } catch (error) {
    return { why: `${error.name}: ${error.message}` };
  }
};

let text;
let trust;
try {
  text = readFileSync(bundleFile, 'utf8');
  trust = JSON.parse(readFileSync(trustFile, 'utf8'));
} catch (error) {
  console.error(`cannot be read: ${error.message}`);
  process.exit(2);
}
const { why, stamps } = refusal(text, trust);
console.log(`@sigstore/verify: ${why === undefined ? `accepted, timestamps: ${stamps}` : `refused, ${why}`}`);
process.exit((why === undefined) === (expected === 'accept') ? 0 : 1);
