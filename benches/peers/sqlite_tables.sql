-- What sqlite.sql asks, filled from the same cases by run.py.
CREATE TABLE cases (ref TEXT PRIMARY KEY, protocol TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (ref TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE events (ref TEXT NOT NULL, kind TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE TABLE clocks (rule TEXT PRIMARY KEY, hours INTEGER NOT NULL, days INTEGER NOT NULL, again INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE clock_starts (protocol TEXT, kind TEXT, rule TEXT, PRIMARY KEY (protocol, kind, rule)) WITHOUT ROWID;
CREATE TABLE clock_stops (kind TEXT, rule TEXT, PRIMARY KEY (kind, rule)) WITHOUT ROWID;
CREATE INDEX events_by_case ON events (ref, kind, first, last);
