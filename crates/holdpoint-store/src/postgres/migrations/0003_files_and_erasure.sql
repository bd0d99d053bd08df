-- Evidence files, which are kept beside the database: which launch's events name which. Told by the events; kept as a table, because it decides
-- who may have a file, and which files nobody needs.
CREATE TABLE launch_files (launch BIGINT NOT NULL REFERENCES launches (id), digest BYTEA NOT NULL, bytes BIGINT NOT NULL, PRIMARY KEY (launch, digest));
CREATE INDEX launch_files_by_digest ON launch_files (digest);

-- A person was erased: payload and leaf of an event were replaced. The log was built with the leaf of which `was` is the hash, and the event at `was_by`
-- says that this one stands in its place. A build that does not know this would sign other roots.
ALTER TABLE events ADD COLUMN was BYTEA;
ALTER TABLE events ADD COLUMN was_by BIGINT;

-- The account of somebody who was erased: their id, and the public keys under which reports that they signed are verified.
ALTER TABLE accounts ADD COLUMN erased BOOLEAN NOT NULL DEFAULT false;
