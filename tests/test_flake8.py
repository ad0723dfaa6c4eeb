"""The flake8 plugin, run by the real flake8."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.command import NO_SEARCH, ZERO_SEED, notebook, write
from tunelint.cli.flake8 import Plugin
from tunelint.files.project import Project
from tunelint.files.source import Source, UnreadableSource

SETTINGS = "[flake8]\nmax-line-length = 200\nselect = TUN,E9\n"


def flake8(folder: Path, *arguments: str, given: str = "") -> tuple[int, list[str], str]:
    """Exit status, the lines reported, and what went to the standard error stream."""
    (folder / ".flake8").write_text(SETTINGS)
    run = subprocess.run(
        [sys.executable, "-m", "flake8", *arguments],
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    return run.returncode, run.stdout.splitlines(), run.stderr


def places(folder: Path, files: Mapping[str, str | bytes], *arguments: str) -> list[str]:
    """The ``path:line:column: code`` of everything reported."""
    _, lines, errors = flake8(write(folder, files), *(arguments or (".",)))
    assert errors == ""
    return sorted(" ".join(line.split()[:2]) for line in lines)


def test_flake8_knows_the_plugin(tmp_path: Path) -> None:
    _, lines, _ = flake8(tmp_path, "--version")

    assert any("tunelint: " in line for line in lines)


def test_findings_are_reported_with_message_and_place(tmp_path: Path) -> None:
    status, lines, _ = flake8(write(tmp_path, {"a.py": ZERO_SEED, "b.py": NO_SEARCH}), ".")

    assert status == 1
    (line,) = lines
    assert line.startswith("./a.py:7:5: TUN102 warning: seed=0 is ignored")


class TestOneConfiguration:
    def test_selection_and_options_are_read(self, tmp_path: Path) -> None:
        files = {"a.py": ZERO_SEED, "tunelint.toml": "ignore = ['TUN102']\n"}

        assert places(tmp_path, files) == []

    def test_per_file_ignores_are_read(self, tmp_path: Path) -> None:
        text = "[per-file-ignores]\n'a.py' = ['TUN1']\n"
        files = {"a.py": ZERO_SEED, "b.py": ZERO_SEED, "tunelint.toml": text}

        assert places(tmp_path, files) == ["./b.py:7:5: TUN102"]

    def test_exclusions_are_read(self, tmp_path: Path) -> None:
        files = {"old/a.py": ZERO_SEED, "tunelint.toml": "extend-exclude = ['old']\n"}

        assert places(tmp_path, files) == []

    def test_a_mistake_in_it_stops_flake8(self, tmp_path: Path) -> None:
        files = {"a.py": ZERO_SEED, "tunelint.toml": "selct = []\n"}

        status, lines, errors = flake8(write(tmp_path, files), ".")

        assert status == 1
        assert "unknown key 'selct'; did you mean select?" in lines[0]
        assert "Traceback" not in errors

    def test_flake8_s_own_options_hold_too(self, tmp_path: Path) -> None:
        assert places(tmp_path, {"a.py": ZERO_SEED}, "--extend-ignore=TUN102", ".") == []


class TestOneSetOfComments:
    @pytest.mark.parametrize(
        "comment",
        ["# noqa", "# noqa: TUN102", "# tunelint: ignore[TUN102] on purpose", "# tunelint: ignore"],
    )
    def test_line_comments_hold(self, tmp_path: Path, comment: str) -> None:
        text = ZERO_SEED.replace("seed=0,", f"seed=0,  {comment}")

        assert places(tmp_path, {"a.py": text}) == []

    @pytest.mark.parametrize(
        "comment", ["# flake8: noqa", "# flake8: noqa: TUN102", "# tunelint: ignore-file[TUN102]"]
    )
    def test_file_comments_hold(self, tmp_path: Path, comment: str) -> None:
        assert places(tmp_path, {"a.py": f"{comment}\n{ZERO_SEED}"}) == []

    def test_unused_ones_are_told_when_asked_for(self, tmp_path: Path) -> None:
        files = {"a.py": "x = 1  # noqa: TUN102\n", "tunelint.toml": "advice = true\n"}

        assert places(tmp_path, files) == ["./a.py:1:16: TUN902"]


class TestFindingsElsewhere:
    def test_they_stand_at_the_import_that_leads_there(self, tmp_path: Path) -> None:
        files = {
            "pkg/__init__.py": "",
            "pkg/tuning.py": ZERO_SEED,
            "pkg/driver.py": "import os\nfrom pkg import tuning\n",
            "main.py": "import os\n\nimport sys\nif os:\n    from pkg import driver\n",
        }
        write(tmp_path, files)

        status, lines, _ = flake8(tmp_path, "main.py")
        assert status == 1
        (line,) = lines
        assert line.startswith("main.py:5:5: TUN102 warning: seed=0 is ignored")
        assert line.endswith("(at pkg/tuning.py:7:5)")

        assert places(tmp_path, {}, "pkg/driver.py") == ["pkg/driver.py:2:1: TUN102"]

    def test_a_relative_import_leads_there_too(self, tmp_path: Path) -> None:
        files = {
            "src/pkg/__init__.py": "",
            "src/pkg/tuning.py": ZERO_SEED,
            "src/pkg/main.py": "from .tuning import tuner\n",
        }

        assert places(tmp_path, files, "src/pkg/main.py") == ["src/pkg/main.py:1:1: TUN102"]

    @pytest.mark.parametrize("comment", ["# noqa: TUN102", "# tunelint: ignore[TUN102]"])
    def test_a_comment_at_the_import_holds(self, tmp_path: Path, comment: str) -> None:
        files = {"tuning.py": ZERO_SEED, "main.py": f"import tuning  {comment}\n"}

        assert places(tmp_path, files, "main.py") == []


class TestWhatIsLeftToFlake8:
    def test_what_python_cannot_parse_is_told_once(self, tmp_path: Path) -> None:
        found = places(tmp_path, {"a.py": "import hyperopt\nx = (\n"})

        assert {place.split()[1] for place in found} == {"E999"}

    def test_what_flake8_reads_as_latin_1_is_ours(self, tmp_path: Path) -> None:
        found = places(tmp_path, {"a.py": b"import hyperopt\nx = '\xff'\n"})

        assert [place.split()[1] for place in found] == ["TUN901"]

    def test_what_only_libcst_cannot_read_is_ours(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = write(tmp_path, {"a.py": ZERO_SEED}) / "a.py"

        def refusing(project: Project, source: Source) -> None:
            raise UnreadableSource(source.path, "not for libcst", line=3, column=8)

        monkeypatch.setattr(Project, "tree", refusing)
        plugin = Plugin(ast.parse(ZERO_SEED), str(path), ZERO_SEED.splitlines(keepends=True))

        ((line, column, message, _),) = plugin.run()
        assert (line, column) == (3, 8)
        assert message.startswith("TUN901 ")
        assert message.endswith("not for libcst")

    def test_what_goes_deep_is_judged_where_flake8_survives_it(self, tmp_path: Path) -> None:
        chain = "x = " + " or ".join(["f(a)", "b"] * 450)

        assert places(tmp_path, {"a.py": f"{ZERO_SEED}{chain}\n"}) == ["./a.py:7:5: TUN102"]

    def test_notebooks_are_left_alone(self, tmp_path: Path) -> None:
        files = {"n.ipynb": notebook(ZERO_SEED).replace("null", "0")}

        assert places(tmp_path, files, ".", "n.ipynb") == []


def test_standard_input_is_checked_under_its_name(tmp_path: Path) -> None:
    write(tmp_path, {"seeds.py": "SEED = 0\n"})
    text = "from seeds import SEED\n" + ZERO_SEED.replace("seed=0", "seed=SEED")

    _, lines, _ = flake8(tmp_path, "--stdin-display-name", "a.py", "-", given=text)

    assert [line.split()[:2] for line in lines] == [["a.py:8:5:", "TUN102"]]
