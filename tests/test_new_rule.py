"""`tunelint new-rule`: what it writes works as it is written, and nothing is written over."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkout import INSTALLED
from tests.command import Outcome, tunelint, write
from tests.test_rule_pages import SECTIONS
from tunelint.cli.rule_skeleton import skeleton_of
from tunelint.config.rule_index import file_entry, own_folder

RULE = "rules/acme001_search_too_long.py"
TEST = "tests/test_acme001_search_too_long.py"
LONG_SEARCH = """\
import optuna

study = optuna.create_study()
study.optimize(objective, n_trials=500)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "forecasts", {"pyproject.toml": ""})


def new_rule(project: Path, *arguments: str) -> Outcome:
    return tunelint(project, "new-rule", *arguments)


def written(project: Path) -> set[str]:
    """The Python files of a project."""
    return {path.relative_to(project).as_posix() for path in project.rglob("*.py")}


def module(project: Path, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A run of a tool over the project, which knows nothing of our own settings."""
    return subprocess.run(
        [sys.executable, "-m", name, *arguments],
        cwd=project,
        env=INSTALLED,
        capture_output=True,
        text=True,
        check=False,
    )


class TestWhatIsWritten:
    def test_the_files_are_printed(self, project: Path) -> None:
        run = new_rule(project, "ACME001", "search-too-long")

        assert (run.status, run.output) == (0, f"Wrote {RULE}\nWrote {TEST}\n")
        assert written(project) == {RULE, TEST}

    def test_code_and_name_in_any_spelling_are_the_same(self, project: Path) -> None:
        run = new_rule(project, "acme001", "Search_Too_Long")

        assert run.output == f"Wrote {RULE}\nWrote {TEST}\n"

    def test_folders_are_made_where_they_are_asked_for(self, project: Path) -> None:
        run = new_rule(
            project, "ACME001", "long", "--folder", "tools/lint", "--tests", "checks/lint"
        )

        assert run.status == 0
        assert written(project) == {
            "tools/lint/acme001_long.py",
            "checks/lint/test_acme001_long.py",
        }
        assert module(project, "pytest", "-q", "checks").returncode == 0

    def test_how_the_configuration_makes_it_known_is_said(self, project: Path) -> None:
        unknown = new_rule(project, "ACME001", "long", "--folder", "lint")
        (project / "pyproject.toml").write_text('[tool.tunelint]\nrules = ["lint/"]\n')
        known = new_rule(project, "ACME002", "long", "--folder", "lint")

        assert unknown.errors == (
            'note: add rules = ["lint"] to the configuration to use its rules\n'
        )
        assert (known.status, known.errors) == (0, "")

    def test_the_rule_is_one_that_check_runs(self, project: Path) -> None:
        (project / "pyproject.toml").write_text('[tool.tunelint]\nrules = ["rules"]\n')
        (project / "train.py").write_text(LONG_SEARCH)
        assert new_rule(project, "ACME001", "search-too-long").status == 0

        run = tunelint(project, "check", "train.py", "--allow-project-rules", "--select", "ACME")
        page = tunelint(project, "explain", "search-too-long")

        assert run.status == 1
        assert "ACME001 warning: the search makes 500 trials: 100 are allowed" in run.output
        assert page.output.startswith("ACME001 search-too-long\n")
        assert [line[3:] for line in page.output.splitlines() if line[:3] == "## "] == SECTIONS

    def test_its_test_passes_wherever_pytest_begins(self, project: Path) -> None:
        new_rule(project, "ACME001", "search-too-long")

        above = module(project, "pytest", "-q")
        beside = module(project / "tests", "pytest", "-q")

        assert above.returncode == 0, above.stdout
        assert "3 passed" in above.stdout
        assert beside.returncode == 0, beside.stdout

    @pytest.mark.parametrize(
        ("right", "wrong", "failing"),
        [
            ("trials <= self", "trials > self", "test_a_short_search_is_left_alone"),
            ("<= self.most_trials", "<= 100", "test_an_option_says_how_many"),
            ("trials is None", "trials is not None", "test_a_long_search_is_flagged"),
        ],
    )
    def test_its_test_fails_where_the_rule_is_wrong(
        self, project: Path, right: str, wrong: str, failing: str
    ) -> None:
        new_rule(project, "ACME001", "search-too-long")
        text = (project / RULE).read_text()
        assert right in text
        (project / RULE).write_text(text.replace(right, wrong))

        run = module(project, "pytest", "-q")

        assert run.returncode == 1
        assert f"::{failing}" in run.stdout

    @pytest.fixture
    def several(self, project: Path) -> Path:
        for number, name in enumerate(["search-too-long", "rule", "none", "x" * 50]):
            assert new_rule(project, f"ACME{number}", name).status == 0
        assert len(written(project)) == 8
        return project

    def test_linters_have_nothing_to_say(self, several: Path) -> None:
        for arguments in [
            ("check", "--isolated"),
            ("format", "--isolated", "--check"),
            ("format", "--isolated", "--line-length", "100", "--check"),
        ]:
            run = module(several, "ruff", *arguments)
            assert run.returncode == 0, run.stdout + run.stderr

    def test_types_are_right(self, several: Path) -> None:
        pytest.importorskip("mypy")

        run = module(several, "mypy", "--strict", *sorted(written(several)))

        assert run.returncode == 0, run.stdout + run.stderr

    @pytest.mark.parametrize(
        ("name", "class_name"),
        [
            ("search-too-long", "SearchTooLong"),
            ("top-5-trials", "Top5Trials"),
            ("search", "SearchRule"),
            ("none", "NoneRule"),
        ],
    )
    def test_the_class_hides_nothing_that_the_file_needs(self, name: str, class_name: str) -> None:
        assert skeleton_of("ACME001", name).class_name == class_name

    def test_a_folder_s_name_is_text(self, project: Path) -> None:
        folder = 'a "b" \\ {c}'

        run = new_rule(project, "ACME001", "long", "--folder", folder)

        assert run.status == 0
        assert module(project, "pytest", "-q").returncode == 0


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("code", "name", "reason"),
        [
            ("ACME", "long", "'ACME' is not a code: use letters, then digits, like ACME001"),
            ("001", "long", "'001' is not a code"),
            ("../A1", "long", "'../A1' is not a code"),
            ("ACME001", "", "'' is not the name of a rule: use words of letters and digits"),
            ("ACME001", "5-epochs", "'5-epochs' is not the name of a rule"),
            ("ACME001", "a/b", "'a/b' is not the name of a rule"),
            ("ACME001", "a--b", "'a--b' is not the name of a rule"),
            ("ACME001", "x" * 51, "is too long: use at most 50 letters"),
            ("TUN999", "long", "TUN999: codes that begin with TUN are reserved"),
            ("TUN101", "long", "codes that begin with TUN are reserved"),
        ],
    )
    def test_a_code_or_a_name_that_is_none(
        self, project: Path, code: str, name: str, reason: str
    ) -> None:
        run = new_rule(project, code, name)

        assert (run.status, run.output) == (2, "")
        assert run.errors.startswith("error: ")
        assert reason in run.errors
        assert run.errors.count("\n") == 1
        assert list(project.iterdir()) == [project / "pyproject.toml"]

    @pytest.mark.parametrize("folder", ["rules", "lint"])
    def test_a_code_that_is_taken(self, project: Path, folder: str) -> None:
        """By a rule of the folder, or of another one that the project has."""
        (project / "pyproject.toml").write_text('[tool.tunelint]\nrules = ["rules"]\n')
        new_rule(project, "ACME001", "search-too-long")

        run = new_rule(project, "ACME001", "again", "--folder", folder)

        assert (run.status, run.output) == (2, "")
        assert run.errors == f"error: ACME001 is already the code of {project}/{RULE}\n"
        assert written(project) == {RULE, TEST}

    def test_a_folder_that_the_project_names_may_be_missing_yet(self, project: Path) -> None:
        (project / "pyproject.toml").write_text('[tool.tunelint]\nrules = ["rules"]\n')

        assert new_rule(project, "ACME001", "search-too-long").status == 0

    def test_a_file_that_is_there_already(self, project: Path) -> None:
        write(project, {TEST: "kept = True\n"})

        run = new_rule(project, "ACME001", "search-too-long")

        assert (run.status, run.output) == (2, "")
        assert run.errors == f"error: {TEST}: exists already\n"
        assert written(project) == {TEST}
        assert (project / TEST).read_text() == "kept = True\n"

    def test_a_folder_that_cannot_be_one(self, project: Path) -> None:
        (project / "rules").touch()

        run = new_rule(project, "ACME001", "search-too-long")

        assert (run.status, run.output) == (2, "")
        assert run.errors == f"error: {RULE}: cannot be written: File exists\n"

    def test_where_the_test_cannot_be_written_the_rule_is_not_either(self, project: Path) -> None:
        (project / "tests").touch()

        run = new_rule(project, "ACME001", "search-too-long")

        assert run.status == 2
        assert "cannot be written: File exists" in run.errors
        assert not (project / RULE).exists()

    def test_a_configuration_that_cannot_be_followed(self, project: Path) -> None:
        (project / "pyproject.toml").write_text("[tool.tunelint]\nrulez = 1\n")

        run = new_rule(project, "ACME001", "search-too-long")

        assert run.status == 2
        assert "unknown key 'rulez'" in run.errors
        assert written(project) == set()


class TestOwnRules:
    def test_a_code_of_ours_goes_into_our_own_folder(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tunelint.cli.new_rule.own_folder", lambda: project / "rules")

        run = new_rule(project, "TUN999", "search-too-long")

        assert (run.status, run.errors) == (0, "")
        assert file_entry(project / "rules" / "tun999_search_too_long.py").load().code == "TUN999"
        assert module(project, "pytest", "-q").returncode == 0

    def test_a_code_of_ours_that_there_is_is_taken(self, project: Path) -> None:
        run = new_rule(project, "TUN101", "again", "--folder", str(own_folder()))

        assert run.status == 2
        assert run.errors == (
            "error: TUN101 is already the code of tunelint.rules.tun101_unseeded_search\n"
        )
