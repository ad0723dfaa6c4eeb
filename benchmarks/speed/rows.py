"""What is compared with what, on which input, and the aim of each comparison."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed import inputs
from benchmarks.speed.environments import FIXIT, FLAKE8, RUFF, TORCHFIX, TUNELINT, Environment
from benchmarks.speed.figures import Aim, Quantity
from benchmarks.speed.inputs import Input

_HERE = Path(__file__).parent
_CLEAN = frozenset({0})
_FOUND = frozenset({1})
_CLEAN_OR_FOUND = _CLEAN | _FOUND


@dataclass(frozen=True)
class Command:
    """A command by its label; it is right if it exits with one of `statuses` and says `tells`.

    It runs in the input's folder. `tells` is looked for in all that it prints: how a tool that
    says how many files it saw is held to have seen them.
    """

    label: str
    arguments: tuple[str, ...]
    statuses: frozenset[int] = _CLEAN
    tells: str = ""


@dataclass(frozen=True)
class Run:
    """Commands on the input of a part: a row's commands may each have one of their own."""

    command: Command
    input: Input


@dataclass(frozen=True)
class Row:
    """A comparison: what runs in alternation, on what, and what is aimed at.

    `needs` is the option of ``tunelint check`` without which there is nothing to measure.
    """

    name: str
    about: str
    runs: tuple[Run, ...]
    aims: tuple[Aim, ...]
    needs: str = ""


def rows(options: frozenset[str]) -> Iterator[Row]:
    """All rows, where ``tunelint check`` has these options."""
    uncached = ("--no-cache",) if "--no-cache" in options else ()
    yield _sparse("sparse", "the site-packages of six libraries", uncached, inputs.SPARSE, 1.0)
    yield _sparse(
        "sparse-without-root",
        "the same where nothing marks a project's root",
        uncached,
        inputs.SPARSE_WITHOUT_ROOT,
        1.0,
    )
    yield _sparse(
        "sparse-cached",
        "the same with a mark and our cache filled",
        (),
        inputs.SPARSE,
        0.25,
        needs="--no-cache",
    )
    yield _dense(uncached)
    yield _empty(uncached)
    yield _one_file(uncached)
    yield _no_search(uncached)
    yield _growth(uncached)
    yield _notebooks(uncached)


def tunelint(*arguments: str, label: str = "tunelint", status: frozenset[int] = _FOUND) -> Command:
    return Command(label, (TUNELINT.script("tunelint"), "check", *arguments), status)


def _python(label: str, *arguments: str, of: Environment = TUNELINT, tells: str = "") -> Command:
    return Command(label, (of.python, *arguments), tells=tells)


def _on(given: Input, *commands: Command) -> tuple[Run, ...]:
    return tuple(Run(command, given) for command in commands)


def _sparse(
    name: str, about: str, options: tuple[str, ...], given: Input, most: float, needs: str = ""
) -> Row:
    ours = tunelint(*options, ".", status=_CLEAN_OR_FOUND)
    ruff = (RUFF.script("ruff"), "check", "--no-cache", "--isolated", "--select", "F", ".")
    theirs = Command("ruff", ruff, _FOUND, tells="Found ")
    return Row(name, about, _on(given, ours, theirs), (Aim("tunelint", "ruff", most=most),), needs)


def _dense(options: tuple[str, ...]) -> Row:
    count = f"{inputs.DENSE} files"
    commands = (
        tunelint(*options, "."),
        _python("parse", str(_HERE / "parse.py"), tells=count),
        Command("flake8", (FLAKE8.script("flake8"), "--isolated", "."), _FOUND),
        Command("fixit", (FIXIT.script("fixit"), "lint", "."), _CLEAN_OR_FOUND, tells=count),
        Command("torchfix", (TORCHFIX.script("torchfix"), "."), tells="Finished checking"),
    )
    aims = (
        Aim("tunelint", "parse", Quantity.USER, 1.5),
        Aim("tunelint", "flake8", most=0.9),
        Aim("tunelint", "fixit", most=1 / 15),
        Aim("tunelint", "torchfix"),
    )
    return Row("dense", "500 tuning programs", _on(inputs.GROWING[1], *commands), aims)


def _empty(options: tuple[str, ...]) -> Row:
    seen = f"{inputs.EMPTY + 1} files clean"
    commands = (
        tunelint(*options, ".", status=_CLEAN),
        Command("fixit", (FIXIT.script("fixit"), "lint", "."), tells=seen),
    )
    aims = (Aim("tunelint", "fixit", most=1 / 20),)
    about = "41,000 empty modules, Fixit with one empty rule"
    return Row("empty", about, _on(inputs.EMPTY_PACKAGES, *commands), aims)


def _one_file(options: tuple[str, ...]) -> Row:
    code = "import libcst; libcst.parse_module(open('tune.py', 'rb').read())"
    commands = (tunelint(*options, "tune.py"), _python("parse", "-c", code))
    aims = (Aim("tunelint", "parse", most=1.4),)
    about = "one tuning file of 300 lines"
    return Row("one-file", about, _on(inputs.ONE_TUNING_FILE, *commands), aims)


def _no_search(options: tuple[str, ...]) -> Row:
    commands = (
        tunelint(*options, "plain.py", status=_CLEAN),
        _python("python", "-c", "pass"),
    )
    aims = (Aim("tunelint", "python", most=0.1, difference=True),)
    return Row(
        "no-search", "one file without a search", _on(inputs.ONE_OTHER_FILE, *commands), aims
    )


def _growth(options: tuple[str, ...]) -> Row:
    runs = tuple(
        Run(tunelint(*options, ".", label=f"{times} ×"), given)
        for times, given in inputs.GROWING.items()
    )
    larger = [times for times in inputs.GROWING if times > 1]
    aims = (
        *(Aim(f"{n} ×", "1 ×", most=1.1, scale=n) for n in larger),
        *(Aim(f"{n} ×", "1 ×", Quantity.PEAK, 1.2) for n in larger),
    )
    return Row("growth", "the dense input, multiplied: time for each part of it", runs, aims)


def _notebooks(options: tuple[str, ...]) -> Row:
    commands = (
        tunelint(*options, "."),
        _python("json", str(_HERE / "load_notebooks.py"), tells=f"{inputs.NOTEBOOKS} files"),
    )
    aims = (Aim("tunelint", "json", most=1.5),)
    about = "100 notebooks with outputs of 5 MB each"
    return Row("notebooks", about, _on(inputs.NOTEBOOK_FILES, *commands), aims)
