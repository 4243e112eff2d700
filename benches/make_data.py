#!/usr/bin/env python3
"""Writes a seeded caseload: make_data.py CASES JSONL, for `yjs store import`. About 1.3 KB and six events a case, both protocols.

Cases follow the course of practice: what is asked for is mostly done in time, now and then late or not at all. As in a
real caseload, most deadlines are met and some are overdue.
"""

import datetime
import json
import pathlib
import random
import sys

NOW = datetime.datetime(2026, 6, 10, 9, 0, tzinfo=datetime.timezone.utc)
NOTE = "Seen with the family and the allocated worker; what was said is on the system of record, not here. "
FLAGS = ["cse", "cce", "young_carer", "special_educational_needs", "offended", "gang_involvement", "goes_missing",
         "substance_misuse", "looked_after", "urgent", "safeguarding_concern", "neglect_concern"]

# Each event with the hours after the one before it within which it comes, in the usual course.
COURSES = {
    "camden": [
        [("opened_to_yjs", 1), ("referred_to_social_care", 48), ("opened_to_social_care", 48),
         ("joint_supervision_held", 190), ("planning_meeting_held", 20), ("child_and_family_assessment_completed", 400)],
        [("opened_to_yjs", 1), ("referred_by_telephone", 200), ("referred_in_writing", 40), ("opened_to_social_care", 90),
         ("joint_supervision_held", 200), ("plan_started", 300)],
        [("opened_to_yjs", 1), ("assessment_completed", 300), ("plan_started", 200), ("went_missing", 600),
         ("located", 40), ("wellbeing_confirmed", 20)],
    ],
    "tower_hamlets": [
        [("opened_to_yjs", 1), ("early_help_assessment_received", 300), ("mast_responded", 20), ("plan_started", 200),
         ("assessment_completed", 200), ("plan_reviewed", 900)],
        [("opened_to_yjs", 1), ("allegation_known", 500), ("lado_contacted", 15), ("went_missing", 500), ("located", 30),
         ("wellbeing_confirmed", 20)],
    ],
}


def events(protocol, dice):
    when = NOW - datetime.timedelta(days=dice.randrange(45, 160), hours=dice.randrange(24))
    course = []
    for kind, hours in dice.choice(COURSES[protocol]):
        when += datetime.timedelta(hours=dice.randrange(1, hours + 1) * (6 if dice.random() < 0.05 else 1))
        if when >= NOW:
            break
        # One in forty is never recorded; an end without its start is no record at all.
        if dice.random() < 0.025 and kind not in ("went_missing", "located"):
            continue
        day_only = dice.random() < 0.5 and kind not in ("went_missing", "located", "wellbeing_confirmed")
        event = {"kind": kind, **({"on": when.date().isoformat()} if day_only else {"at": when.isoformat()})}
        course.append(event | {"by": dice.choice(["jm", "ak", "ts"]), "note": NOTE})
    return course


def case(number, dice):
    protocol = dice.choice(list(COURSES))
    born = NOW.date() - datetime.timedelta(days=dice.randrange(4000, 6400))
    facts = {flag: dice.random() < 0.1 for flag in dice.sample(FLAGS, 6)}
    facts["known_to_social_care"] = dice.choice(["open", "closed", "not_known"])
    facts["consent"] = dice.choice(["given", "given", "refused", "not_sought"])
    return {"ref": f"YJ-{number:06}", "protocol": protocol, "born": born.isoformat(), "initials": "AB",
            "worker": dice.choice(["jm", "ak", "ts"]), "facts": facts, "events": events(protocol, dice)}


def main():
    count, lines = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    dice = random.Random(1)
    cases = [json.dumps(case(number, dice), separators=(",", ":")) for number in range(1, count + 1)]
    lines.write_text("".join(f"{text}\n" for text in cases), encoding="utf-8")
    print(f"{count} cases, {lines.stat().st_size} bytes")


main()
