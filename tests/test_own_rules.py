"""A project's own rules, and those of other packages: the example of the documentation at work."""

from __future__ import annotations

import doctest
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checkout import INSTALLED
from tests.command import tunelint, write
from tunelint.config import rule_index as entries
from tunelint.config import rule_selection as catalogue

PAGE = (Path(__file__).parent.parent / "docs" / "own-rules.md").read_text(encoding="utf-8")
RULE, TEST = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
(LOOK,) = re.findall(r"```pycon\n(.*?)```", PAGE, flags=re.DOTALL)
COMMAND, SETTINGS, OWN_SETTINGS, ENTRY_POINTS = (
    re.search(pattern, PAGE, flags=re.DOTALL)[1]  # type: ignore[index]
    for pattern in (
        r"```sh\n(tunelint new-rule.*?)\n```",
        r"```toml\n(\[tool\.tunelint\]\n.*?)```",
        r"```toml\n(allow-project-rules.*?)```",
        r"```toml\n(\[project\.entry-points.*?)```",
    )
)
LONG_SEARCH = """\
import keras_tuner as kt

tuner = kt.RandomSearch(build, "val_loss", max_trials=8, seed=7, overwrite=True)
"""
SEARCH = LONG_SEARCH + "tuner.search(x, y, epochs=80, validation_data=(a, b))\n"
OPTUNA_SEARCH = """\
import optuna
from torch import nn

def objective(trial):
    model = nn.Linear(trial.suggest_int("width", 1, 9), 1)
    for epoch in range(70):
        for features, labels in loader:
            nn.functional.mse_loss(model(features), labels).backward()
            optimizer.step()
    return score(model)

optuna.create_study().optimize(objective, n_trials=8)
"""


@pytest.fixture(autouse=True)
def nobody_allows_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own configuration has no say here."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nobody"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(
        tmp_path / "forecasts",
        {
            "pyproject.toml": SETTINGS,
            "lint/acme001_trials_too_long.py": RULE,
            "train.py": SEARCH,
        },
    )


def check(project: Path, *arguments: str) -> list[tuple[str, int, str]]:
    run = tunelint(project, "check", "train.py", "--output-format", "json", *arguments)
    return [
        (one["code"], one["line"], one["message"])
        for one in run.findings
        if not one["code"].startswith("TUN")
    ]


TOO_LONG = ("ACME001", 4, "trials train for up to 80 epochs: one night allows 50")


def test_the_model_of_a_program_is_looked_at_as_documented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    example = doctest.DocTestParser().get_doctest(LOOK, {}, "own-rules.md", None, 0)

    result = doctest.DocTestRunner().run(example)

    assert (result.attempted, result.failed) == (5, 0)


