-- Which replica brings a launch's report to a ticket, until when (milliseconds since 1970). That there is something to bring, and what
-- became of it, is in the events alone.
CREATE TABLE delivery_claims (
    launch INTEGER NOT NULL,
    destination TEXT NOT NULL,
    claim TEXT NOT NULL,
    lease INTEGER NOT NULL,
    PRIMARY KEY (launch, destination)
) STRICT, WITHOUT ROWID;
