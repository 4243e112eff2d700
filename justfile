# `just ci` is the whole check, the same that .ci/run does; the other recipes are its parts.

set shell := ["bash", "-euo", "pipefail", "-c"]

# List the recipes
default:
    @just --list

# Everything that must hold before a change is kept
ci:
    .ci/run

# Build what a user runs
build:
    cargo build --release

# Every test
test:
    cargo test --release

# The worked vectors only
vectors:
    cargo test --release --test vectors

# Lay out the code
fmt:
    cargo fmt

# Formatting and lints, warnings denied
lint:
    cargo fmt -- --check
    cargo clippy --all-targets -- -D warnings

# Check the built-in protocols
protocols:
    cargo run --release -q -- protocol check --strict

# The long fault harness: 1,000 kills, a kill at every system call, every call refused, full disks, 500 trials of lines
# taken out, 200 blocks zeroed, 1,000 flipped bits, forks, ends of lines, links and pipes, a full standard output (some hours)
faults:
    YJS_FAULTS=long cargo test --release --test faults -- --nocapture --test-threads=2

# A million inputs for each reader: the store's, cases, CSV, protocols
fuzz count="1000000":
    YJS_FUZZ={{count}} cargo test --release --lib fuzz -- --nocapture
    YJS_FUZZ={{count}} cargo test --release --test fuzz -- --nocapture

# Write again what the commands print under tests/cmd and in README.md, and the completions; read it before keeping it
generate:
    TRYCMD=overwrite cargo test --test commands
    YJS_GENERATE=1 cargo test --test generated
    README=overwrite cargo test --test readme

# The recipes of docs/engines.md: GNU parallel, DuckDB, Spark, each when it is here (PYTHON names a Python that has them)
engines:
    cargo build --release
    tests/engines/run

# The table of docs/performance.md, yjs beside its peers: --quick to try, --write to keep; needs a quiet machine
[positional-arguments]
bench *options:
    cargo build --release --bins --examples
    cargo build --release --manifest-path benches/zen/Cargo.toml --target-dir "${CARGO_TARGET_DIR:-target}/zen" || true
    python3 -m venv "${CARGO_TARGET_DIR:-target}/engines" && \
        "${CARGO_TARGET_DIR:-target}/engines/bin/python" -m pip install -q duckdb duckdb-cli || true
    python3 -B benches/run.py "$@"

# Instructions of deadlines and check against benches/instructions.json: --update REASON keeps those of now
[positional-arguments]
instructions *options:
    cargo build --release
    python3 -B benches/instructions "$@"

# Licences and sources of what is built in
deny:
    cargo deny check bans licenses sources

# Make the pictures of README.md again, from the sample; look at them before keeping them. The page needs Chromium.
pictures:
    YJS_GENERATE=1 cargo test --test generated pictures
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=900,1500 --screenshot=docs/pictures/brief.png "file://$PWD/docs/pictures/brief.html"
