#!/usr/bin/env python3
"""Measures `yjs` beside its peers and prints the table of figures: see docs/performance.md. `just bench` builds first.

  run.py [--quick] [--write] [--rounds N] [--only KEY,…] [--target DIR] [--yjs FILE]

--quick takes small caseloads and few rounds: to try the script, not to quote. --write puts the tables into
docs/performance.md. --only takes the keys of table.figures(): start, deadlines (with all that is timed on the caseloads),
rules, memory, stream, returns, log. Needs Python alone; a peer that is not here is said.
"""

import argparse
import json
import os
import pathlib
import platform
import random
import re
import shutil
import sqlite3
import subprocess
import sys

import table
from measuring import Command, found, interleaved, two_cores

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
NOW = "2026-06-10T10:00:00+01:00"
SECONDS = 1_781_082_000
PEERS = HERE / "peers"
CLOCKS = PEERS / "clocks.jsonl"
MARKS = "<!-- bench: begin -->", "<!-- bench: end -->"
MEGABYTE = 1_000_000
# The lists over a whole store beside `deadlines`.
LISTS = {"cases": ["case", "list"], "missing": ["missing", "list"], "next": ["next"]}


class Bench:
    """One run: where things are, what was measured, and what could not be."""

    def __init__(self, options):
        self.options = options
        self.target = pathlib.Path(options.target).resolve()
        self.data = self.target / "bench"
        self.yjs = str(pathlib.Path(options.yjs or self.target / "release" / "yjs").resolve())
        self.engines = self.target / "engines" / "bin"
        self.sizes = (1_000, 5_000) if options.quick else (10_000, 100_000)
        self.logged = (200, 2_000) if options.quick else (1_000, 100_000)
        self.rounds = options.rounds or (3 if options.quick else 11)
        self.rows = table.figures()
        self.details, self.missing, self.versions = [], [], []

    def say(self, text):
        if sys.stderr.isatty():
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)

    def wanted(self, key):
        return not self.options.only or key in self.options.only.split(",")

    def lack(self, what):
        """Says that something was not measured, and why."""
        self.missing.append(what)

    def example(self, name):
        path = self.target / "release" / "examples" / name
        if not path.exists():
            self.lack(f"`{name}`: not built (`cargo build --release --examples`)")
            return None
        return str(path)

    def ours(self, name, arguments, store=None, codes=(0,)):
        # Nothing of the user's: which stores are known is kept there.
        env = {"YJS_NOW": NOW, "YJS_STORE": str(store or self.data / "none"), "NO_COLOR": "1",
               "YJS_CONFIG": str(self.data / "config"), "YJS_WORKER": "jm"}
        return Command(name, [self.yjs, *arguments], codes, env)

    def cases(self, count):
        """The caseload of this size: the file of its cases and the store, as `yjs store import` leaves it, made when they
        are not there yet."""
        file, store = self.data / f"{count}.jsonl", self.data / f"store-{count}"
        # Made again when what makes it has changed.
        maker = HERE / "make_data.py"
        if not file.exists() or not store.exists() or file.stat().st_mtime < maker.stat().st_mtime:
            self.say(f"making {count:,} cases")
            for folder in (store, self.data / "config"):
                shutil.rmtree(folder, ignore_errors=True)
            subprocess.run([sys.executable, maker, str(count), file], check=True, stdout=subprocess.DEVNULL)
            self.ours("import", ["store", "import", str(file)], store).output()
        return file, store

    def note(self, command, size, peak=None):
        """A line of the second table."""
        memory = f"{peak / MEGABYTE:.1f} MB" if peak else ""
        times = (f"{seconds * 1000:.2f} ms" for seconds in (command.least, command.median))
        self.details.append((command.name, size, *times, memory))

    def ratio(self, key, place, above, below, of="least"):
        values = {which: getattr(above, which) / getattr(below, which) for which in ("least", "median")}
        other = "median" if of == "least" else "least"
        self.rows[key].put(place, values[of], f" (by the {other}: {values[other]:.2f})")


def start_up(bench):
    hello = bench.example("hello")
    ours = bench.ours("yjs due 48h", ["due", "48h", "--from", "2026-03-02T16:30"])
    if not hello:
        return
    theirs = Command("clap hello world", [hello, "due", "48h", "--from", "2026-03-02T16:30"])
    interleaved([ours, theirs], 20 if bench.options.quick else 300, bench.say)
    bench.ratio("start", 0, ours, theirs)
    for command in (ours, theirs):
        bench.note(command, "", command.peak())


