"""What ``tunelint confirm`` does with its options: plans, asks, and prints as verdicts stand."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tunelint.cli.streams import CLEAN, FINDINGS, INTERRUPTED, Output, finish, say
from tunelint.cli.terminal import one_line_errors
from tunelint.config.configuration import Sources
from tunelint.config.output_format import OutputFormat
from tunelint.config.rule_selection import Choice
from tunelint.config.settings import Settings, Wishes
from tunelint.confirm.cases import Plan, cases_of
from tunelint.confirm.executors import LocalProcesses, default_python
from tunelint.confirm.known_verdicts import Memory
from tunelint.confirm.options import Options
from tunelint.confirm.processes import Holds
from tunelint.confirm.progress import Progress, progress_on
from tunelint.confirm.session import Session
from tunelint.errors import ConfigurationError, reason_of
from tunelint.files.disk import rewrite_file
from tunelint.files.here import from_here, here
from tunelint.lab.lab import Budget
from tunelint.lab.questions import Caps
from tunelint.reports.confirmation import Confirmation
from tunelint.reports.terminal_text import Document, Line, colour_wanted
from tunelint.reports.verdicts import (
    concise_lines,
    full_lines,
    unasked_lines,
    verdict_count,
    verdicts_as_json,
)

_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options of the command line; None where nothing is said."""

    paths: tuple[Path, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] | None = None
    extend_ignore: tuple[str, ...] | None = None
    advice: bool = False
    force: tuple[str, ...] | None = None
    budget: float | None = None
    trials: int | None = None
    epochs: int | None = None
    rows: int | None = None
    full: bool = False
    entry: Path | None = None
    setup: Path | None = None
    python: str | None = None
    device: str = "auto"
    synthetic: bool = False
    memory: int | None = None
    fresh: bool = False
    output_format: str | None = None
    html: Path | None = None
    allow_project_rules: bool = False
    exit_zero: bool = False
    config: tuple[str, ...] = ()
    isolated: bool = False
    color: str = "auto"
    arguments: tuple[str, ...] = ()


def confirm(wanted: Wanted) -> NoReturn:
    """Confirm what is wanted, print it, and exit."""
    try:
        with _ended_by_signal(), one_line_errors():
            report = _prepared(wanted)
            for warning in report.plan.warnings:
                say(f"warning: {warning}")
            finish(report.lines(), report.problems(), report.status, report.output)
    except KeyboardInterrupt:
        say("Interrupted.")
        sys.exit(INTERRUPTED)


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """A request to terminate ends what runs, too, and takes away what it left behind."""

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _prepared(wanted: Wanted) -> Report:
    """What there is to confirm and who does it. Raises ConfigurationError."""
    folder = from_here(Path())  # the scripts run in it
    settings, forced = _settings(wanted)
    configured = settings.of_folder(folder).configuration.output_format
    python = _python(wanted.python)
    if wanted.html is not None:
        _check_page(wanted.html)
    options = _options(wanted)
    plan = cases_of(wanted.paths or [Path()], settings, forced)
    memory = None if wanted.memory is None else wanted.memory * _MEBIBYTE
    executor = LocalProcesses(python, Holds(memory=memory))
    session = Session(executor, options, memory=Memory(options, python, wanted.fresh))
    shown = OutputFormat(wanted.output_format or configured)
    output = Output(sys.stdout, colour_wanted(wanted.color, sys.stdout))
    return Report(plan, session, shown, output, wanted.html, wanted.exit_zero)


def _options(wanted: Wanted) -> Options:
    usual = Budget()
    budget = Budget(
        wanted.budget or usual.seconds, wanted.trials or usual.trials, wanted.epochs, wanted.rows
    )
    return Options(
        budget,
        wanted.full,
        wanted.arguments,
        wanted.entry,
        wanted.setup,
        wanted.device,
        wanted.synthetic,
        trials_on_the_way=wanted.trials or Caps().trials,
    )


