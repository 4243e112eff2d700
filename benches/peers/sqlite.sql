-- Deadlines by SQLite on tables that run.py loads beforehand. NOW is put in by run.py; the question is that of deadlines.py.
.mode tabs
WITH timed AS (
  SELECT ref, kind, unixepoch(coalesce("at", "on")) AS first,
    unixepoch(coalesce("at", "on")) + iif("at" IS NULL, 86399, 0) AS last
  FROM events WHERE kind IN (SELECT kind FROM clock_starts UNION SELECT kind FROM clock_stops)
), started AS (
  SELECT timed.ref, clock_starts.rule, max(timed.first) AS start
  FROM timed
  JOIN cases ON cases.ref = timed.ref
  JOIN clock_starts ON clock_starts.protocol = cases.protocol AND clock_starts.kind = timed.kind
  GROUP BY timed.ref, clock_starts.rule
), due AS (
  SELECT ref, clocks.rule, start, again,
    CASE WHEN days > 0 THEN start - start % 86400 + (days + 1) * 86400 ELSE start + hours * 3600 END AS due
  FROM started JOIN clocks ON clocks.rule = started.rule
)
SELECT ref, rule, due, due <= NOW AS overdue FROM due
WHERE NOT EXISTS (
  SELECT 1 FROM timed JOIN clock_stops ON clock_stops.kind = timed.kind
  WHERE timed.ref = due.ref AND clock_stops.rule = due.rule
    AND CASE WHEN again THEN timed.first > due.start ELSE timed.last >= due.start END
)
ORDER BY due, ref, rule;
