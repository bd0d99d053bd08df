"""Verifies a report, or the receipt of a check, with securesystemslib, which we did not write.

Usage: check_bundle.py BUNDLE TRUST accept|refuse

BUNDLE  a .signoff.sigstore.json or .receipt.sigstore.json file
TRUST   the trust.json that was pinned; the key comes from there and from nowhere else

Exit status: 0 the outcome is the expected one, 1 it is not, 2 usage or a file that cannot be read.
"""

import copy
import json
import sys

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey

PREDICATES = ["https://holdpoint.dev/attestation/signoff/v1", "https://holdpoint.dev/attestation/check/v1"]


def pinned_keys(trust):
    """The report keys of a trust file, as securesystemslib knows keys."""
    for key in trust["reportKeys"]:
        public = load_pem_public_key(key["publicKey"].encode())
        yield SSlibKey.from_crypto(public, keyid=key["keyid"], scheme="ecdsa-sha2-nistp256")


def refusal(bundle, trust):
    """Why the report is refused; None: its signature holds."""
    try:
        # `from_dict` changes its argument.
        envelope = Envelope.from_dict(copy.deepcopy(bundle["dsseEnvelope"]))
        envelope.verify(list(pinned_keys(trust)), threshold=1)
        statement = json.loads(envelope.payload)
        assert envelope.payload_type == "application/vnd.in-toto+json", envelope.payload_type
        assert statement["_type"] == "https://in-toto.io/Statement/v1", statement["_type"]
        assert statement["predicateType"] in PREDICATES, statement["predicateType"]
    except Exception as error:  # Whatever it is, the report was not accepted.
        return f"{type(error).__name__}: {error}"
    return None


def main(arguments):
    if len(arguments) != 3 or arguments[2] not in ("accept", "refuse"):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(arguments[0], "rb") as bundle, open(arguments[1], "rb") as trust:
            bundle, trust = json.load(bundle), json.load(trust)
    except (OSError, ValueError) as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    why = refusal(bundle, trust)
    print(f"securesystemslib: {'accepted' if why is None else 'refused, ' + why}")
    return 0 if (why is None) == (arguments[2] == "accept") else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
