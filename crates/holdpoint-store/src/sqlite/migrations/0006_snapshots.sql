-- A launch as its events up to `seq` leave it: a shortcut for the start, never the truth. At most one for each launch.
CREATE TABLE snapshots (
    launch INTEGER PRIMARY KEY REFERENCES launches (id),
    seq INTEGER NOT NULL,
    -- The rules by which it was folded; others fold anew.
    rules TEXT NOT NULL,
    -- Of the last event's leaf: the log that it is of.
    leaf BLOB NOT NULL,
    -- Over all of the above and the state.
    digest BLOB NOT NULL,
    state BLOB NOT NULL
) STRICT;
