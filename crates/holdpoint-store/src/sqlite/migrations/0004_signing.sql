-- Keys that approve for their people. Revoked ones stay: what they approved has to verify.
CREATE TABLE signing_keys (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL UNIQUE,
    credential BLOB UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX signing_keys_by_account ON signing_keys (account);

-- Statements that wait for their signature, which is taken once.
CREATE TABLE statements (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    launch TEXT NOT NULL,
    role TEXT NOT NULL,
    statement TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX statements_by_account ON statements (account, launch);
