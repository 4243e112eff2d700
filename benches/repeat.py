#!/usr/bin/env python3
"""Writes the cases of a file again and again to standard output, each time under new references: repeat.py FILE TIMES."""

import pathlib
import sys

text = pathlib.Path(sys.argv[1]).read_bytes()
for number in range(int(sys.argv[2])):
    sys.stdout.buffer.write(text.replace(b'{"ref":"YJ-', b'{"ref":"YJ-%d-' % number))
