-- When scheduled checks are due, and who has taken a run until when. Times are milliseconds since 1970.
CREATE TABLE schedule (
    launch INTEGER NOT NULL,
    check_id TEXT NOT NULL,
    due INTEGER NOT NULL,
    claim TEXT,
    lease INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (launch, check_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX schedule_by_due ON schedule (due);

-- What the runs saw. Not the truth about a launch, which is its events: it is forgotten after some time.
CREATE TABLE samples (
    launch INTEGER NOT NULL,
    check_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    sample TEXT NOT NULL,
    PRIMARY KEY (launch, check_id, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX samples_by_time ON samples (at);

-- How the rows of alert tables stand.
CREATE TABLE alerts (
    launch INTEGER NOT NULL,
    alert INTEGER NOT NULL,
    standing TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (launch, alert)
) STRICT, WITHOUT ROWID;

-- Messages about alerts: made in the same step as the change that they tell of, and kept until they are forgotten with the samples.
CREATE TABLE notices (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    launch INTEGER NOT NULL,
    channel TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    trouble TEXT,
    made_at INTEGER NOT NULL,
    at INTEGER NOT NULL,
    claim TEXT,
    lease INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX notices_waiting ON notices (at) WHERE state = 'waiting';
CREATE INDEX notices_by_launch ON notices (launch, number);
