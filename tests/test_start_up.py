"""A run imports what it needs: it has to be over before anybody waits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import NO_SEARCH, ZERO_SEED

NOT_NEEDED = {
    *("libcst", "rich", "jinja2", "sqlite3", "multiprocessing", "pathspec", "importlib.metadata"),
    *(
        "msgspec",
        "email",
        "difflib",
        "tempfile",
        "zipfile",
        "tunelint.engine.check_unit",
    ),
    *("tunelint.reports.json", "tunelint.reports.rule_pages"),
}
SCRIPT = """
import sys
before = set(sys.modules)
from tunelint.cli.main import main
from tunelint.engine import jobs
jobs.CAN_COPY = False  # what is imported is imported here
try:
    main(sys.argv[1:])
except SystemExit as end:
    print(end.code, *sorted(set(sys.modules) - before))
"""


def checked(folder: Path, *arguments: str) -> tuple[str, str, set[str]]:
    """What ``check`` says, its exit status, and the modules that it imports."""
    command = [sys.executable, "-c", SCRIPT, "check", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    *said, listed = run.stdout.splitlines()
    status, *modules = listed.split()
    return "\n".join(said), status, set(modules)


@pytest.mark.parametrize("arguments", [(".",), ("--fix", "."), ("a.py",)])
def test_where_there_is_no_search(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "a.py").write_text(NO_SEARCH)

    said, status, modules = checked(tmp_path, *arguments)

    assert (said, status) == ("No findings in 1 file.", "0")
    assert modules & NOT_NEEDED == set()


def test_readers_are_imported_where_a_text_has_a_sign_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(ZERO_SEED)

    _, status, modules = checked(tmp_path, "--output-format", "concise", "a.py")

    read = {name for name in modules if name.endswith(".reader")}
    assert status == "1"
    assert "tunelint.libraries.keras_tuner.reader" in read
    assert not {name for name in read if name.split(".")[2] in {"hyperopt", "optuna", "torch"}}


INTERRUPTED = """
import os, signal, sys
from importlib.abc import MetaPathFinder
from tunelint.__main__ import main

class Interrupting:
    def __set_name__(self, owner, name):
        os.kill(os.getpid(), signal.SIGINT)
        sum(range(1000))

class Finder(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == MODULE:
            type("Importing", (), {"attribute": Interrupting()})

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Finder())
sys.argv[1:] = ["check"]
main()
"""


@pytest.mark.parametrize("module", ["tunelint.cli.main", "click", "tunelint.files.source"])
def test_ctrl_c_while_it_is_imported_ends_it_without_a_word(tmp_path: Path, module: str) -> None:
    script = f"MODULE = {module!r}\n{INTERRUPTED}"
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (run.returncode, run.stdout, run.stderr) == (130, "", "")
