"""Questions to programs whose search starts at a call that ends with ``# search``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.command import write
from tunelint.confirm.executors import LocalProcesses
from tunelint.lab.answers import Answer
from tunelint.lab.questions import Caps, Job, Question, Rerun, Script, ScriptSpan, Trials

HERE = "# search"


def span(path: Path, program: str, mark: str = HERE) -> ScriptSpan:
    """The right-hand side of the line that ends with the mark, or the whole line."""
    for number, line in enumerate(program.splitlines(), 1):
        if line.endswith(mark):
            text = line.removesuffix(mark).rstrip()
            column = text.index(" = ") + 3 if " = " in text.partition("(")[0] else 0
            column += len(text) - len(text.lstrip()) if not column else 0
            return ScriptSpan(str(path), number, column, number, len(text))
    raise AssertionError(f"no line ends with {mark}")


def asked(folder: Path, program: str, question: Question, trials: int | None = 3) -> Answer:
    """The answer of one fresh process."""
    write(folder, {"train.py": program})
    script = Script(str(folder / "train.py"), str(folder), str(folder))
    job = Job(script, question, Caps(trials=trials))
    (answer,) = LocalProcesses().run([job], 60)
    assert answer.reached, answer.why
    assert not answer.why, answer.why
    return answer


def trials(folder: Path, program: str, tuner: str, count: int, **more: Any) -> Answer:
    """What trying (or only proposing) configurations gives."""
    run = span(folder / "train.py", program)
    return asked(folder, program, Trials(tuner, run, count, **more))


def rerun(folder: Path, program: str, tuner: str, cap: int) -> Answer:
    """What running the search as it stands gives."""
    run = span(folder / "train.py", program)
    return asked(folder, program, Rerun(tuner, run), cap)
