"""Runs the statements of query.sql and holds their counts against the findings themselves."""

import collections
import json

import duckdb

with open("findings.jsonl", encoding="utf-8") as lines:
    findings = [json.loads(line) for line in lines]
with open("cases.jsonl", encoding="utf-8") as lines:
    workers = {case["ref"]: case.get("worker") for case in map(json.loads, lines)}
with open("query.sql", encoding="utf-8") as text:
    statements = [part.strip() for part in text.read().split(";") if part.strip()]

by_code = collections.Counter((row["severity"], row["code"]) for row in findings)
by_worker = collections.Counter((workers[row["case"]], row["severity"]) for row in findings)
expected = [by_code, by_code, by_worker]
assert len(statements) == len(expected), len(statements)
for statement, counts in zip(statements, expected):
    answer = duckdb.sql(statement)
    print(answer)
    found = {tuple(row[:2]): row[2] for row in answer.fetchall()}
    assert found == dict(counts), (statement, found, counts)
print(f"same counts: {len(findings)} findings by DuckDB {duckdb.__version__}")
