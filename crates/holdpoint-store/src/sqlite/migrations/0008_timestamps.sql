-- What an authority said about a report's signature. The report's own bytes lie in `blobs`, as they were issued.
CREATE TABLE timestamps (
    bundle BLOB PRIMARY KEY,
    answer BLOB NOT NULL
) STRICT, WITHOUT ROWID;