def tables(bench, count, file):
    """The caseload as SQLite tables, loaded before anything is measured."""
    path = bench.data / f"tables-{count}.db"
    sources = (file, PEERS / "sqlite_tables.sql", CLOCKS, pathlib.Path(__file__))
    if path.exists() and path.stat().st_mtime > max(source.stat().st_mtime for source in sources):
        return path
    path.unlink(missing_ok=True)
    clocks = [json.loads(line) for line in CLOCKS.read_text(encoding="utf-8").splitlines()]
    database = sqlite3.connect(path)
    database.executescript((PEERS / "sqlite_tables.sql").read_text(encoding="utf-8"))
    database.executemany("INSERT INTO clocks VALUES (:rule, :hours, :days, :again)", clocks)
    for role in ("start", "stop"):
        rows = [(clock["protocol"], kind, clock["rule"]) for clock in clocks for kind in clock[f"{role}s"]]
        places = "?, ?, ?" if role == "start" else "?, ?"
        database.executemany(f"INSERT INTO clock_{role}s VALUES ({places})",
                             rows if role == "start" else [row[1:] for row in rows])
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            fields = [case[name] for name in ("ref", "protocol", "born", "initials", "worker")]
            database.execute("INSERT INTO cases VALUES (?, ?, ?, ?, ?)", fields)
            database.execute("INSERT INTO documents VALUES (?, ?)", (case["ref"], line.strip()))
            database.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)",
                                 [(case["ref"], *(event.get(name) for name in ("kind", "on", "at", "by", "note")))
                                  for event in case["events"]])
    database.execute("ANALYZE")
    database.commit()
    database.close()
    return path


def peers(bench, count, file):
    """The same question by others, those that are here."""
    def script(name):
        path = bench.data / f"{name.removesuffix('.sql')}-{count}.sql"
        text = (PEERS / name).read_text(encoding="utf-8")
        for word, value in (("CLOCKS", CLOCKS), ("CASES", file), ("NOW", SECONDS)):
            text = text.replace(f"'{word}'", f"'{value}'").replace(f" {word} ", f" {value} ")
        path.write_text(text, encoding="utf-8")
        return path

    there = {}
    if jq := found("jq"):
        there["jq"] = Command("jq", [jq, "-nr", "--slurpfile", "clocks", CLOCKS, "--argjson", "now", SECONDS, "-f",
                                     PEERS / "deadlines.jq", file])
    there["Python"] = Command("Python", [sys.executable, "-I", PEERS / "deadlines.py", CLOCKS, file, SECONDS])
    query = script("deadlines.sql")
    if shell := found("duckdb", bench.engines):
        argv = [shell, "-noheader", "-list", "-separator", "\t", "-f", query]
        there["DuckDB, its shell"] = Command("DuckDB, its shell", argv)
    for python in (bench.engines / "python", sys.executable):
        if subprocess.run([python, "-c", "import duckdb"], capture_output=True, check=False).returncode == 0:
            # On a busy machine it would draw how far it is, among the answers.
            ask = ("import duckdb, sys\n"
                   "duckdb.sql('SET enable_progress_bar = false')\n"
                   "for row in duckdb.sql(open(sys.argv[1]).read()).fetchall(): print(*row, sep='\\t')")
            there["DuckDB from Python"] = Command("DuckDB from Python", [python, "-I", "-c", ask, query])
            break
    if shell := found("sqlite3"):
        there["SQLite tables"] = Command("SQLite tables", [shell, "-readonly", tables(bench, count, file),
                                                           f".read {script('sqlite.sql')}"])
    for name, key in (("jq", "jq"), ("DuckDB", "DuckDB"), ("sqlite3", "SQLite")):
        if not any(held.startswith(key) for held in there):
            bench.lack(f"{name} at {count:,} cases: it is not on this machine")
    return there


