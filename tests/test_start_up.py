"""A run that finds nothing to read imports little: it has to be over before anybody waits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

NOT_NEEDED = {
    *("libcst", "rich", "jinja2", "sqlite3", "multiprocessing", "pathspec", "importlib.metadata"),
    *("email", "tomllib", "difflib", "tempfile", "zipfile", "tunelint.judging"),
    *("tunelint.syntax", "tunelint.reports.as_json", "tunelint.reports.pages"),
}
SCRIPT = """
import sys
before = set(sys.modules)
from tunelint.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    print(end.code, *sorted(set(sys.modules) - before))
"""


@pytest.mark.parametrize("options", [(), ("--fix",)])
def test_a_folder_without_a_search(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "a.py").write_text("import os\n\nprint(os.getcwd())\n")
    command = [sys.executable, "-c", SCRIPT, "check", *options, "."]

    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    said, listed = run.stdout.splitlines()
    status, *modules = listed.split()
    assert (said, status) == ("No findings.", "0")
    assert set(modules) & NOT_NEEDED == set()
