"""Streams that are closed, full or no longer read, a current folder that is gone: no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import NO_SEARCH, ZERO_SEED, write

CLOSED = "it is closed"
FULL = "No space left on device"


def shell(folder: Path, command: str) -> tuple[int, str, str]:
    """What a command line of bash does, in which ``tunelint`` is ours."""
    ours = f'tunelint() {{ "{sys.executable}" -m tunelint "$@"; }}; {command}'
    run = subprocess.run(["bash", "-c", ours], cwd=folder, capture_output=True, text=True)
    assert "Traceback" not in run.stderr
    assert "Exception ignored" not in run.stderr
    return run.returncode, run.stdout, run.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, {"a.py": ZERO_SEED, "b.py": NO_SEARCH})


COMMANDS = [
    "check",
    "check b.py",
    "check --output-format concise",
    "check --output-format json",
    "check --statistics",
    "check --show-files",
    "check --diff",
    "check --fix --no-cache",
    "check --write-baseline known.json",
    "rules",
    "rules --output-format json",
    "explain TUN101",
    "explain --color always TUN101",
    "confirm b.py",
    "--help",
    "check --help",
    "confirm -h",
    "--version",
]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("output", "reason"), [(">&-", CLOSED), (">/dev/full", FULL)])
def test_an_output_that_cannot_be_written_to_is_2(
    folder: Path, command: str, output: str, reason: str
) -> None:
    status, _, errors = shell(folder, f"tunelint {command} {output}")

    assert status == 2
    assert errors.splitlines()[-1] == f"error: standard output cannot be written to: {reason}"


@pytest.mark.parametrize("command", [*COMMANDS[:4], "rules", "explain TUN101", "check --help"])
def test_an_output_that_nobody_reads_is_no_error(folder: Path, command: str) -> None:
    status, _, errors = shell(folder, f"tunelint {command} | true; exit ${{PIPESTATUS[0]}}")

    assert status in (0, 1)
    assert "error" not in errors


@pytest.mark.parametrize("command", ["check", "check gone", "check --no-such", "", "check --diff"])
@pytest.mark.parametrize("errors", ["2>&-", "2>/dev/full"])
def test_errors_that_cannot_be_written_change_nothing(
    folder: Path, command: str, errors: str
) -> None:
    expected = shell(folder, f"tunelint {command}")
    status, output, _ = shell(folder, f"tunelint {command} {errors}")

    assert (status, output) == expected[:2]


def test_an_input_that_is_closed_is_told(folder: Path) -> None:
    status, output, errors = shell(folder, "tunelint check - <&-")

    assert (status, output) == (2, "")
    assert errors == "error: standard input cannot be read: it is closed\n"


def test_the_fixed_program_cannot_be_handed_back(folder: Path) -> None:
    for output, reason in ((">&-", CLOSED), (">/dev/full", FULL)):
        status, _, errors = shell(folder, f"tunelint check --fix - <a.py {output}")

        assert status == 2
        assert errors.splitlines()[-1] == f"error: standard output cannot be written to: {reason}"


def test_no_file_takes_the_place_of_a_closed_stream(folder: Path) -> None:
    status, _, _ = shell(folder, "tunelint check --write-baseline known.json <&- >&- 2>&-")

    assert status == 2
    assert (folder / "known.json").read_text().startswith('{\n  "version"')
    assert (folder / "a.py").read_text() == ZERO_SEED


class TestACurrentFolderThatIsGone:
    REASON = "the current folder is gone; change to a different one, or pass absolute paths"

    def run(self, folder: Path, command: str) -> tuple[int, str, str]:
        (folder / "gone").mkdir()
        given = command.replace("FOLDER", str(folder))
        return shell(folder, f"cd gone && rmdir ../gone && tunelint {given} <'{folder}/a.py'")

    @pytest.mark.parametrize(
        ("command", "path"),
        [
            ("check", "."),
            ("check b.py", "b.py"),
            ("check -", "-"),
            ("check FOLDER/a.py --write-baseline known.json", "known.json"),
            ("check FOLDER/b.py --exclude x/y", "."),
            ("confirm FOLDER/b.py", "."),
            ("new-rule ACME001 search-too-long", "."),
        ],
    )
    def test_it_is_told_where_it_is_needed(self, folder: Path, command: str, path: str) -> None:
        assert self.run(folder, command) == (2, "", f"error: {path}: {self.REASON}\n")

    def test_whole_paths_need_none(self, folder: Path) -> None:
        command = "check FOLDER/a.py --output-format concise"

        status, output, errors = self.run(folder, command)

        assert (status, errors) == (1, "")
        assert output.startswith(f"{folder}/a.py:7:5: TUN102 ")

    @pytest.mark.parametrize(
        "command",
        [
            *(
                "rules",
                "explain TUN101",
                "check FOLDER/b.py",
                "check - --stdin-filename FOLDER/b.py",
            ),
            *("check FOLDER/a.py --write-baseline FOLDER/known.json", "check -e FOLDER"),
        ],
    )
    def test_so_do_others(self, folder: Path, command: str) -> None:
        if "stdin" in command:
            (folder / "a.py").write_text(NO_SEARCH)

        status, output, errors = self.run(folder, command)

        assert (status, errors) == (0, "")
        assert output