def _settings(wanted: Wanted) -> tuple[Settings, Sequence[str]]:
    """The settings with the forced rules among the selected ones, and the forced codes."""
    force, more = wanted.force or (), wanted.extend_select or ()
    chosen = Choice(wanted.select, wanted.ignore or (), more, wanted.extend_ignore or ())
    wishes = Wishes(
        chosen,
        wanted.advice,
        allow_project_rules=wanted.allow_project_rules,
        sources=Sources(wanted.config, wanted.isolated),
    )
    plain = Settings(wishes)
    catalogue = plain.of_folder(here()).catalogue
    starts = catalogue.prefixes(force, "--force")
    forced = [code for code in catalogue.entries if code.startswith(starts)] if force else []
    if not forced:
        return plain, ()
    widened = replace(chosen, extend_select=(*more, *force))
    return Settings(replace(wishes, choice=widened)), forced


def _python(wish: str | None) -> str:
    """The interpreter of the child processes. Raises ConfigurationError where there is none."""
    found = default_python() if wish is None else shutil.which(wish)
    if found is None:
        raise ConfigurationError(f"--python: {wish}: no such program")
    return found


def _check_page(file: Path) -> None:
    """Raises ConfigurationError, before anything runs, where the page could not be written."""
    from tunelint.reports.html.page import PageUnavailable, page

    if not file.absolute().parent.is_dir():
        raise ConfigurationError(f"--html: {file}: no such folder")
    try:
        page(())
    except PageUnavailable as error:
        raise ConfigurationError(f"--html: {error}") from None


@dataclass(eq=False)
class Report:
    """Prints each finding as soon as its verdict stands; json and the page at the end."""

    plan: Plan
    session: Session
    output_format: OutputFormat
    output: Output
    html: Path | None = None
    exit_zero: bool = False
    confirmations: list[Confirmation] = field(default_factory=list)
    interrupted: bool = False
    unwritten: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[Line | Document]:
        """The report, line by line."""
        self.session.expect(self.plan.cases)
        progress = progress_on(sys.stderr, len(self.plan.cases))
        self.session.on_step = progress.tell
        try:
            yield from self._verdicts(progress)
        except KeyboardInterrupt:
            self.interrupted = True
        finally:
            progress.end()
        self._warn_of_stores()
        yield from self._ending()
        self._write_page()

    def _verdicts(self, progress: Progress) -> Iterator[Line]:
        shown = _SHOWN[self.output_format]
        for number, case in enumerate(self.plan.cases, 1):
            progress.begin(number, case.diagnostic)
            confirmation = self.session.confirmed(case)
            self.confirmations.append(confirmation)
            with progress.paused():
                yield from shown(confirmation)
                self.output.flush()

    @property
    def missing(self) -> int | None:
        """How many findings have no verdict since the run was interrupted; None: it was not."""
        left = len(self.plan.cases) - len(self.confirmations)
        return left if self.interrupted else None

    def _ending(self) -> Iterator[Line | Document]:
        unasked = self.plan.unasked
        if self.output_format is OutputFormat.JSON:
            yield Document(verdicts_as_json(self.confirmations, unasked))
            return
        yield from unasked_lines(unasked, self.plan.hindered)
        if self.plan.files:
            yield verdict_count(self.confirmations, len(unasked), self.missing, self.plan.files)

    def _warn_of_stores(self) -> None:
        memory = self.session.memory
        for problem in memory.problems.values() if memory is not None else ():
            say(f"warning: verdicts are not kept: {problem}")

    def _write_page(self) -> None:
        if self.html is None:
            return
        from tunelint.reports.html.page import page

        text = page(self.confirmations, self.plan.unasked, self.missing)
        try:
            rewrite_file(self.html, text.encode("utf-8", "replace"))
        except OSError as error:
            self.unwritten.append(f"{self.html}: cannot be written: {reason_of(error)}")

    def problems(self) -> Iterator[str]:
        """What could not be done, once all lines are there."""
        yield from self.plan.problems
        yield from self.session.problems
        yield from self.unwritten

    def status(self) -> int:
        """The exit status, once all lines are there."""
        if self.interrupted:
            return INTERRUPTED
        stands = self.plan.unasked or any(one.stands for one in self.confirmations)
        return FINDINGS if stands and not self.exit_zero else CLEAN


def _nothing(confirmation: Confirmation) -> Iterator[Line]:
    return iter(())


_SHOWN: Mapping[OutputFormat, Callable[[Confirmation], Iterator[Line]]] = {
    OutputFormat.FULL: full_lines,
    OutputFormat.CONCISE: concise_lines,
    OutputFormat.JSON: _nothing,
}
