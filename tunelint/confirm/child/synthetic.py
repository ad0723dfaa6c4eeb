"""Made-up data in the place of what the script cannot load: no network, no file, no such name."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Callable, Iterator
from functools import partial
from types import ModuleType
from typing import Any

from tunelint.confirm.child.instrument import HOOKS
from tunelint.confirm.child.synthetic_guard import GUARD, guarded
from tunelint.confirm.child.synthetic_names import data_names, undefined_names
from tunelint.confirm.child.synthetic_rows import MadeUpRows, fill
from tunelint.confirm.child.synthetic_tables import TABLES, keep_table
from tunelint.lab.answers import Answer
from tunelint.lab.probe_api import Bench, in_one_line

_DRAWING = ("matplotlib", "seaborn", "plotly", "IPython")


class FollowsMadeUp(Exception):
    """A statement was to be run on made-up rows."""


class Synthetic:
    """What stands in for data, and whether any of it was `used`."""

    def __init__(self, bench: Bench) -> None:
        self.used = False
        bench.made_up = fill
        setattr(builtins, GUARD, self)

    def compiling(self, tree: ast.Module, text: str, path: str) -> ast.Module:
        """The script's program, guarded."""
        return guarded(tree, data_names(ast.parse(text, path)), HOOKS)

    def define(self, text: str, path: str, names: dict[str, Any]) -> None:
        """Give the data that a script reads and binds nowhere names among its globals."""
        data = data_names(ast.parse(text, path))
        for name in sorted(data & undefined_names(text, path)):
            if name not in names:
                names[name] = self.rows(name)

    def after_imports(self) -> Iterator[tuple[str, Callable[[ModuleType], None]]]:
        """What is done to modules that load well-known data, once they are imported."""
        for module in TABLES:
            yield module, partial(keep_table, module, self.note)

    def note(self) -> None:
        """Made-up data is used from here on."""
        self.used = True

    def check(self, answer: Answer) -> Answer:
        """The answer; none where made-up rows, and not the program, made something fail."""
        for error in _errors(answer):
            if MadeUpRows.__name__ in error:
                why = f"with made-up data it raises {error}"
                return Answer(answer.reached, why, synthetic=True)
        return answer

    # What the guarded program calls.

    def rows(self, name: str) -> MadeUpRows:
        """Made-up rows for a name."""
        self.used = True
        return MadeUpRows(name)

    def follow(self, *sources: Callable[[], Any]) -> None:
        """Raises FollowsMadeUp where one of the sources is made up."""
        if any(map(_is_made_up, sources)):
            raise FollowsMadeUp

    def forgive(self, error: Exception) -> None:
        """Raises the error again, unless it says that data is not there."""
        if not _is_of_loading(error):
            raise error
        print(f"made-up data: {in_one_line(error)}", file=sys.stderr)

    def shows(self, root: Callable[[], Any] | None, *shown: Callable[[], Any]) -> bool:
        """Whether a statement does no more than to show, or to change, made-up rows."""
        if not any(map(_is_made_up, shown)):
            return False
        if root is None or _is_made_up(root):
            return True
        function = _value(root)
        name = getattr(function, "__module__", None) or getattr(function, "__name__", "")
        return name == "builtins" or str(name).partition(".")[0] in _DRAWING


def _value(reading: Callable[[], Any]) -> Any:
    try:
        return reading()
    except NameError:
        return None


def _is_made_up(reading: Callable[[], Any]) -> bool:
    return isinstance(_value(reading), MadeUpRows)


def _is_of_loading(error: Exception) -> bool:
    # Keras raises a plain Exception where it cannot download.
    return isinstance(error, FollowsMadeUp | OSError | NameError | ModuleNotFoundError) or (
        type(error) is Exception and "URL fetch failure" in str(error)
    )


def _errors(answer: Answer) -> Iterator[str]:
    yield answer.why
    trials = [*answer.trials, *(trial for run in answer.runs for trial in run.trials)]
    for trial in trials:
        yield trial.error
        yield from (training.error for training in trial.trainings)
    yield from (run.error for run in answer.runs)
    for watched in answer.watched:
        yield watched.raised
        yield watched.unmade
