-- Who is where, by replica. Nothing of it has to survive anything.
CREATE UNLOGGED TABLE rooms (
    launch BIGINT NOT NULL,
    replica UUID NOT NULL,
    room TEXT NOT NULL,
    until TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (launch, replica)
);
