#!/usr/bin/env python3
"""The rules of the level as zen-engine's decision tables, and cases to try them on: make_rules.py PROTOCOL_FOLDER OUT.

Writes OUT/cells.json (a column for each fact, a row for each way a rule can apply), OUT/expressions.json (one column, a
row for each rule, its condition an expression) and OUT/facts.jsonl. Both tables collect every row that applies. Which is
faster is for the measurement to say.
"""

import itertools
import json
import pathlib
import random
import sys

CASES = 1_000


def alternatives(condition):
    """A condition as the ways in which it can hold: each a list of tests on one fact, all of which must pass."""
    if "all" in condition:
        parts = [alternatives(part) for part in condition["all"]]
        return [sum(way, []) for way in itertools.product(*parts)]
    if "any" in condition:
        return [way for part in condition["any"] for way in alternatives(part)]
    if "fact" not in condition:
        raise SystemExit(f"no decision table for {condition}")
    return [[condition]]


def cell(test):
    """A test as a cell of its fact's column."""
    if "is" in test:
        return json.dumps(test["is"])
    if "in" in test:
        return ", ".join(json.dumps(value) for value in test["in"])
    if "below" in test:
        return f"< {test['below']}"
    return f">= {test['at_least']}"


def expression(condition):
    """A condition as an expression."""
    for word, joint in (("all", " and "), ("any", " or ")):
        if word in condition:
            return "(" + joint.join(expression(part) for part in condition[word]) + ")"
    fact = condition["fact"]
    if "is" in condition:
        return f"{fact} == {json.dumps(condition['is'])}"
    if "in" in condition:
        return f"{fact} in {json.dumps(condition['in'])}"
    limit = f"< {condition['below']}" if "below" in condition else f">= {condition['at_least']}"
    return f"({fact} != null and {fact} {limit})"


def facts_of(condition):
    if "fact" in condition:
        return [condition["fact"]]
    return [fact for word in ("all", "any") for part in condition.get(word, []) for fact in facts_of(part)]


def graph(inputs, rows):
    """A decision: the table between input and output."""
    outputs = [{"id": "rule", "name": "Rule", "field": "rule"}, {"id": "level", "name": "Level", "field": "level"}]
    table = {"hitPolicy": "collect", "inputs": inputs, "outputs": outputs, "rules": rows}
    return {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "content": {}},
            {"id": "rules", "name": "rules", "type": "decisionTableNode", "content": table},
            {"id": "out", "name": "out", "type": "outputNode", "content": {}},
        ],
        "edges": [
            {"id": "first", "sourceId": "in", "targetId": "rules"},
            {"id": "second", "sourceId": "rules", "targetId": "out"},
        ],
    }


def row(name, rule, cells):
    # A sign that points to no level has an empty cell there.
    level = str(rule["level"]) if "level" in rule else ""
    return {"_id": name, **cells, "rule": json.dumps(rule["id"]), "level": level}


def tables(rules):
    columns = list(dict.fromkeys(fact for rule in rules for fact in facts_of(rule["when"])))
    inputs = [{"id": fact, "name": fact, "field": fact} for fact in columns]
    rows = []
    for rule in rules:
        for place, way in enumerate(alternatives(rule["when"])):
            if len({test["fact"] for test in way}) < len(way):
                raise SystemExit(f"{rule['id']} tests one fact twice")
            rows.append(row(f"{rule['id']}-{place}", rule, {test["fact"]: cell(test) for test in way}))
    whole = [row(rule["id"], rule, {"condition": expression(rule["when"])}) for rule in rules]
    return graph(inputs, rows), graph([{"id": "condition", "name": "Condition"}], whole)


def facts(definitions, dice):
    """About half of the facts known, one in ten of those a concern."""
    known = {}
    for fact in definitions:
        if dice.random() < 0.5:
            continue
        if fact["type"] == "flag":
            known[fact["id"]] = dice.random() < 0.1
        elif fact["type"] == "choice":
            known[fact["id"]] = dice.choice(fact["choices"])
        else:
            known[fact["id"]] = dice.randint(int(fact["min"]), int(fact["max"]))
    return known


def main():
    folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    rules = json.loads((folder / "levels.json").read_text(encoding="utf-8"))["rules"]
    definitions = {}
    for path in (folder / "../../vocabulary.json", folder / "vocabulary.json"):
        if path.exists():
            own = json.loads(path.read_text(encoding="utf-8"))["facts"]
            definitions.update((fact["id"], {"min": 0, "max": 17, **fact}) for fact in own)
    wanted = list(dict.fromkeys(fact for rule in rules for fact in facts_of(rule["when"])))
    out.mkdir(parents=True, exist_ok=True)
    for name, table in zip(("cells", "expressions"), tables(rules)):
        (out / f"{name}.json").write_text(json.dumps(table), encoding="utf-8")
    dice = random.Random(2)
    with (out / "facts.jsonl").open("w", encoding="utf-8") as lines:
        for number in range(1, CASES + 1):
            known = facts([definitions[fact] for fact in wanted], dice)
            lines.write(json.dumps({"ref": f"YJ-{number:06}", "protocol": folder.name, "facts": known}) + "\n")


if __name__ == "__main__":
    main()
