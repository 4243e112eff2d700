-- What sqlite.sql asks, filled by run.py: cases and events as they are written, clocks, and each case whole for the update.
CREATE TABLE cases (ref TEXT PRIMARY KEY, protocol TEXT NOT NULL, born TEXT, initials TEXT, worker TEXT);
CREATE TABLE events (ref TEXT NOT NULL, kind TEXT NOT NULL, "on" TEXT, "at" TEXT, "by" TEXT, note TEXT);
CREATE INDEX events_of_case ON events (ref, kind);
CREATE TABLE documents (ref TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE clocks (rule TEXT PRIMARY KEY, hours INTEGER NOT NULL, days INTEGER NOT NULL, again INTEGER NOT NULL);
CREATE TABLE clock_starts (protocol TEXT NOT NULL, kind TEXT NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (protocol, kind, rule));
CREATE TABLE clock_stops (kind TEXT NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (kind, rule));
