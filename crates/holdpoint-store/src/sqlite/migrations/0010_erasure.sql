-- A person was erased: payload and leaf of an event were replaced. The log was built with the leaf of which `was` is the hash, and the event at `was_by`
-- says that this one stands in its place.
ALTER TABLE events ADD COLUMN was BLOB;
ALTER TABLE events ADD COLUMN was_by INTEGER;

-- The account of somebody who was erased: their id, and the public keys under which reports that they signed are verified.
ALTER TABLE accounts ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
