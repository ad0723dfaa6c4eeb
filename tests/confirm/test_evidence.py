"""Verdicts are kept: `check` shows them until the code changes, `confirm` does not ask again."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.command import notebook, tunelint, write
from tests.confirm.test_command import JSON, ONLY, UNSEEDED, Asked, agreeing, asked, stopping
from tunelint.lab.verdict_store import store_of

__all__ = ["asked"]

CONCISE = ("--output-format", "concise")
STORE = ".tunelint/evidence.sqlite"
HELPERS = "def size():\n    return 8\n"
USING_HELPERS = "from helpers import size\n" + UNSEEDED


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run is on the same day."""
    monkeypatch.setattr("tunelint.confirm.session.today", lambda: "2026-11-20")


def confirmed_project(tmp_path: Path, program: str = UNSEEDED, **more: str) -> Path:
    folder = write(tmp_path, {"a.py": program, **more})
    assert "1 confirmed." in tunelint(folder, "confirm", *ONLY).output
    return folder


def shown(folder: Path, *arguments: str) -> list[str]:
    """The verdicts that `check` shows."""
    lines = tunelint(folder, "check", *ONLY, *CONCISE, *arguments).output.splitlines()[:-2]
    return [line.rpartition(" (")[2].rstrip(")") if line.endswith(")") else "" for line in lines]


class TestCheckShowsIt:
    def test_in_every_format(self, tmp_path: Path, asked: Asked) -> None:
        folder = confirmed_project(tmp_path)

        full = tunelint(folder, "check", *ONLY).output
        (finding,) = tunelint(folder, "check", *ONLY, *JSON).findings

        assert shown(folder) == ["confirmed 2026-11-20 on cpu"]
        assert "\nnote: confirmed 2026-11-20 on cpu: two runs share 2 of 3 configurations" in full
        assert finding["verdict"] == "confirmed"
        assert finding["date"] == "2026-11-20"
        assert finding["evidence"]["numbers"] == {"proposed": 3, "same": 2}
        assert finding["versions"] == {"keras_tuner": "1.4.8"}

    def test_a_refuted_finding_stays_a_finding(self, tmp_path: Path, asked: Asked) -> None:
        asked.answers = agreeing
        folder = write(tmp_path, {"a.py": UNSEEDED})
        tunelint(folder, "confirm", *ONLY)

        assert shown(folder) == ["refuted 2026-11-20 on cpu"]
        assert tunelint(folder, "check", *ONLY).status == 1

    def test_until_the_file_changes(self, tmp_path: Path, asked: Asked) -> None:
        folder = confirmed_project(tmp_path)

        (folder / "a.py").write_text(UNSEEDED + "print()\n")
        assert shown(folder) == [""]
        (folder / "a.py").write_text(UNSEEDED)
        assert shown(folder) == ["confirmed 2026-11-20 on cpu"]

    def test_until_an_imported_module_changes(self, tmp_path: Path, asked: Asked) -> None:
        folder = confirmed_project(tmp_path, USING_HELPERS, **{"helpers.py": HELPERS})

        assert shown(folder, "a.py") == ["confirmed 2026-11-20 on cpu"]
        (folder / "helpers.py").write_text(HELPERS.replace("8", "16"))
        assert shown(folder, "a.py") == [""]
        (folder / "helpers.py").unlink()
        assert shown(folder, "a.py") == [""]

    def test_what_a_notebook_printed_does_not_count(self, tmp_path: Path, asked: Asked) -> None:
        folder = write(tmp_path, {"n.ipynb": notebook(UNSEEDED)})
        tunelint(folder, "confirm", *ONLY)

        printed = (folder / "n.ipynb").read_text().replace('"outputs": []', '"outputs": [{}]')
        (folder / "n.ipynb").write_text(printed)
        assert shown(folder) == ["confirmed 2026-11-20 on cpu"]
        (folder / "n.ipynb").write_text(notebook(UNSEEDED, "print()"))
        assert shown(folder) == [""]

    def test_a_buffer_is_compared_and_not_the_file(self, tmp_path: Path, asked: Asked) -> None:
        folder = confirmed_project(tmp_path)
        arguments = ("check", "-", "--stdin-filename", "a.py", *ONLY, *CONCISE)

        same = tunelint(folder, *arguments, given=UNSEEDED.encode())
        changed = tunelint(folder, *arguments, given=UNSEEDED.encode() + b"print()\n")

        assert "(confirmed " in same.output
        assert "(confirmed " not in changed.output


