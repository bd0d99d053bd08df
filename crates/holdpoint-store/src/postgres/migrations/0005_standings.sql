-- How alerts stand, by their names: in another version of a launch's template they may have other places. Older builds go on with `alerts`.
CREATE TABLE standings (
    launch BIGINT NOT NULL,
    alert TEXT COLLATE "C" NOT NULL,
    standing TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (launch, alert)
);

-- What was kept by place is of the template that the launch has now, which its latest event of these two kinds carries.
-- A text with a NUL cannot be taken out of JSON here: such an alert begins anew.
INSERT INTO standings (launch, alert, standing, version)
SELECT launch, name, standing, version FROM (
    SELECT a.launch, a.standing, a.version,
        CASE WHEN strpos(t.payload, '\u0000') = 0 THEN t.payload::json #>> ARRAY['template', 'alerts', a.alert::text, 'name'] END AS name
    FROM (SELECT DISTINCT launch FROM alerts) l
    CROSS JOIN LATERAL (
        SELECT e.payload FROM events e
        WHERE e.launch = l.launch AND (e.payload LIKE '{"type":"created",%' OR e.payload LIKE '{"type":"template_upgraded",%')
        ORDER BY e.seq DESC LIMIT 1
    ) t
    JOIN alerts a ON a.launch = l.launch
) named
WHERE name IS NOT NULL
ON CONFLICT DO NOTHING;
