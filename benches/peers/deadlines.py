"""Deadlines by Python's standard library: deadlines.py CLOCKS CASES NOW.

Each clock of a case that has started and was not stopped since, by when it is due: case, rule, due (seconds), overdue (0
or 1). A clock runs from the latest of its starts; a limit in days ends with the last of them.
"""

import json
import sys
from datetime import datetime, timezone

DAY = 86_400


def seconds(event):
    """The first and the last second that the event may have happened: a date alone is the whole day."""
    if "at" in event:
        at = int(datetime.fromisoformat(event["at"]).timestamp())
        return at, at
    on = int(datetime.fromisoformat(event["on"]).replace(tzinfo=timezone.utc).timestamp())
    return on, on + DAY - 1


# A clock that runs again starts from the event that stops it: there only a later one does.
def main():
    clocks, wanted = {}, set()
    with open(sys.argv[1], encoding="utf-8") as lines:
        for clock in map(json.loads, lines):
            clocks.setdefault(clock["protocol"], []).append(clock)
            wanted.update(clock["starts"], clock["stops"])
    now = int(sys.argv[3])
    out = []
    with open(sys.argv[2], encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            events = [(event["kind"], *seconds(event)) for event in case["events"] if event["kind"] in wanted]
            for clock in clocks[case["protocol"]]:
                start = max((first for kind, first, _ in events if kind in clock["starts"]), default=None)
                if start is None:
                    continue
                if any(kind in clock["stops"] and (first > start if clock["again"] else last >= start)
                       for kind, first, last in events):
                    continue
                if clock["days"]:
                    due = start - start % DAY + (clock["days"] + 1) * DAY
                else:
                    due = start + clock["hours"] * 3_600
                out.append((due, case["ref"], clock["rule"]))
    out.sort()
    sys.stdout.writelines(f"{ref}\t{rule}\t{due}\t{int(due <= now)}\n" for due, ref, rule in out)


main()
