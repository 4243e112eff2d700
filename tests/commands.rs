//! What a user sees: every file under `tests/cmd/` runs the real binary with a pinned clock and a clean terminal. A
//! file's name is the behaviour. `TRYCMD=overwrite cargo test --test commands` writes what is printed; read it before
//! keeping it.

#[test]
fn commands_print_what_their_files_say() {
    trycmd::TestCases::new()
        .env("YJS_NOW", "2026-06-10T10:00:00+01:00")
        .env("YJS_CLOCK", "now")
        .env("YJS_STORE", "store")
        .env("LOGNAME", "jm")
        .env("YJS_PROTOCOL", "")
        .env("YJS_CONFIG", "config")
        .env("LANG", "C.UTF-8")
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "xterm")
        .env("COLUMNS", "80")
        .env("NO_COLOR", "1")
        .env("CLICOLOR_FORCE", "0")
        .case("tests/cmd/*/*.toml")
        .case("tests/cmd/*/*.trycmd");
}
