-- A launch as its events up to `seq` leave it: a shortcut for the start, never the truth. At most one for each launch.
CREATE TABLE snapshots (
    launch BIGINT PRIMARY KEY REFERENCES launches (id),
    seq BIGINT NOT NULL,
    -- The rules by which it was folded; others fold anew.
    rules TEXT NOT NULL,
    -- Of the last event's leaf: the log that it is of.
    leaf BYTEA NOT NULL,
    -- Over all of the above and the state.
    digest BYTEA NOT NULL,
    state BYTEA NOT NULL
);

-- Whether somebody was erased since: an older build that erases knows nothing of snapshots, and leaves one with a name in it.
CREATE INDEX events_replaced ON events (launch, was_by) WHERE was_by IS NOT NULL;
