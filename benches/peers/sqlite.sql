-- Overdue clocks by SQLite on tables that run.py loads beforehand: events with their times as seconds, by case. NOW is put
-- in by run.py; what counts is as in deadlines.py.
.mode tabs
WITH started AS (
  SELECT events.ref, clock_starts.rule, max(events.first) AS start
  FROM events
  JOIN cases ON cases.ref = events.ref
  JOIN clock_starts ON clock_starts.protocol = cases.protocol AND clock_starts.kind = events.kind
  GROUP BY events.ref, clock_starts.rule
)
SELECT started.ref, started.rule,
  CASE WHEN days > 0 THEN start - start % 86400 + (days + 1) * 86400 ELSE start + hours * 3600 END AS due
FROM started JOIN clocks ON clocks.rule = started.rule
WHERE due <= NOW AND NOT EXISTS (
  SELECT 1 FROM events JOIN clock_stops ON clock_stops.kind = events.kind
  WHERE events.ref = started.ref AND clock_stops.rule = started.rule
    AND CASE WHEN clocks.again THEN events.first > started.start ELSE events.last >= started.start END
);
