#!/usr/bin/env python3
"""Writes a seeded missing return: make_missing.py ROWS FILE. Some four rows a child, each child's rows together."""

import datetime
import random
import sys

FIRST = datetime.date(2025, 4, 1)


def main():
    rows, path = int(sys.argv[1]), sys.argv[2]
    dice = random.Random(903)
    with open(path, "w", encoding="utf-8") as file:
        file.write("CHILD,DOB,MISSING,MIS_START,MIS_END\n")
        child, left = 0, 0
        for _ in range(rows):
            if not left:
                child, left = child + 1, dice.randint(1, 7)
                born = datetime.date(2008, 1, 1) + datetime.timedelta(days=dice.randrange(2_500))
                day = FIRST + datetime.timedelta(days=dice.randrange(40))
            left -= 1
            day += datetime.timedelta(days=dice.randint(1, 30))
            end = day + datetime.timedelta(days=dice.randrange(6))
            file.write(f"{100_000 + child},{born:%d/%m/%Y},{dice.choice('MMA')},{day:%d/%m/%Y},{end:%d/%m/%Y}\n")
            day = end


if __name__ == "__main__":
    main()