class TestFolder:
    def test_the_documented_rule_runs_where_it_is_allowed(self, project: Path) -> None:
        assert check(project, "--allow-project-rules") == [TOO_LONG]

    def test_it_reads_the_trainings_of_another_tuner_alike(self, project: Path) -> None:
        (project / "train.py").write_text(OPTUNA_SEARCH)

        ((code, line, message),) = check(project, "--allow-project-rules")

        assert (code, message) == ("ACME001", TOO_LONG[2].replace("80", "70"))
        assert "backward()" in OPTUNA_SEARCH.splitlines()[line - 1]

    def test_it_never_runs_by_itself(self, project: Path) -> None:
        (project / "lint" / "acme002_trap.py").write_text("raise SystemExit('was run')\n")

        run = tunelint(project, "check", "train.py", "--select", "ACME")

        assert run.status == 0
        assert run.errors == (
            f"warning: {project}/pyproject.toml: the project's own rules in lint/ do not run:"
            " pass --allow-project-rules to run their code\n"
        )

    def test_the_user_s_own_configuration_allows_projects_by_name(
        self, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        own = write(tmp_path / "nobody" / "tunelint", {"tunelint.toml": OWN_SETTINGS})
        assert check(project) == []

        (tmp_path / "work").mkdir()
        moved = project.rename(tmp_path / "work" / "forecasts")
        assert check(moved) == [TOO_LONG]

        (own / "tunelint.toml").write_text("allow-project-rules = false\n")
        assert check(moved) == []

    @pytest.mark.parametrize("name", ["XDG_CONFIG_HOME", "HOME"])
    def test_a_configuration_in_the_project_is_never_the_user_s_own(
        self, project: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        allowed = {"tunelint/tunelint.toml": "allow-project-rules = true\n"}
        write(project / "home", allowed)
        write(project / "home" / ".config", allowed)
        monkeypatch.delenv("XDG_CONFIG_HOME")
        monkeypatch.setenv("HOME", str(project / "elsewhere"))
        monkeypatch.setenv(name, "home")

        assert check(project) == []

    def test_a_home_of_nobody_allows_nothing(self, project: Path, tmp_path: Path) -> None:
        text = "allow-project-rules = ['~nobody-at-all/x']\n"
        write(tmp_path / "nobody" / "tunelint", {"tunelint.toml": text})

        assert check(project) == []

    def test_the_user_s_own_configuration_says_nothing_else(
        self, project: Path, tmp_path: Path
    ) -> None:
        write(tmp_path / "nobody" / "tunelint", {"tunelint.toml": "select = ['TUN1']\n"})

        run = tunelint(project, "check", "train.py")

        assert run.status == 2
        assert "unknown key 'select'; this file holds only allow-project-rules" in run.errors

    def test_a_project_cannot_allow_itself(self, project: Path) -> None:
        (project / "pyproject.toml").write_text(
            SETTINGS.replace("rules =", "allow-project-rules = true\nrules =", 1)
        )

        run = tunelint(project, "check", "train.py")

        assert run.status == 2
        assert "a project cannot allow its own rules" in run.errors

    def test_its_findings_are_selected_and_silenced_like_ours(self, project: Path) -> None:
        allowed = "--allow-project-rules"
        assert check(project, allowed, "--select", "ACME") == [TOO_LONG]
        assert check(project, allowed, "--ignore", "ACME001") == []
        assert check(project, allowed, "--select", "TUN1") == []

        silenced = SEARCH.replace("(a, b))", "(a, b))  # noqa: ACME001")
        (project / "train.py").write_text(silenced)
        assert check(project, allowed) == []

    def test_it_is_listed_and_explained(self, project: Path) -> None:
        rows = tunelint(project, "rules", "--allow-project-rules", "--output-format", "json")
        page = tunelint(project, "explain", "ACME001")

        assert json.loads(rows.output)[0]["code"] == "ACME001"
        assert page.output.startswith("ACME001 trials-too-long\n")

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("import nowhere_to_be_found\n", "No module named 'nowhere_to_be_found'"),
            ("x = 1\n", "it defines 0 rules, not one"),
            (
                RULE.replace("    most_epochs:", '    code = "ACME002"\n    most_epochs:'),
                "TrialsTooLong.code is 'ACME002'",
            ),
            (RULE.replace('level="warning", ', ""), "TrialsTooLong has no level of type Level"),
            ("raise SystemError('two\\nlines')\n", "SystemError: two"),
        ],
    )
    def test_a_broken_rule_costs_a_line_and_the_others_run(
        self, project: Path, text: str, reason: str
    ) -> None:
        (project / "pyproject.toml").write_text('[tool.tunelint]\nrules = ["lint"]\n')
        (project / "lint" / "acme001_trials_too_long.py").write_text(text)
        (project / "train.py").write_text(SEARCH.replace("seed=7", "seed=0"))

        run = tunelint(project, "check", "train.py", "--allow-project-rules")

        assert run.status == 2
        assert "TUN102" in run.output
        (line,) = run.errors.splitlines()
        assert "rule ACME001 cannot be used" in line
        assert reason in line

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("tun999_mine.py", "codes that begin with TUN are reserved"),
            ("acme001_again.py", "ACME001 is also the code of"),
        ],
    )
    def test_a_code_that_is_taken_is_refused(self, project: Path, name: str, reason: str) -> None:
        (project / "lint" / name).write_text(RULE)

        run = tunelint(project, "check", "train.py")

        assert run.status == 2
        assert reason in run.errors

    def test_a_folder_that_is_none_is_told(self, project: Path) -> None:
        (project / "pyproject.toml").write_text('[tool.tunelint]\nrules = ["lints"]\n')

        run = tunelint(project, "check", "train.py")

        assert run.status == 2
        assert run.errors == f"error: {project}/lints: no such folder of rules\n"


