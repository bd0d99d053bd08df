CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE launches (id INTEGER PRIMARY KEY) STRICT;

-- Append-only. `payload` is the event's JSON and `leaf` its leaf of the Merkle tree: both are written once.
CREATE TABLE events (
    launch INTEGER NOT NULL REFERENCES launches (id),
    seq INTEGER NOT NULL CHECK (seq > 0),
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    command TEXT,
    payload TEXT NOT NULL,
    leaf BLOB NOT NULL,
    PRIMARY KEY (launch, seq)
) STRICT;

-- What every command was answered with, so that resending it is harmless.
CREATE TABLE commands (
    id TEXT PRIMARY KEY,
    launch INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE blobs (digest BLOB PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    owner INTEGER NOT NULL,
    password_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Only SHA-256 digests of tokens and session ids are kept.
CREATE TABLE tokens (
    digest BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    digest BLOB PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
