-- Evidence files, which are kept beside the database: which launch's events name which. Told by the events; kept as a table, because it decides
-- who may have a file, and which files nobody needs.
CREATE TABLE launch_files (
    launch INTEGER NOT NULL REFERENCES launches (id),
    digest BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (launch, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX launch_files_by_digest ON launch_files (digest);
