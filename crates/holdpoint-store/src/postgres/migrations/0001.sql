-- What SQLite's migrations make up to their number 8. Times are seconds since 1970 where people, and milliseconds where the schedule is concerned.
-- What belongs to a launch has `launch` first in its key: that is what these tables may be distributed by.

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);

-- Counted under a row lock. `launch`: the last launch's number. `account`: whoever makes an account holds it.
CREATE TABLE numbers (name TEXT PRIMARY KEY, value BIGINT NOT NULL);
INSERT INTO numbers (name, value) VALUES ('launch', 0), ('account', 0);

-- The head of each log: whoever appends holds a lock on its row. Room for its new versions is left on every page.
CREATE TABLE launches (id BIGINT PRIMARY KEY, seq BIGINT NOT NULL) WITH (fillfactor = 50);

-- Append-only. `payload` is the event's JSON and `leaf` its leaf of the Merkle tree: both are written once.
CREATE TABLE events (
    launch BIGINT NOT NULL REFERENCES launches (id),
    seq BIGINT NOT NULL CHECK (seq > 0),
    actor UUID NOT NULL,
    at TEXT NOT NULL,
    command UUID,
    payload TEXT NOT NULL,
    leaf BYTEA NOT NULL,
    CONSTRAINT events_one_log UNIQUE (launch, seq)
);

-- What every command was answered with, so that resending it is harmless.
CREATE TABLE commands (
    launch BIGINT NOT NULL,
    id UUID NOT NULL,
    fingerprint BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (launch, id),
    -- An id is used for one launch only.
    CONSTRAINT commands_once UNIQUE (id)
);

CREATE TABLE blobs (digest BYTEA PRIMARY KEY, bytes BYTEA NOT NULL);
-- Most of them are compressed or nearly random.
ALTER TABLE blobs ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- What an authority said about a report's signature. The report's own bytes lie in `blobs`, as they were issued.
CREATE TABLE timestamps (bundle BYTEA PRIMARY KEY, answer BYTEA NOT NULL);

CREATE TABLE accounts (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL UNIQUE,
    owner BOOLEAN NOT NULL,
    password_hash TEXT NOT NULL
);

-- Only SHA-256 digests of tokens and session ids are kept. `gives` is JSON: the launch, role and sections that whoever accepts is given.
CREATE TABLE tokens (
    digest BYTEA PRIMARY KEY,
    kind TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    id UUID,
    made_by UUID REFERENCES accounts (id),
    made_at BIGINT,
    gives TEXT
);

CREATE TABLE sessions (
    digest BYTEA PRIMARY KEY,
    id UUID NOT NULL UNIQUE,
    account UUID NOT NULL REFERENCES accounts (id),
    device TEXT NOT NULL,
    signed_in_with TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,
    renew BOOLEAN NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account);

CREATE TABLE passkeys (
    id UUID PRIMARY KEY,
    account UUID NOT NULL REFERENCES accounts (id),
    credential BYTEA NOT NULL UNIQUE,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX passkeys_by_account ON passkeys (account);

-- Digests over the account's id and the code.
CREATE TABLE recovery_codes (digest BYTEA PRIMARY KEY, account UUID NOT NULL REFERENCES accounts (id));
CREATE INDEX recovery_codes_by_account ON recovery_codes (account);

CREATE TABLE recovery_links (digest BYTEA PRIMARY KEY, account UUID NOT NULL REFERENCES accounts (id), expires_at BIGINT NOT NULL);

CREATE TABLE api_tokens (
    id UUID PRIMARY KEY,
    account UUID NOT NULL REFERENCES accounts (id),
    digest BYTEA NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX api_tokens_by_account ON api_tokens (account);

-- Questions that may be answered once: to a passkey, to the organisation's sign-in.
CREATE TABLE challenges (id UUID PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, expires_at BIGINT NOT NULL);

CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account UUID NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_by_account ON identities (account);

-- Append-only. `event` is JSON and written once.
CREATE TABLE account_log (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account UUID NOT NULL,
    by UUID NOT NULL,
    by_name TEXT NOT NULL,
    device TEXT NOT NULL,
    at BIGINT NOT NULL,
    event TEXT NOT NULL
);
CREATE INDEX account_log_by_account ON account_log (account, id);

-- Keys that approve for their people. Revoked ones stay: what they approved has to verify.
CREATE TABLE signing_keys (
    id UUID PRIMARY KEY,
    account UUID NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL UNIQUE,
    credential BYTEA UNIQUE,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX signing_keys_by_account ON signing_keys (account);

-- Statements that wait for their signature, which is taken once.
CREATE TABLE statements (
    id UUID PRIMARY KEY,
    account UUID NOT NULL REFERENCES accounts (id),
    launch BIGINT NOT NULL,
    role TEXT NOT NULL,
    statement TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX statements_by_account ON statements (account, launch);

-- When scheduled checks are due, and which replica has taken a run until when.
CREATE TABLE schedule (
    launch BIGINT NOT NULL,
    check_id TEXT COLLATE "C" NOT NULL,
    due BIGINT NOT NULL,
    claim UUID,
    lease BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (launch, check_id)
);
CREATE INDEX schedule_by_due ON schedule (due);

-- What the runs saw. Not the truth about a launch, which is its events: it is forgotten after some time.
CREATE TABLE samples (
    launch BIGINT NOT NULL,
    check_id TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    sample TEXT NOT NULL,
    PRIMARY KEY (launch, check_id, at)
);
CREATE INDEX samples_by_time ON samples (at);

-- How the rows of alert tables stand.
CREATE TABLE alerts (
    launch BIGINT NOT NULL,
    alert BIGINT NOT NULL,
    standing TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (launch, alert)
);

-- Messages: made in the same step as the change that they tell of, and kept until they are forgotten with the samples.
CREATE TABLE notices (
    launch BIGINT NOT NULL,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    id UUID NOT NULL,
    channel TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    trouble TEXT,
    made_at BIGINT NOT NULL,
    at BIGINT NOT NULL,
    claim UUID,
    lease BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (launch, id)
);
CREATE INDEX notices_waiting ON notices (at) WHERE state = 'waiting';
CREATE INDEX notices_by_launch ON notices (launch, number);

-- Which replica brings a launch's report to a ticket, until when. That there is something to bring, and what became of it, is in the events alone.
CREATE TABLE delivery_claims (
    launch BIGINT NOT NULL,
    destination TEXT NOT NULL,
    claim UUID NOT NULL,
    lease BIGINT NOT NULL,
    PRIMARY KEY (launch, destination)
);
