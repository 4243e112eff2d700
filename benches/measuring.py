"""Runs whole processes and measures them: wall time, and peak memory apart from this script's own."""

import os
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile
import time

# The orders of the rounds are the same each time.
ORDER = 2026


class Command:
    """A process to measure: what it is called, its arguments, and the exit codes that are no failure."""

    def __init__(self, name, argv, codes=(0,), env=None):
        self.name, self.argv, self.codes = name, [str(part) for part in argv], codes
        self.env = {**os.environ, **(env or {})}
        self.times = []

    def run(self, argv=None):
        """Runs once with its output thrown away; returns the seconds from start to end."""
        argv = argv or self.argv
        nothing = [(os.POSIX_SPAWN_OPEN, number, os.devnull, flag, 0)
                   for number, flag in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY))]
        start = time.perf_counter()
        child = os.posix_spawn(argv[0], argv, self.env, file_actions=nothing)
        _, status, _ = os.wait4(child, 0)
        seconds = time.perf_counter() - start
        self.checked(os.waitstatus_to_exitcode(status))
        return seconds

    def output(self):
        """What it prints, to be compared."""
        done = subprocess.run(self.argv, env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.checked(done.returncode, done.stderr)
        return done.stdout

    def peak(self, feed=None):
        """Peak memory in bytes; `feed` is a process whose output it reads.

        A child counts the memory of the process that started it as its own, so a small one stands between: `time`.
        """
        timer = shutil.which("time", path="/usr/bin:/bin:/usr/local/bin")
        with tempfile.NamedTemporaryFile("r") as report, open(os.devnull, "w") as nowhere:
            argv = [timer, "-f", "%M", "-o", report.name, *self.argv] if timer else self.argv
            feeder = subprocess.Popen(feed, stdout=subprocess.PIPE) if feed else None
            source = feeder.stdout if feeder else subprocess.DEVNULL
            child = subprocess.Popen(argv, env=self.env, stdin=source, stdout=nowhere, stderr=nowhere)
            if feeder:
                feeder.stdout.close()
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            if feeder and feeder.wait() != 0:
                raise SystemExit(f"{feed} failed")
            self.checked(child.returncode)
            # `time` says first when a command did not exit with 0.
            kibibytes = int(report.read().split()[-1]) if timer else used.ru_maxrss
        return kibibytes * 1024

    def checked(self, code, said=""):
        if code not in self.codes:
            raise SystemExit(f"{self.name} exited with {code}: {' '.join(self.argv)}\n{said}")

    @property
    def least(self):
        return min(self.times)

    @property
    def median(self):
        return statistics.median(self.times)


def interleaved(commands, rounds, say=lambda text: None):
    """Runs each command in turn, again and again, so that a slow moment of the machine meets all alike.

    Each round has an order of its own: what a large process leaves behind it (memory to clear, caches full of other
    things) must not always meet the same one next.
    """
    for command in commands:
        command.run()  # the warm-up: files into the cache
        command.times.clear()
    orders = random.Random(ORDER)
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for command in orders.sample(commands, len(commands)):
            command.times.append(command.run())


def two_cores():
    """Pins this process, and so its children, to two cores; returns how many they may use."""
    if not hasattr(os, "sched_setaffinity"):
        return os.cpu_count()
    cores = sorted(os.sched_getaffinity(0))[:2]
    os.sched_setaffinity(0, cores)
    return len(cores)


def found(name, *places):
    """A program by name: in the places given first, then on the path; none where it is not here."""
    for place in places:
        path = pathlib.Path(place) / name
        if os.access(path, os.X_OK):
            return str(path.absolute())
    return shutil.which(name)
