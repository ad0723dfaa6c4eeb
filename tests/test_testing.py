"""`tunelint.testing`: what a team tests its own rules with."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.command import tunelint, write
from tunelint.api import Finding, Hyperparameter, Program, Rule, Search, smallest
from tunelint.config.rule_index import own_entries
from tunelint.errors import ConfigurationError
from tunelint.testing import Found, Rules, check_marked, findings, notebook, programs, rule_from


@dataclass(frozen=True)
class ManyTrials(Rule, level="warning"):
    code = "ACME001"
    name = "many-trials"
    most_trials: int = 100

    def subjects(self, program: Program) -> Iterable[Search]:
        return program.searches

    def check(self, search: Search) -> Finding | None:
        trials = smallest(search.budget)
        if trials is None or trials <= self.most_trials:
            return None
        return self.finding(search.place, f"{trials:g} trials", help="make fewer")


@dataclass(frozen=True)
class Drawn(Rule, level="advice"):
    """Flags every hyperparameter, of which there are several on a line."""

    code = "ACME002"
    name = "drawn"

    def subjects(self, program: Program) -> Iterable[Hyperparameter]:
        return (one for search in program.searches for one in search.hyperparameters or ())

    def check(self, drawn: Hyperparameter) -> Finding | None:
        return self.finding(drawn.anchor, f"{drawn.name.value} is drawn")


class Nameless(Rule, level="warning"):
    def subjects(self, program: Program) -> Iterable[Search]:
        return program.searches


class OfOptuna(ManyTrials, tuners="Optuna"):
    pass


class Broken(ManyTrials):
    def check(self, search: Search) -> Finding | None:
        raise ZeroDivisionError("the rule's own mistake")


SEARCH = """
import optuna
study = optuna.create_study()
study.optimize(objective, n_trials=500)
"""
MARKED = """
import optuna
study = optuna.create_study()  # ACME001: 500 tri
study.optimize(objective, n_trials=500)
"""
TWO_ON_A_LINE = """
import optuna
def objective(trial):
    return trial.suggest_float("a", 0, 1) + trial.suggest_float("b", 0, 1)  {marks}
