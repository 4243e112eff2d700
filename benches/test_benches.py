"""What the measurements rest on: data that are the same each time, tables that say what was asked, verdicts that can fail."""

import hashlib
import importlib.machinery
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import make_rules  # noqa: E402
import table  # noqa: E402


def script(name):
    """A script without an ending, as a module."""
    loader = importlib.machinery.SourceFileLoader(name, str(HERE / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


class Data(unittest.TestCase):
    # When the caseload is changed on purpose: put the new hash here, and benches/instructions --update its figures.
    CASES = "0ea173dbbda83b0d605aee51f32f5f4c57f4d351f3a03857dfe0fbc251958447"

    def test_the_caseload_is_the_same_each_time(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "cases.jsonl"
            subprocess.run([sys.executable, HERE / "make_data.py", "100", file], check=True, capture_output=True)
            made = hashlib.sha256(file.read_bytes()).hexdigest()
        self.assertEqual(made, self.CASES)

    def test_repeated_cases_have_references_of_their_own(self):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.write('{"ref":"YJ-1","facts":{}}\n{"ref":"YJ-2","facts":{}}\n')
            file.flush()
            argv = [sys.executable, HERE / "repeat.py", file.name, "3"]
            lines = subprocess.run(argv, check=True, capture_output=True, text=True).stdout.splitlines()
        self.assertEqual(len({json.loads(line)["ref"] for line in lines}), 6)

    def test_each_clock_of_the_peers_is_one_of_the_protocols_with_the_same_events(self):
        for line in (HERE / "peers" / "clocks.jsonl").read_text(encoding="utf-8").splitlines():
            clock = json.loads(line)
            rules = json.loads((HERE / "../data/protocols" / clock["protocol"] / "clocks.json").read_text(encoding="utf-8"))
            rule = next(rule for rule in rules["rules"] if rule["id"] == clock["rule"])
            self.assertEqual(clock["starts"], rule["starts"]["event"])
            self.assertEqual(clock["stops"], rule["stops"])
            within = rule["within"]
            if isinstance(within, str) and within.endswith("h"):
                self.assertEqual(clock["hours"], int(within[:-1]))
            if isinstance(within, str) and within.endswith("d") and not within.endswith("wd"):
                self.assertEqual(clock["days"], int(within[:-1]))


class DecisionTables(unittest.TestCase):
    CONDITION = {"all": [{"fact": "a", "is": True}, {"any": [{"fact": "b", "in": ["x", "y"]}, {"fact": "c", "below": 13}]}]}

    def test_a_condition_becomes_the_ways_in_which_it_can_hold(self):
        ways = [[(test["fact"], make_rules.cell(test)) for test in way] for way in make_rules.alternatives(self.CONDITION)]
        self.assertEqual(ways, [[("a", "true"), ("b", '"x", "y"')], [("a", "true"), ("c", "< 13")]])

    def test_a_condition_becomes_an_expression(self):
        self.assertEqual(make_rules.expression(self.CONDITION), '(a == true and (b in ["x", "y"] or (c != null and c < 13)))')

    def test_what_a_table_cannot_say_is_refused(self):
        with self.assertRaises(SystemExit):
            make_rules.alternatives({"at_least": 2, "of": []})


class Table(unittest.TestCase):
    def test_a_row_is_met_by_each_of_its_values_or_not(self):
        row = table.Row("x", [0.7, 0.7], [0.45, 0.45])
        self.assertEqual(row.verdict(), "not measured")
        self.assertEqual(row.put(0, 0.6).verdict(), "met; not measured")
        self.assertEqual(row.put(1, 0.71).verdict(), "met; **not met**")
        self.assertEqual(row.put(0, 0.4).put(1, 0.45).verdict(), "met, aim too")

    def test_more_is_better_where_it_is_said(self):
        row = table.Row("x", [8], [15], better="more")
        self.assertEqual([row.put(0, value).verdict() for value in (7.9, 8, 15)], ["**not met**", "met", "met, aim too"])

    def test_every_figure_of_the_page_is_one_of_the_table(self):
        page = (HERE / "../docs/performance.md").read_text(encoding="utf-8")
        for row in table.figures().values():
            self.assertIn(f"| {row.figure} |", page)

    def test_only_what_stands_between_the_marks_is_replaced(self):
        self.assertEqual(table.between("a <b> old <e> c", "<b>", "<e>", "new\n"), "a <b>\n\nnew\n\n<e> c")
        with self.assertRaises(SystemExit):
            table.between("a <b> old c", "<b>", "<e>", "new")


class Instructions(unittest.TestCase):
    def test_over_ten_in_a_hundred_more_is_out_of_bounds(self):
        verdict = script("instructions").verdict
        self.assertEqual([verdict("check", now, 1000)[1] for now in (500, 1000, 1100, 1101)], [True, True, True, False])
        self.assertFalse(verdict("check", 1, None)[1])


if __name__ == "__main__":
    unittest.main()
