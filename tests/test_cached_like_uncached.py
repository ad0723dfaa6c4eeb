"""A run that knows earlier ones says what one without a cache says, whatever changed in between."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.command import NO_SEARCH, ZERO_SEED, Outcome, tunelint, write

SHARED = """\
import optuna
from settings import TRIALS


def objective(trial):
    return trial.suggest_float("x", 0, 1)


def tune():
    study = optuna.create_study()
    study.optimize(objective, n_trials=TRIALS)
    return study.best_params
"""
CALLED_ONCE = f"{SHARED}\n\ntune()\n"
CALLER = "from helper import tune\n\nfor _ in range(3):\n    print(tune())\n"
FILES = {
    "helper.py": (CALLED_ONCE, SHARED, NO_SEARCH, f"{CALLED_ONCE}# noqa: TUN101\n"),
    "settings.py": ("TRIALS = 10\n", "TRIALS = 1\n", "TRIALS = load()\n", "TRIALS = (\n"),
    "src/settings.py": ("TRIALS = 2\n",),
    "caller.py": (CALLER, "import helper\n\nhelper.tune()\n", "import helper\n"),
    "deep/caller.py": (CALLER, NO_SEARCH),
    "search.py": (
        f"from settings import TRIALS\n{ZERO_SEED.replace('20', 'TRIALS', 1)}",
        f"{ZERO_SEED}x = 1  # noqa: TUN102\n",
        ZERO_SEED.replace("overwrite=True,", "overwrite=True,  # noqa: TUN102"),
    ),
    "tunelint.toml": (
        "ignore = ['TUN102']\n",
        "advice = true\n",
        "[TUN401]\nepoch-ratio = 9\n",
        "[per-file-ignores]\n'helper.py' = ['TUN101']\n",
        "exclude = ['caller.py']\n",
    ),
}
ALWAYS_THERE = ("helper.py", "settings.py", "search.py")
RUNS = ((".",), ("helper.py",), ("search.py", "deep"), (".", "--ignore", "TUN102"))

change = st.sampled_from(sorted(FILES)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from((None, *FILES[name])))
)


def said(folder: Path, *arguments: str) -> Outcome:
    return tunelint(folder, "check", "--output-format", "json", *arguments)


def apply(folder: Path, name: str, text: str | None) -> None:
    """Give a file another text, or take it away."""
    if text is None:
        (folder / name).unlink(missing_ok=True)
    else:
        write(folder, {name: text})


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    run=st.sampled_from(RUNS),
    first=st.fixed_dictionaries({name: st.sampled_from(FILES[name]) for name in ALWAYS_THERE}),
    changes=st.lists(change, min_size=4, max_size=5),
)
def test_it_says_the_same(
    run: tuple[str, ...], first: dict[str, str], changes: list[tuple[str, str | None]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = write(Path(folder), first)
        said(project, *run)
        for name, text in changes:
            apply(project, name, text)
            assert said(project, *run) == said(project, *run, "--no-cache")


@pytest.mark.parametrize("name", ["caller.py", "deep/caller.py"])
def test_a_caller_that_comes_later_takes_the_fix_away(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path, {"helper.py": CALLED_ONCE, "settings.py": "TRIALS = 10\n"})
    run = ("check", "--select", "TUN101", "--output-format", "concise", "helper.py")
    first = tunelint(folder, *run).output
    assert "[*]" in first

    write(folder, {name: CALLER})
    assert "[*]" not in tunelint(folder, *run).output

    (folder / name).unlink()
    assert tunelint(folder, *run).output == first
