-- Deadlines by DuckDB on JSON Lines. CLOCKS, CASES and NOW are put in by run.py; the question is that of deadlines.py.
WITH clocks AS (
  SELECT * FROM read_json('CLOCKS', format = 'newline_delimited', columns = {protocol: 'VARCHAR', rule: 'VARCHAR',
    starts: 'VARCHAR[]', stops: 'VARCHAR[]', hours: 'INTEGER', days: 'INTEGER', again: 'BOOLEAN'})
), cases AS (
  SELECT * FROM read_json('CASES', format = 'newline_delimited', columns = {ref: 'VARCHAR', protocol: 'VARCHAR',
    events: 'STRUCT(kind VARCHAR, "on" DATE, "at" VARCHAR)[]'})
), spread AS (
  SELECT ref, protocol, unnest(events, recursive := true) FROM cases
), events AS (
  SELECT ref, protocol, kind,
    CASE WHEN "at" IS NULL THEN epoch("on") ELSE epoch(CAST("at"[1:19] AS TIMESTAMP)) END AS first,
    CASE WHEN "at" IS NULL THEN epoch("on") + 86399 ELSE epoch(CAST("at"[1:19] AS TIMESTAMP)) END AS last
  FROM spread WHERE kind IN (SELECT unnest(starts || stops) FROM clocks)
), started AS (
  SELECT events.ref, clocks.rule, any_value(clocks.stops) AS stops, any_value(clocks.again) AS again,
    any_value(clocks.days) AS days, any_value(clocks.hours) AS hours, max(events.first) AS start
  FROM events JOIN clocks ON clocks.protocol = events.protocol AND list_contains(clocks.starts, events.kind)
  GROUP BY events.ref, clocks.rule
), due AS (
  SELECT *, CAST(CASE WHEN days > 0 THEN start - start % 86400 + (days + 1) * 86400 ELSE start + hours * 3600 END AS BIGINT)
    AS due FROM started
)
SELECT due.ref, due.rule, due.due, CAST(due.due <= NOW AS INTEGER) AS overdue FROM due
WHERE NOT EXISTS (
  SELECT 1 FROM events WHERE events.ref = due.ref AND list_contains(due.stops, events.kind)
    AND CASE WHEN due.again THEN events.first > due.start ELSE events.last >= due.start END
)
ORDER BY due.due, due.ref, due.rule;
