"""The table of figures: each figure with what was measured, what it must be and what is aimed at."""


class Row:
    """One figure: values measured, limits and aims side by side; `better` says which way is good."""

    def __init__(self, figure, must, aim, better="less", form="{:.2f}"):
        self.figure, self.must, self.aim, self.better, self.form = figure, must, aim, better, form
        self.values = [None] * len(must)
        self.notes = [""] * len(must)

    def put(self, place, value, note=""):
        self.values[place], self.notes[place] = value, note
        return self

    def reaches(self, place, limits):
        value = self.values[place]
        return value <= limits[place] if self.better == "less" else value >= limits[place]

    def verdict(self):
        """Met only when each value is; a value that was not measured is no success."""
        words = []
        for place, value in enumerate(self.values):
            if value is None:
                words.append("not measured")
            elif self.reaches(place, self.aim):
                words.append("met, aim too")
            elif self.reaches(place, self.must):
                words.append("met")
            else:
                words.append("**not met**")
        return words[0] if len(set(words)) == 1 else "; ".join(words)

    def cells(self):
        shown = [f"not measured{note}" if value is None else self.form.format(value) + note
                 for value, note in zip(self.values, self.notes)]
        limits = [", ".join(self.form.format(limit).replace(".00", "").replace(".50", ".5") for limit in limits)
                  for limits in (self.must, self.aim)]
        return [self.figure, "; ".join(shown), *limits, self.verdict()]


def markdown(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(str(cell) for cell in line) + " |\n" for line in lines)


def figures():
    """The rows of the issue, unmeasured, by key."""
    times, memory = "{:.1f} times", "{:.1f} MB"
    return {
        "start": Row("start-up: `yjs due 48h --from …` over a clap hello world", [1.6], [1.3], form="{:.2f} x"),
        "deadlines": Row("`yjs deadlines`, 10,000 and 100,000 cases, over F", [0.45, 0.45], [0.35, 0.35], form="{:.2f}"),
        "peers": Row("… faster than jq, Python, DuckDB, SQLite tables at 10,000", [25, 8, 4.5, 3], [40, 12, 7, 5],
                     better="more", form=times),
        "duckdb": Row("… against DuckDB at 100,000", [2], [2.5], better="more", form="{:.2f} times faster"),
        "check": Row("`yjs check`, all checks, JSON Lines in, findings out, over F", [1.5], [1.0], form="{:.2f}"),
        "rules": Row("rules alone: facts to level with reasons over ~60 indicators, against zen-engine compiled on the "
                     "same rules", [8], [15], better="more", form=times),
        "lists": Row("`yjs case list`, `missing list` and `next` over `deadlines`, 100,000 cases", [3, 3, 3], [2, 2, 2],
                     form="{:.2f} x"),
        "memory": Row("peak memory of `deadlines`, `case list`, `missing list` and `next` on 100,000 cases",
                      [64, 64, 64, 64], [48, 48, 48, 48], form=memory),
        "stream": Row("peak memory of `check -` on 1,000,000 lines over 10,000", [1.2], [1.05], form="{:.3f} x"),
        "returns": Row("1,000,000 rows of a missing return through `check --summary`: time over a plain `csv` read; peak "
                       "memory over that at 100,000", [60, 1.5], [30, 1.2], form="{:.2f} x"),
        "growth": Row("time at 100,000 cases over 10,000: `deadlines`, `check`", [10.5, 10.5], [10, 10], form="{:.2f} x"),
        "log": Row("one durable `case log` over sqlite3's update of one row of the same data, at 1,000 and at 100,000 cases",
                   [2, 15], [1.2, 2], form="{:.2f} x"),
    }


def between(text, begin, end, new):
    """A text with what stands between two marks replaced."""
    before, found, rest = text.partition(begin)
    _, also, after = rest.partition(end)
    if not (found and also):
        raise SystemExit(f"no {begin} … {end} to write between")
    return f"{before}{begin}\n\n{new.strip()}\n\n{end}{after}"