def agree(bench, count, ours, there):
    """All must give the same answer, word for word; ours the same clocks overdue, where the peers can work them out exactly."""
    answers = {name: command.output().splitlines() for name, command in there.items()}
    first, *others = answers
    for other in others:
        if answers[other] != answers[first]:
            differ = sorted(set(answers[other]) ^ set(answers[first]))
            raise SystemExit(f"{other} and {first} differ on {len(differ)} clocks, such as {differ[:3]}")
    clocks = [json.loads(line) for line in CLOCKS.read_text(encoding="utf-8").splitlines()]
    # Working days and months the peers count as so many days, which is not always right; and London time as UTC.
    exact = {clock["rule"] for clock in clocks if re.search(r"-\d+[hd]$", clock["rule"])}
    theirs = [line.split("\t") for line in answers[first]]
    late = sum(overdue == "1" for *_, overdue in theirs)
    theirs = {(case, rule) for case, rule, _, overdue in theirs if overdue == "1" and rule in exact}
    rows = map(json.loads, ours.output().splitlines())
    own = {(row["case"], row["rule"]) for row in rows if row.get("status") == "overdue" and row["rule"] in exact}
    apart = len(own ^ theirs)
    if not own or apart > max(2, len(own) // 100):
        differ = sorted(own ^ theirs)[:3]
        raise SystemExit(f"yjs and {first} differ on {apart} of {len(own)} clocks at {count:,} cases: {differ}")
    return (f"at {count:,} cases the peers agree on {len(answers[first]):,} deadlines, {late:,} of them overdue, and yjs "
            f"with them on all but {apart} of the {len(own):,} overdue by a clock that they can work out exactly")


def caseloads(bench):
    """Everything that is timed on the caseloads, in one interleaved run."""
    floor = bench.example("floor")
    groups = []
    for count in bench.sizes:
        file, store = bench.cases(count)
        there = peers(bench, count, file)
        bench.versions.append(agree(bench, count, bench.ours("yjs", ["deadlines", "--format", "jsonl"], store), there))
        if count == bench.sizes[1]:
            there = {name: command for name, command in there.items() if name.startswith("DuckDB")}
        own = {"deadlines": bench.ours("yjs deadlines", ["deadlines"], store),
               "check": bench.ours("yjs check", ["check", file, "--format", "jsonl"], codes=(1,))}
        if count == bench.sizes[1]:
            own |= {key: bench.ours(f"yjs {' '.join(words)}", words, store) for key, words in LISTS.items()}
        if floor:
            own["F"] = Command("F", [floor, file])
        groups.append((own, there))
    (small, there), (large, there_large) = groups
    commands = [*small.values(), *there.values(), *large.values(), *there_large.values()]
    interleaved(commands, bench.rounds, bench.say)
    for count, own, others in zip(bench.sizes, (small, large), (there, there_large)):
        for command in (*own.values(), *others.values()):
            bench.note(command, f"{count:,}", command.peak())
    if floor:
        bench.ratio("deadlines", 0, small["deadlines"], small["F"])
        bench.ratio("deadlines", 1, large["deadlines"], large["F"])
        bench.ratio("check", 0, small["check"], small["F"])
    for place, name in enumerate(("jq", "Python", "DuckDB", "SQLite")):
        # Of two ways to ask DuckDB the faster counts.
        if fastest := min((command for held, command in there.items() if held.startswith(name)),
                          key=lambda command: command.least, default=None):
            bench.ratio("peers", place, fastest, small["deadlines"])
    if fastest := min(there_large.values(), key=lambda command: command.least, default=None):
        bench.ratio("duckdb", 0, fastest, large["deadlines"])
    for place, key in enumerate(LISTS):
        bench.ratio("lists", place, large[key], large["deadlines"])
    for place, name in enumerate(("deadlines", "check")):
        bench.ratio("growth", place, large[name], small[name])


def rules(bench):
    """Facts to level with reasons, against zen-engine with the faster of two tables."""
    ours = bench.example("rules")
    theirs = bench.target / "zen" / "release" / "zen-rules"
    if not theirs.exists():
        bench.lack("zen-engine: not built (`cargo build --release --manifest-path benches/zen/Cargo.toml`)")
    if not ours or not theirs.exists():
        return
    folder = bench.data / "rules"
    subprocess.run([sys.executable, HERE / "make_rules.py", ROOT / "data/protocols/tower_hamlets", folder], check=True)
    facts, passes = folder / "facts.jsonl", 3 if bench.options.quick else 20
    commands = {"yjs": Command("rules", [ours, "tower_hamlets", facts, 10 * passes])}
    for form in ("cells", "expressions"):
        commands[form] = Command(f"zen-engine, {form}", [theirs, folder / f"{form}.json", facts, passes])
    best = {}
    for _ in range(2 if bench.options.quick else 5):
        for name, command in commands.items():
            said = json.loads(command.output())
            best[name] = max(best.get(name, 0), said["evaluations"] / said["seconds"])
            if name == "yjs":
                sums = said
            elif (said["hits"], said["levels"]) != (sums["hits"], sums["levels"]):
                raise SystemExit(f"zen-engine's table of {name} comes to {said}, yjs to {sums}")
    bench.rows["rules"].put(0, best["yjs"] / max(best["cells"], best["expressions"]))
    rates = "; ".join(f"{commands[name].name} {rate:,.0f} a second" for name, rate in best.items())
    bench.versions.append(f"{sums['rules']} rules over 1,000 sets of facts, {sums['hits']:,} applying in both engines: "
                          f"{rates}")


def memory(bench):
    _, store = bench.cases(bench.sizes[1])
    for place, words in enumerate((["deadlines"], *LISTS.values())):
        peak = bench.ours(" ".join(words), words, store).peak()
        bench.rows["memory"].put(place, peak / MEGABYTE)


def stream(bench):
    file, _ = bench.cases(bench.sizes[0])
    check = bench.ours("check -", ["check", "-", "--format", "jsonl"], codes=(1,))
    times = 10 if bench.options.quick else 100
    few, many = (check.peak([sys.executable, HERE / "repeat.py", file, str(count)]) for count in (1, times))
    bench.rows["stream"].put(0, many / few, f" ({few / MEGABYTE:.1f} MB, {many / MEGABYTE:.1f} MB)")


def returns(bench):
    """A return of a million rows, read by its format and checked, against a plain read of its cells."""
    floor = bench.example("csv_floor")
    sizes = (1_000, 10_000) if bench.options.quick else (100_000, 1_000_000)
    peaks = []
    for count in sizes:
        file = bench.data / f"missing-{count}.csv"
        if not file.exists():
            subprocess.run([sys.executable, HERE / "make_missing.py", str(count), file], check=True)
        check = ["check", str(file), "--as", "ssda903-missing", "--protocol", "tower_hamlets", "--summary", "--quiet"]
        ours = bench.ours("yjs check, a missing return", check, codes=(1,))
        peaks.append(ours.peak())
        if count == sizes[1]:
            theirs = Command("csv, every cell", [floor, file]) if floor else None
            interleaved([ours, theirs] if theirs else [ours], 3 if bench.options.quick else 5, bench.say)
            if theirs:
                bench.ratio("returns", 0, ours, theirs)
                bench.note(theirs, f"{count:,} rows", theirs.peak())
            bench.note(ours, f"{count:,} rows", peaks[-1])
    bench.rows["returns"].put(1, peaks[1] / peaks[0], f" ({peaks[0] / MEGABYTE:.1f} MB, {peaks[1] / MEGABYTE:.1f} MB)")


def log(bench):
    """One durable change each, in turn, to cases drawn by lot, in fresh copies of the store and the tables."""
    shell = found("sqlite3")
    if not shell:
        bench.lack("sqlite3: it is not on this machine")
        return
    for place, count in enumerate(bench.logged):
        file, store = bench.cases(count)
        copy, database = bench.data / "log-store", bench.data / "log.db"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(store, copy)
        shutil.copy(tables(bench, count, file), database)
        os.sync()
        event = {"kind": "joint_supervision_held", "at": "2026-06-09T10:00:00+01:00"}
        add = f"json_insert(json, '$.events[#]', json('{json.dumps(event)}'))"
        ours = bench.ours("yjs case log", [], copy)
        theirs = Command("sqlite3 update", [])
        dice = random.Random(3)
        repeats = 20 if bench.options.quick else 200
        for repeat in range(repeats + 1):
            bench.say(f"change {repeat} of {repeats}")
            ref = f"YJ-{dice.randint(1, count):06}"
            pair = ((ours, [bench.yjs, "case", "log", ref, event["kind"], "--at", event["at"], "--no-input"]),
                    (theirs, [shell, str(database), "PRAGMA synchronous = FULL; "
                              f"UPDATE documents SET json = {add} WHERE ref = '{ref}';"]))
            for command, argv in pair:
                command.argv = argv
                seconds = command.run()
                if repeat:  # the first is the warm-up
                    command.times.append(seconds)
        bench.ratio("log", place, ours, theirs, of="median")
        logged = sum(1 for _ in open(copy / "cases.jsonl", "rb")) - count
        held = subprocess.run([shell, str(database), f"SELECT sum(json_array_length(json, '$.events')) FROM documents"],
                              capture_output=True, text=True, check=True).stdout
        before = subprocess.run([shell, str(tables(bench, count, file)), "SELECT count(*) FROM events"],
                                capture_output=True, text=True, check=True).stdout
        if logged != repeats + 1 or int(held) - int(before) != repeats + 1:
            raise SystemExit(f"{repeats + 1} changes: {logged} in the store, {int(held) - int(before)} in the tables")
        for command in (ours, theirs):
            bench.note(command, f"{count:,}")


def machine(bench, cores):
    """What it ran on, without what names one machine."""
    model = "processor unknown"
    if (info := pathlib.Path("/proc/cpuinfo")).exists():
        model = next((line.split(":", 1)[1].strip() for line in info.read_text().splitlines()
                      if line.startswith("model name")), model)
    said = [f"{cores} cores ({model}), {platform.system()} {platform.machine()}, Python {platform.python_version()}"]
    asked = [(name, [name, "--version"]) for name in ("rustc", "jq", "sqlite3")]
    asked += [("DuckDB's shell", [found("duckdb", bench.engines) or "duckdb", "--version"]),
              ("from Python", [bench.engines / "python", "-c", "import duckdb; print(duckdb.__version__)"])]
    for name, argv in asked:
        try:
            text = subprocess.run(argv, capture_output=True, text=True, check=True).stdout.split("\n")[0]
            number = next(word for word in text.replace("-", " ").split() if word.lstrip("v")[:1].isdigit())
            said.append(f"{name} {number}")
        except (OSError, subprocess.CalledProcessError, StopIteration):
            pass
    lock = HERE / "zen" / "Cargo.lock"
    if lock.exists():
        said.append("zen-engine " + lock.read_text().split('name = "zen-engine"\nversion = "', 1)[-1].split('"')[0])
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    busy = f" The machine was busy (load {load:.0f}): take the ratios with care." if load > cores + 2 else ""
    return ", ".join(said) + "." + busy


def report(bench, where):
    kind = ""
    if bench.options.quick:
        kind += "**A trial with small caseloads and few rounds (`--quick`): the figures say nothing.**\n\n"
        kind += f"Where the table says 10,000 and 100,000 cases, these were {bench.sizes[0]:,} and {bench.sizes[1]:,}.\n\n"
    rows = [row.cells() for row in bench.rows.values()]
    text = kind + table.markdown(("figure", "measured", "must be", "aim", "met"), rows)
    text += f"\nOn {where}\n"
    text += "".join(f"\nNot measured: {what}.\n" for what in dict.fromkeys(bench.missing))
    text += "".join(f"\n- {said}." for said in bench.versions) + "\n\n"
    return text + table.markdown(("process", "cases", "least", "median", "peak memory"), bench.details)


def main():
    parser = argparse.ArgumentParser(description="Measures yjs beside its peers.")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--only")
    parser.add_argument("--target", default=os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    parser.add_argument("--yjs")
    bench = Bench(parser.parse_args())
    if not os.access(bench.yjs, os.X_OK):
        raise SystemExit(f"{bench.yjs} is not there: `cargo build --release` first")
    bench.data.mkdir(parents=True, exist_ok=True)
    cores = two_cores()
    where = machine(bench, cores)
    for key, measure in (("start", start_up), ("deadlines", caseloads), ("rules", rules), ("memory", memory),
                         ("stream", stream), ("returns", returns), ("log", log)):
        if bench.wanted(key):
            measure(bench)
    bench.say("")
    text = report(bench, where)
    print(text)
    if bench.options.write:
        page = ROOT / "docs" / "performance.md"
        page.write_text(table.between(page.read_text(encoding="utf-8"), *MARKS, text), encoding="utf-8")


if __name__ == "__main__":
    main()