class TestConfirmDoesNotAskAgain:
    def test_while_the_verdict_holds(self, tmp_path: Path, asked: Asked) -> None:
        folder = confirmed_project(tmp_path)
        asked.clear()

        again = tunelint(folder, "confirm", *ONLY)

        assert asked == []
        assert again.status == 1
        assert "2 of 3 configurations (cpu, on 2026-11-20)" in again.output
        (finding,) = tunelint(folder, "confirm", *ONLY, *JSON).findings
        assert (finding["remembered"], finding["verdict"]) == (True, "confirmed")

    def test_fresh_asks_again_and_keeps_what_it_hears(self, tmp_path: Path, asked: Asked) -> None:
        folder = confirmed_project(tmp_path)
        asked.answers = agreeing

        assert "1 refuted." in tunelint(folder, "confirm", *ONLY, "--fresh").output
        assert shown(folder) == ["refuted 2026-11-20 on cpu"]
        asked.answers = stopping
        assert "1 inconclusive." in tunelint(folder, "confirm", *ONLY, "--fresh").output
        assert shown(folder) == [""]

    def test_what_was_inconclusive_is_asked_again(self, tmp_path: Path, asked: Asked) -> None:
        folder = write(tmp_path, {"a.py": UNSEEDED})
        asked.answers = stopping
        tunelint(folder, "confirm", *ONLY)
        asked.clear()

        tunelint(folder, "confirm", *ONLY)

        assert len(asked) == 2
        assert not (folder / STORE).exists()

    @pytest.mark.parametrize(
        "other",
        [
            ("--", "--data", "x.csv"),
            ("--rows", "10"),
            ("--device", "cpu"),
            ("--full",),
            ("--setup", "b.txt"),
        ],
    )
    def test_asked_in_another_way_it_is_another_question(
        self, tmp_path: Path, asked: Asked, other: Sequence[str]
    ) -> None:
        folder = confirmed_project(tmp_path, **{"b.txt": ""})
        asked.clear()

        tunelint(folder, "confirm", *ONLY, "a.py", *other)
        assert len(asked) == 2
        tunelint(folder, "confirm", *ONLY, "a.py", *other)
        assert len(asked) == 2

    def test_a_changed_file_that_runs_first_is_another_question(
        self, tmp_path: Path, asked: Asked
    ) -> None:
        folder = write(tmp_path, {"a.py": UNSEEDED, "b/first.py": "x = 1\n"})
        arguments = ("confirm", "a.py", *ONLY, "--setup", "b/first.py")
        tunelint(folder, *arguments)
        (folder / "b/first.py").write_text("x = 2\n")
        asked.clear()

        tunelint(folder, *arguments)

        assert len(asked) == 2

    def test_subjects_that_check_does_not_flag_are_not_kept(
        self, tmp_path: Path, asked: Asked
    ) -> None:
        folder = write(tmp_path, {"a.py": UNSEEDED.replace("=20)\n", "=20, seed=7)\n", 1)})

        assert "1 confirmed" in tunelint(folder, "confirm", *ONLY, "--force", "TUN101").output

        assert not (folder / STORE).exists()


