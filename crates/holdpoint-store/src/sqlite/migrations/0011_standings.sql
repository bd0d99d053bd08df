-- How alerts stand, by their names: in another version of a launch's template they may have other places.
CREATE TABLE standings (
    launch INTEGER NOT NULL,
    alert TEXT NOT NULL,
    standing TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (launch, alert)
) STRICT, WITHOUT ROWID;

-- What was kept by place is of the template that the launch has now, which its latest event of these two kinds carries.
INSERT OR IGNORE INTO standings (launch, alert, standing, version)
SELECT launch, name, standing, version FROM (
    SELECT a.launch, a.standing, a.version, (
        SELECT CASE WHEN json_valid(e.payload) THEN json_extract(e.payload, '$.template.alerts[' || a.alert || '].name') END
        FROM events e
        WHERE e.launch = a.launch AND (e.payload LIKE '{"type":"created",%' OR e.payload LIKE '{"type":"template_upgraded",%')
        ORDER BY e.seq DESC LIMIT 1
    ) AS name
    FROM alerts a
)
WHERE name IS NOT NULL;

DROP TABLE alerts;
