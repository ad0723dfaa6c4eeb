"""A rule of the tests' own: it notes which programs it is asked about, and does what a test asks.

It stands for whatever can happen while a file is judged: here a worker dies, something is waited
for, a file vanishes.
"""

from __future__ import annotations

import inspect
import textwrap
import time
from dataclasses import dataclass
from pathlib import Path

from tests.command import Notes
from tunelint.config.configuration import Sources
from tunelint.config.settings import Settings, Wishes

_TEXT = """\
import os
import signal
import time
from pathlib import Path

from tunelint.api import Rule


{helpers}

class Asked(Rule, level="error"):
    def subjects(self, program):
        name = program.source.path.name
        with open({notes!r}, "a", encoding="utf-8") as file:
            file.write(name + "\\n")
{act}
        return ()
"""


def spin(seconds: float) -> None:
    """Keep a processor busy."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def wait_for(file: str | Path) -> None:
    """Wait until there is a file; raises TimeoutError where nobody makes it."""
    for _ in range(6000):
        if Path(file).exists():
            return
        time.sleep(0.01)
    raise TimeoutError(file)


@dataclass(frozen=True)
class OwnRule:
    """The rule ACME001 in a folder that belongs to no project; `asked` has the files' names."""

    folder: Path
    asked: Notes

    @property
    def options(self) -> tuple[str, ...]:
        """What lets a command run it."""
        return ("--config", self._setting, "--allow-project-rules")

    @property
    def settings(self) -> Settings:
        """What lets a run in this process run it."""
        return Settings(Wishes(allow_project_rules=True, sources=Sources((self._setting,))))

    @property
    def _setting(self) -> str:
        return f"rules = [{str(self.folder)!r}]"


def own_rule(folder: Path, act: str = "pass") -> OwnRule:
    """A rule that does `act` where it is asked about the file called `name`.

    Its code has `spin`, `wait_for` and the modules `os`, `signal` and `time`.
    """
    notes = Notes(folder / "asked")
    folder.mkdir(parents=True)
    helpers = "\n\n".join(map(inspect.getsource, (spin, wait_for)))
    act = textwrap.indent(act, " " * 8)
    text = _TEXT.format(notes=str(notes.file), act=act, helpers=helpers)
    (folder / "acme001_asked.py").write_text(text, encoding="utf-8")
    return OwnRule(folder, notes)