optuna.create_study().optimize(objective, n_trials=5)
"""
MODULES = {
    "search.py": "import optuna\nfrom objectives import score\n"
    "optuna.create_study().optimize(score, n_trials=5)\n",
    "objectives.py": 'def score(trial):\n    return trial.suggest_float("a", 0, 1)  # ACME002:\n',
}
NOTEBOOK = {
    "search.ipynb": notebook(
        "%matplotlib inline\nimport optuna",
        "study = optuna.create_study()\n\nstudy.optimize(objective, n_trials=500)\n",
    )
}


def difference(rule: type[Rule] | Rule | Rules, program: str | dict[str, str]) -> list[str]:
    """What the error of `check_marked` says, line by line."""
    with pytest.raises(AssertionError) as caught:
        check_marked(rule, program)
    return str(caught.value).splitlines()


class TestFindings:
    def test_a_text_is_one_file(self) -> None:
        assert findings(ManyTrials, SEARCH) == [
            Found("ACME001", 2, "500 trials", "main.py", "warning", help="make fewer")
        ]

    def test_a_text_may_be_indented_as_its_test_is(self) -> None:
        indented = SEARCH.replace("\n", "\n        ")

        assert findings(ManyTrials, indented) == findings(ManyTrials, SEARCH)

    def test_files_that_import_each_other_are_one_program(self) -> None:
        (found,) = findings(Drawn, MODULES)

        assert (found.file, found.line, found.level) == ("objectives.py", 2, "advice")

    def test_a_notebook_s_lines_are_those_of_its_cell(self) -> None:
        (found,) = findings(ManyTrials, NOTEBOOK)

        assert (found.file, found.cell, found.line) == ("search.ipynb", 2, 1)

    def test_several_programs_are_read_each_by_itself(self) -> None:
        assert len(findings(ManyTrials, SEARCH, {"search.py": SEARCH}, "x = 1\n")) == 2

    def test_options_are_the_rule_s_fields(self) -> None:
        assert findings(ManyTrials, SEARCH, most_trials=500) == []
        assert findings(ManyTrials(500), SEARCH) == []
        assert len(findings(ManyTrials(500), SEARCH, most_trials=499)) == 1
        with pytest.raises(TypeError, match="most_trails"):
            findings(ManyTrials, SEARCH, most_trails=500)

    def test_other_tuners_searches_are_left_out(self) -> None:
        hyperopt = "from hyperopt import fmin, hp\nfmin(f, hp.uniform('a', 0, 1), max_evals=500)\n"

        assert len(findings(ManyTrials, hyperopt)) == 1
        assert findings(OfOptuna, hyperopt) == []
        assert len(findings(OfOptuna, SEARCH)) == 1

    @pytest.mark.parametrize("comment", ["noqa", "noqa: ACME001", "tunelint: ignore[many-trials]"])
    def test_comments_silence(self, comment: str) -> None:
        silenced = SEARCH.replace("study()", f"study()  # {comment}")

        assert silenced != SEARCH
        assert findings(ManyTrials, silenced) == []

    def test_what_the_rule_raises_is_raised(self) -> None:
        with pytest.raises(ZeroDivisionError, match="the rule's own mistake"):
            findings(Broken, SEARCH)

    @pytest.mark.parametrize(
        ("program", "said"),
        [
            ("x = (\n", "main.py:1: cannot be read: '(' was never closed"),
            (SEARCH + "x = = 1\n", "main.py:4: cannot be read: invalid syntax"),
            ({"a.ipynb": notebook("import optuna", "x = 1", "y = = 2")}, "a.ipynb:cell 3:1: "),
            ({"a.ipynb": "import optuna\n"}, "a.ipynb:1: cannot be read: "),
        ],
    )
    def test_a_program_that_is_none_is_refused(
        self, program: str | dict[str, str], said: str
    ) -> None:
        with pytest.raises(ValueError, match="cannot be read") as caught:
            findings(ManyTrials, program)

        assert str(caught.value).startswith(said)

    def test_a_rule_without_a_code_is_refused(self) -> None:
        with pytest.raises(TypeError, match="Nameless has no code; rule_from takes it from a file"):
            findings(Nameless, SEARCH)

    @pytest.mark.parametrize(
        "program",
        [
            {"train.py": SEARCH.lstrip()},
            {"train.py": SEARCH * 2},
            {"train.py": (SEARCH * 2).replace("study()", "study()  # noqa", 1)},
            NOTEBOOK,
            MODULES,
        ],
    )
    def test_they_are_those_of_check(self, program: dict[str, str], tmp_path: Path) -> None:
        rule = own_entries()["TUN101"].load()
        told = [(one.file, one.cell, one.line, one.message) for one in findings(rule, program)]

        write(tmp_path, {name: text.lstrip("\n") for name, text in program.items()})
        run = tunelint(tmp_path, "check", "--select", "TUN101", "--output-format", "json")

        assert told
        assert told == [
            (Path(one["path"]).name, one["cell"], one["line"], one["message"])
            for one in run.findings
        ]


class TestMarks:
    def test_what_is_marked_and_found_is_right(self) -> None:
        check_marked(ManyTrials, MARKED)
        check_marked(ManyTrials, MARKED.replace(" 500 tri", ""))
        check_marked(ManyTrials, SEARCH, most_trials=500)

    def test_marks_stand_in_every_file(self) -> None:
        check_marked(Drawn, MODULES)

    def test_marks_stand_in_cells(self) -> None:
        marked = {
            "search.ipynb": NOTEBOOK["search.ipynb"].replace("study()", "study()  # ACME001:")
        }

        check_marked(ManyTrials, marked)

        assert difference(ManyTrials, NOTEBOOK)[1:] == [
            "  unexpected  search.ipynb:cell 2:1: 500 trials"
        ]

    @pytest.mark.parametrize(
        "marks",
        [
            "# ACME002: # ACME002:",
            "# ACME002: b is drawn # ACME002: a",
            "# both are # ACME002: # ACME002: a is drawn  # ACME001: nothing",
        ],
    )
    def test_a_line_may_have_several(self, marks: str) -> None:
        check_marked(Drawn, TWO_ON_A_LINE.format(marks=marks))

    def test_each_mark_is_one_finding(self) -> None:
        assert difference(Drawn, TWO_ON_A_LINE.format(marks="# ACME002: a is")) == [
            "ACME002: 0 missing, 1 unexpected",
            "  unexpected  main.py:3: b is drawn",
        ]
        marks = "# ACME002: a # ACME002: a # ACME002: b"
        assert difference(Drawn, TWO_ON_A_LINE.format(marks=marks)) == [
            "ACME002: 1 missing, 0 unexpected",
            "  missing     main.py:3: a",
        ]

    def test_several_rules_share_one_reading(self) -> None:
        marked = MARKED.replace(
            "(objective", "(lambda trial: trial.suggest_int('n', 1, 9)"
        ).replace("trials=500)", "trials=500)  # ACME002: n")

        check_marked([ManyTrials, Drawn], marked)

        assert len(findings([ManyTrials, Drawn], marked)) == 2
        assert difference([ManyTrials, Drawn], marked.replace("ACME002: n", "ACME002: m")) == [
            "ACME001, ACME002: 1 missing, 1 unexpected",
            "  missing     main.py:3: ACME002 m",
            "  unexpected  main.py:3: ACME002 n is drawn",
        ]

    def test_another_message_is_told_beside_what_was_found(self) -> None:
        assert difference(ManyTrials, MARKED.replace("500 tri", "50 tri")) == [
            "ACME001: 1 missing, 1 unexpected",
            "  missing     main.py:2: 50 tri",
            "  unexpected  main.py:2: 500 trials",
        ]

    def test_another_line_is_told_in_the_order_of_the_lines(self) -> None:
        moved = MARKED.replace("  # ACME001: 500 tri", "").rstrip() + "  # ACME001:\n"

        assert difference(ManyTrials, moved) == [
            "ACME001: 1 missing, 1 unexpected",
            "  unexpected  main.py:2: 500 trials",
            "  missing     main.py:3",
        ]

    def test_a_mark_in_a_string_is_none(self) -> None:
        check_marked(ManyTrials, 'text = "# ACME001: 500 trials"\n')

    def test_a_mark_of_another_rule_says_nothing(self) -> None:
        assert difference(ManyTrials, MARKED.replace("ACME001", "ACME002"))[0] == (
            "ACME001: 0 missing, 1 unexpected"
        )

    def test_a_program_without_a_search_is_named_as_the_reason(self) -> None:
        assert difference(ManyTrials, "study = create()  # ACME001:\n") == [
            "ACME001: 1 missing, 0 unexpected",
            "  missing     main.py:1",
            "  no rule runs: tunelint finds no search in any of the files",
        ]


class TestFiles:
    def test_programs_can_be_looked_at(self, tmp_path: Path) -> None:
        (program,) = programs(SEARCH, tmp_path)

        assert [search.budget.value for search in program.searches] == [500]

    def test_a_rule_is_loaded_from_its_file(self) -> None:
        file = Path(__file__).parent.parent / "rules" / "tun402_too_few_epochs.py"

        rule = rule_from(file)

        assert (rule.code, rule.name) == ("TUN402", "too-few-epochs")

    def test_a_file_that_is_no_rule_s_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match=r"file like acme001_search_too_long\.py"):
            rule_from(tmp_path / "rule.py")
        (tmp_path / "acme001_nothing.py").touch()
        with pytest.raises(ConfigurationError, match="it defines 0 rules, not one"):
            rule_from(tmp_path / "acme001_nothing.py")

    def test_pytest_is_not_needed(self) -> None:
        script = "import sys, tunelint.testing; sys.exit('pytest' in sys.modules)"

        assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