class TestAStoreThatCannotBeUsed:
    def test_a_broken_one_is_as_none(self, tmp_path: Path, asked: Asked) -> None:
        folder = write(tmp_path, {"a.py": UNSEEDED, STORE: "no database " * 99})

        check = tunelint(folder, "check", *ONLY, *CONCISE)
        confirm = tunelint(folder, "confirm", *ONLY)

        assert check.status == confirm.status == 1
        assert "1 confirmed." in confirm.output
        where = f"{folder / STORE}: file is not a database\n"
        assert check.errors == f"warning: earlier verdicts are not shown: {where}"
        assert confirm.errors == f"warning: verdicts are not kept: {where}"

    @pytest.mark.parametrize(
        "change",
        [
            "record = '{}'",
            "record = replace(record, 'confirmed', 'refuted')",
            "date = '2026-11-19'",
            "request = fingerprint",
            "seal = ''",
        ],
    )
    def test_a_record_that_was_changed_is_not_believed(
        self, tmp_path: Path, asked: Asked, change: str
    ) -> None:
        folder = confirmed_project(tmp_path)
        with sqlite3.connect(folder / STORE) as connection:
            connection.execute(f"UPDATE verdicts SET {change}")
        connection.close()

        check = tunelint(folder, "check", *ONLY, *CONCISE)

        assert shown(folder) == [""]
        assert check.errors == ""
        confirmed_project(tmp_path)
        assert shown(folder) == ["confirmed 2026-11-20 on cpu"]

    def test_a_verdict_of_another_finding_is_not_believed(
        self, tmp_path: Path, asked: Asked
    ) -> None:
        folder = write(tmp_path, {"a.py": UNSEEDED, "b.py": UNSEEDED})
        tunelint(folder, "confirm", *ONLY, "a.py")
        _, other = tunelint(folder, "check", *ONLY, *JSON).findings
        with sqlite3.connect(folder / STORE) as connection:
            connection.execute("UPDATE verdicts SET fingerprint = ?", (other["fingerprint"],))
        connection.close()

        assert shown(folder) == ["", ""]

    def test_that_of_another_user_is_not_believed(
        self, tmp_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = confirmed_project(tmp_path)

        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "theirs"))

        assert shown(folder) == [""]
        assert "1 confirmed." in tunelint(folder, "confirm", *ONLY).output

    def test_without_a_key_nothing_is_kept(
        self, tmp_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = write(tmp_path, {"a.py": UNSEEDED, "theirs": "a file in its place"})
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "theirs"))

        run = tunelint(folder, "confirm", *ONLY)

        assert "1 confirmed." in run.output
        assert run.errors == (
            f"warning: verdicts are not kept: {folder / STORE}: no private folder can hold"
            " the key for it\n"
        )

    def test_a_locked_one_is_as_none(self, tmp_path: Path, asked: Asked) -> None:
        folder = confirmed_project(tmp_path)
        connection = sqlite3.connect(folder / STORE)
        connection.execute("BEGIN EXCLUSIVE")

        check = tunelint(folder, "check", *ONLY, *CONCISE)
        connection.close()

        assert check.errors.endswith(": database is locked\n")
        assert "(confirmed" not in check.output

    def test_where_nothing_can_be_written_nothing_is_kept(
        self, tmp_path: Path, asked: Asked
    ) -> None:
        folder = write(tmp_path, {"a.py": UNSEEDED, ".tunelint": "a file in its place"})

        run = tunelint(folder, "confirm", *ONLY)

        assert "1 confirmed." in run.output
        assert run.errors.startswith("warning: verdicts are not kept: ")
        assert run.errors.count("\n") == 1

    @pytest.mark.parametrize(
        "place", [".tunelint", STORE, f"{STORE}-journal", f"{STORE}-wal", ".tunelint/.gitignore"]
    )
    def test_one_that_a_link_leads_to_is_neither_read_nor_written(
        self, tmp_path: Path, asked: Asked, place: str
    ) -> None:
        folder = confirmed_project(tmp_path / "project")
        victim = tmp_path / "victim"
        if (folder / place).exists():
            (folder / place).rename(victim)
        else:
            victim.write_text("precious")
        files = [victim] if victim.is_file() else [one for one in victim.iterdir() if one.is_file()]
        before = [file.read_bytes() for file in files]
        (folder / place).symlink_to(victim)

        run = tunelint(folder, "confirm", *ONLY)

        assert "1 confirmed." in run.output
        link = f"{folder}/.tunelint: it is a link, or holds one; remove it"
        assert run.errors == f"warning: verdicts are not kept: {link}\n"
        check = tunelint(folder, "check", *ONLY)
        assert check.errors in ("", f"warning: earlier verdicts are not shown: {link}\n")
        assert shown(folder) == [""]
        assert [file.read_bytes() for file in files] == before

    def test_that_of_another_version_is_replaced(self, tmp_path: Path, asked: Asked) -> None:
        folder = confirmed_project(tmp_path)
        with sqlite3.connect(folder / STORE) as connection:
            connection.execute("PRAGMA user_version = 99")
            connection.execute("DROP TABLE verdicts")
        connection.close()

        assert shown(folder) == [""]
        confirmed_project(tmp_path)
        assert shown(folder) == ["confirmed 2026-11-20 on cpu"]


def test_the_store_keeps_itself_out_of_git(tmp_path: Path, asked: Asked) -> None:
    folder = confirmed_project(tmp_path)

    assert store_of(folder) == folder / STORE
    assert (folder / ".tunelint/.gitignore").read_text() == "*\n"


def test_without_a_store_check_does_not_import_sqlite(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.py": UNSEEDED})
    script = (
        "import sys\nfrom tunelint.cli.main import main\n"
        "try:\n    main(['check'])\nexcept SystemExit:\n    print('sqlite3' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )

    assert run.stdout.splitlines()[-1] == "False"
    assert "TUN101" in run.stdout