class TestItsTest:
    """The page's test of its rule, run as the page says where it lies."""

    @pytest.fixture
    def tested(self, project: Path) -> Path:
        return write(project, {"tests/test_acme001_trials_too_long.py": TEST})

    def run(self, project: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
        return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)

    def test_it_passes(self, tested: Path) -> None:
        run = self.run(tested)

        assert run.returncode == 0, run.stdout
        assert "3 passed" in run.stdout

    @pytest.mark.parametrize(
        ("right", "wrong", "failing"),
        [
            ("search.trainings", "search.fits", "test_long_trials_are_flagged"),
            ("epochs is None or ", "", "test_epochs_that_cannot_be_read_are_not"),
            ("<= self.most_epochs", "<= 100", "test_the_option_says_how_long_a_night_is"),
        ],
    )
    def test_a_rule_that_is_wrong_fails_it(
        self, tested: Path, right: str, wrong: str, failing: str
    ) -> None:
        assert right in RULE
        (tested / "lint" / "acme001_trials_too_long.py").write_text(RULE.replace(right, wrong))

        run = self.run(tested)

        assert run.returncode == 1
        assert f"FAILED tests/test_acme001_trials_too_long.py::{failing}" in run.stdout

    @pytest.mark.parametrize(
        "tool",
        [
            ("ruff", "check", "--isolated"),
            ("ruff", "format", "--isolated", "--check"),
            ("mypy", "--strict"),
        ],
        ids=" ".join,
    )
    def test_linters_and_type_checkers_have_nothing_to_say(
        self, tested: Path, tool: tuple[str, ...]
    ) -> None:
        pytest.importorskip(tool[0])
        files = [path.relative_to(tested).as_posix() for path in sorted(tested.rglob("*acme*.py"))]
        command = [sys.executable, "-m", *tool, *files]

        run = subprocess.run(
            command, cwd=tested, env=INSTALLED, capture_output=True, text=True, check=False
        )

        assert len(files) == 2
        assert run.returncode == 0, run.stdout + run.stderr

    def test_the_page_s_command_writes_the_files_that_it_names(self, tmp_path: Path) -> None:
        program, *arguments = COMMAND.split()

        run = tunelint(tmp_path, *arguments)

        assert program == "tunelint"
        rule, test = (line.removeprefix("Wrote ") for line in run.output.splitlines())
        assert f"`{rule}`" in PAGE
        assert f"`{test.removeprefix('tests/')}`, in\nthe folder `tests`" in PAGE
        assert (tmp_path / rule).is_file()
        assert (tmp_path / test).is_file()


class TestPackages:
    @pytest.fixture
    def package(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        code, value = re.findall(r'^(\w+) = "(.+)"$', ENTRY_POINTS, flags=re.MULTILINE)[0]
        entry_points = f"[{entries.GROUP}]\n{code} = {value}\n"
        write(
            tmp_path / "site",
            {
                "acme_rules/__init__.py": "",
                "acme_rules/acme001_trials_too_long.py": RULE,
                "acme_rules-1.0.dist-info/METADATA": "Name: acme-rules\nVersion: 1.0\n",
                "acme_rules-1.0.dist-info/entry_points.txt": entry_points,
            },
        )
        monkeypatch.syspath_prepend(str(tmp_path / "site"))
        self.forget()
        yield
        monkeypatch.undo()
        self.forget()
        for name in [name for name in sys.modules if name.startswith("acme_rules")]:
            del sys.modules[name]

    def forget(self) -> None:
        entries.package_entries.cache_clear()
        catalogue.installed.cache_clear()

    @pytest.mark.usefixtures("package")
    def test_an_installed_package_s_rules_run(self, project: Path) -> None:
        (project / "pyproject.toml").write_text("[tool.tunelint.ACME001]\nmost-epochs = 50\n")

        assert check(project) == [TOO_LONG]
        assert tunelint(project, "explain", "ACME001").output.startswith("ACME001 trials-too-long")

    @pytest.mark.usefixtures("package")
    def test_a_project_cannot_take_a_package_s_code(self, project: Path) -> None:
        run = tunelint(project, "check", "train.py")

        assert run.status == 2
        assert "ACME001 is also the code of acme_rules.acme001_trials_too_long" in run.errors
