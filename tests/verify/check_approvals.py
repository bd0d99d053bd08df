"""Verifies the approvals by passkey in a report with py_webauthn, which we did not write, and that they cover what the report contains.

Usage: check_approvals.py BUNDLE TRUST accept|refuse

BUNDLE  a .signoff.sigstore.json file
TRUST   the trust.json that was pinned; keys, site and origins come from there and from nowhere else

Exit status: 0 the outcome is the expected one, 1 it is not, 2 usage or a file that cannot be read.
"""

import base64
import hashlib
import json
import sys

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from webauthn import verify_authentication_response
from webauthn.helpers import bytes_to_base64url

NAMESPACE = b"approval@holdpoint.dev"


def ssh_string(part):
    return len(part).to_bytes(4, "big") + part


def challenge(statement):
    """What `ssh-keygen -Y sign` would sign for the statement (OpenSSH, PROTOCOL.sshsig)."""
    parts = [NAMESPACE, b"", b"sha256", hashlib.sha256(statement).digest()]
    return b"SSHSIG" + b"".join(ssh_string(part) for part in parts)


def cose_key(pem):
    """A pinned key in the form that py_webauthn takes (RFC 9053)."""
    public = load_pem_public_key(pem.encode())
    numbers = public.public_numbers()
    if isinstance(public, EllipticCurvePublicKey):
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
    n = numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")
    return cbor2.dumps({1: 3, 3: -257, -1: n, -2: numbers.e.to_bytes(3, "big")})


def digest(value):
    """The SHA-256 of its JSON in one line."""
    line = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(line.encode()).hexdigest()


def launch_digest(snapshot):
    """Of the launch itself without its people, its checklist, its policy, and by which rules which check proves what."""
    launch = {**snapshot["launch"], "members": []}
    launch.pop("former", None)
    checks = [[one["id"], one["proves"], one["configuration"]] for one in snapshot["checks"]]
    return digest([launch, snapshot["template"], snapshot["policy"], checks])


def check_covers(approval, snapshot):
    """What was signed is what the report contains, but for what the report says has changed since."""
    signed, stale = json.loads(base64.b64decode(approval["statement"]))["predicate"], approval["stale"]
    digests = {item["id"]: digest(item) for item in snapshot["items"]}
    for item, covered in signed["covers"].items():
        assert digests.get(item) == covered or item in stale["items"], f"item {item} is not as it was signed"
    assert launch_digest(snapshot) == signed["coversLaunch"] or stale["launch"], "the launch itself is not as it was signed"


def check(approval, launch, trust):
    """The person's own signature, over what the report tells of it; returns who signed, as what."""
    attestation, statement = approval["attestation"], base64.b64decode(approval["statement"])
    signed = json.loads(statement)["predicate"]
    told = (approval["id"], approval["approver"], approval["role"], launch["id"])
    same = told == (signed["approvalId"], signed["approver"], signed["role"], signed["launchId"])
    assert same, "the report tells another approval, person, role or launch than what was signed"
    person = next((one for one in trust["roster"] if one["id"] == signed["approver"]["id"]), None)
    assert person, "the approver is not in the pinned roster"
    assert person.get("erased") or person["name"] == signed["approver"]["name"], "the pinned roster has another name"
    keys = [key["publicKey"] for key in person["keys"] if key["kind"] == "passkey"]
    assert attestation["publicKey"] in keys, "the key is not pinned for this person"
    part = lambda name: bytes_to_base64url(base64.b64decode(attestation[name]))
    verify_authentication_response(
        credential={
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {
                "authenticatorData": part("authenticatorData"),
                "clientDataJSON": part("clientDataJSON"),
                "signature": part("signature"),
            },
        },
        expected_challenge=challenge(statement),
        expected_rp_id=trust["rpId"],
        expected_origin=trust["origins"],
        credential_public_key=cose_key(attestation["publicKey"]),
        credential_current_sign_count=0,
        require_user_verification=True,
    )
    return f"{signed['approver']['name']} ({signed['approver']['id']}) as {signed['role']}"


def judged(bundle, trust):
    """Why an approval is refused, or None, and who signed: every one by passkey holds, and there is one."""
    who = []
    try:
        predicate = json.loads(base64.b64decode(bundle["dsseEnvelope"]["payload"]))["predicate"]
        approvals = [one for one in predicate["approvals"] if one["attestation"]["attestedBy"] == "passkey"]
        assert approvals, "there is no approval by passkey"
        snapshot = json.loads(base64.b64decode(predicate["snapshot"]["content"]))
        for approval in approvals:
            who.append(check(approval, snapshot["launch"], trust))
            check_covers(approval, snapshot)
    except Exception as error:  # Whatever it is, the approval was not accepted.
        return f"{type(error).__name__}: {error}", who
    return None, who


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
    why, who = judged(bundle, trust)
    print(f"py_webauthn: {'accepted ' + ', '.join(who) if why is None else 'refused, ' + why}")
    return 0 if (why is None) == (arguments[2] == "accept") else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
