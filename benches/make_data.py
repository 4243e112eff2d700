#!/usr/bin/env python3
"""Writes a seeded caseload: make_data.py CASES JSONL STORE. About 1.4 KB and six events a case, both protocols."""

import datetime
import hashlib
import json
import pathlib
import random
import sys

NOW = datetime.datetime(2026, 6, 10, 9, 0, tzinfo=datetime.timezone.utc)
NOTE = "Seen with the family and the allocated worker; what was said is on the system of record, not here. "
FLAGS = ["cse", "cce", "young_carer", "special_educational_needs", "offended", "gang_involvement", "goes_missing",
         "substance_misuse", "looked_after", "self_harm", "urgent", "safeguarding_concern", "missing_high_risk"]
EVENTS = {
    "camden": ["opened_to_yjs", "referred_to_social_care", "opened_to_social_care", "referred_by_telephone",
               "referred_in_writing", "joint_supervision_held", "planning_meeting_held", "plan_started", "remanded",
               "child_and_family_assessment_completed"],
    "tower_hamlets": ["opened_to_yjs", "early_help_assessment_received", "mast_responded", "allegation_known",
                      "lado_contacted", "went_missing", "strategy_meeting_held", "referred_by_telephone"],
}


def case(number, dice):
    protocol = dice.choice(list(EVENTS))
    born = NOW.date() - datetime.timedelta(days=dice.randrange(4000, 6400))
    facts = {flag: dice.random() < 0.3 for flag in dice.sample(FLAGS, 6)}
    facts["known_to_social_care"] = dice.choice(["open", "closed", "not_known"])
    facts["consent"] = dice.choice(["given", "refused", "not_sought"])
    when = NOW - datetime.timedelta(days=dice.randrange(20, 200))
    events = []
    for kind in dice.sample(EVENTS[protocol], 6):
        when = min(when + datetime.timedelta(hours=dice.randrange(1, 500)), NOW - datetime.timedelta(hours=1))
        event = {"kind": kind}
        if dice.random() < 0.5:
            event["on"] = when.date().isoformat()
        else:
            event["at"] = when.isoformat()
        event["by"] = dice.choice(["jm", "ak", "ts"])
        event["note"] = NOTE
        events.append(event)
    return {"ref": f"YJ-{number:06}", "protocol": protocol, "born": born.isoformat(), "initials": "AB",
            "worker": dice.choice(["jm", "ak", "ts"]), "facts": facts, "events": events}


def main():
    count, lines, store = int(sys.argv[1]), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    dice = random.Random(1)
    store.mkdir(parents=True, exist_ok=True)
    (store / "store.json").write_text('{"format":1,"default_protocol":null}\n', encoding="utf-8")
    before = "0" * 64
    with lines.open("w", encoding="utf-8") as plain, (store / "cases.jsonl").open("w", encoding="utf-8") as stored:
        for number in range(1, count + 1):
            text = json.dumps(case(number, dice), separators=(",", ":"))
            plain.write(text + "\n")
            line = (f'{{"seq":{number},"saved_at":"2026-06-10T09:00:00Z","saved_by":"jm","change":"added",'
                    f'"nonce":"{number:016x}","prev":"{before}","case":{text}}}')
            stored.write(line + "\n")
            before = hashlib.sha256(line.encode()).hexdigest()
    print(f"{count} cases, {lines.stat().st_size} bytes")


main()
