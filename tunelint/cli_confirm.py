"""``tunelint confirm``: runs the flagged search in processes of its own and proves each finding."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tunelint.catalogue import Choice
from tunelint.commands import (
    ALLOW_PROJECT_RULES,
    CLEAN,
    FINDINGS,
    codes,
    finish,
    one_line_errors,
    write_line,
)
from tunelint.config import ConfigurationError, OutputFormat
from tunelint.lab.lab import Budget
from tunelint.lab.questions import Caps
from tunelint.reports.confirmation import Confirmation
from tunelint.reports.text import Paint, colour_wanted
from tunelint.reports.verdicts import (
    concise_lines,
    full_lines,
    unasked_lines,
    verdict_count,
    verdicts_as_json,
)
from tunelint.settings import Settings, Wishes

if TYPE_CHECKING:
    from tunelint.confirm.planning import Plan
    from tunelint.confirm.session import Session

INTERRUPTED = 130
_DEFAULT = Budget()
_CAPS = Caps()
_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
_POSITIVE = click.IntRange(min=1)


class _WithScriptArguments(click.Command):
    """A command whose words after ``--`` are for the script that it runs."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own, given = args, []
        if "--" in args:
            place = args.index("--")
            own, given = args[:place], args[place + 1 :]
        ctx.meta["script arguments"] = tuple(given)
        return super().parse_args(ctx, own)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [*super().collect_usage_pieces(ctx), "[-- SCRIPT ARGUMENTS]"]


@click.command(cls=_WithScriptArguments)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--select",
    metavar="CODES",
    multiple=True,
    callback=codes,
    help="Codes or prefixes to confirm, and no others.",
)
@click.option(
    "--ignore",
    metavar="CODES",
    multiple=True,
    callback=codes,
    help="Codes or prefixes to leave out.",
)
@click.option(
    "--extend-select",
    metavar="CODES",
    multiple=True,
    callback=codes,
    help="Codes or prefixes to confirm as well.",
)
@click.option("--advice", is_flag=True, help="Confirm advice too, not only errors and warnings.")
@click.option(
    "--force",
    metavar="CODES",
    multiple=True,
    callback=codes,
    help="Codes or prefixes to ask about everywhere, whether check finds something or not.",
)
@click.option(
    "--budget",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=_DEFAULT.seconds,
    help=f"What one finding may cost.  [default: {_DEFAULT.seconds:g}]",
)
@click.option(
    "--trials",
    metavar="N",
    type=_POSITIVE,
    help="How many configurations an experiment tries, and how many trials any other search on"
    f" the way runs.  [default: {_DEFAULT.trials}; {_CAPS.trials} on the way]",
)
@click.option(
    "--epochs",
    metavar="N",
    type=_POSITIVE,
    help="How long a training goes on at most, where the experiment leaves that open."
    f"  [default: {_CAPS.epochs}]",
)
@click.option(
    "--rows", metavar="N", type=_POSITIVE, help="How many rows a training gets.  [default: all]"
)
@click.option(
    "--full", is_flag=True, help="Let searches and trainings on the way run as they are written."
)
@click.option(
    "--entry",
    metavar="FILE",
    type=_EXISTING,
    help="The script to run, where that is not the flagged file.",
)
@click.option(
    "--setup",
    metavar="FILE",
    type=_EXISTING,
    help="A file to run first, which defines what a fragment needs.",
)
@click.option(
    "--python",
    metavar="PATH",
    help="The interpreter that has the libraries.  [default: the active virtual environment's]",
)
@click.option(
    "--device",
    type=click.Choice(["auto", "cpu", "gpu"]),
    default="auto",
    show_default=True,
    help="Where trainings run.",
)
@click.option(
    "--fresh", is_flag=True, help="Ask again, even where an earlier run's verdict still holds."
)
@click.option(
    "--output-format",
    type=click.Choice([name.value for name in OutputFormat]),
    help="How findings and verdicts are printed.  [default: full]",
)
@click.option("--allow-project-rules", is_flag=True, help=ALLOW_PROJECT_RULES)
@click.option("--exit-zero", is_flag=True, help="Exit with status 0 even if a finding stands.")
@click.pass_context
def confirm(context: click.Context, /, **given: Any) -> None:
    """Run the flagged searches among and below PATHS just enough to prove each finding.

    Every finding of `tunelint check` gets a verdict: confirmed, refuted or inconclusive, and the
    numbers behind it. Your script runs up to the search, in processes of its own and with the
    words after `--` as its arguments; the search itself is never run to its end.

    Exits with status 0 if no finding stands (there is none, or all are refuted), 1 if one does
    (confirmed, inconclusive, or without an experiment), 2 if not all could be done, and 130 if
    Ctrl-C ended it; the verdicts so far are printed.
    """
    with one_line_errors():
        plan, session = _prepared(given, context.meta["script arguments"])
    for warning in plan.warnings:
        write_line(sys.stderr, f"warning: {warning}")
    output_format = OutputFormat(given["output_format"] or _configured_format())
    report = _Report(plan, session, output_format, exit_zero=given["exit_zero"])
    finish(report.lines(), report.problems(), report.status)


def _prepared(given: dict[str, Any], arguments: tuple[str, ...]) -> tuple[Plan, Session]:
    """What there is to confirm and who does it. Raises ConfigurationError."""
    # A command line that only checks never imports the machinery.
    from tunelint.confirm.executors import LocalProcesses
    from tunelint.confirm.memory import Memory
    from tunelint.confirm.planning import cases_of
    from tunelint.confirm.session import Options, Session

    settings, forced = _settings(given)
    python = _python(given["python"])
    options = Options(
        Budget(given["budget"], given["trials"] or _DEFAULT.trials, given["epochs"], given["rows"]),
        given["full"],
        arguments,
        given["entry"],
        given["setup"],
        given["device"],
        trials_on_the_way=given["trials"] or _CAPS.trials,
    )
    plan = cases_of(given["paths"] or [Path()], settings, forced)
    memory = Memory(options, python, given["fresh"])
    return plan, Session(LocalProcesses(python), options, memory=memory)


def _settings(given: dict[str, Any]) -> tuple[Settings, Sequence[str]]:
    """The settings with the forced rules among the selected ones, and the forced codes."""
    force: tuple[str, ...] = given["force"] or ()
    more: tuple[str, ...] = given["extend_select"] or ()
    chosen = Choice(given["select"], given["ignore"] or (), more)
    allowed = given["allow_project_rules"]
    plain = Settings(Wishes(chosen, given["advice"], allow_project_rules=allowed))
    catalogue = plain.of_folder(Path.cwd()).catalogue
    catalogue.check_codes(force, "--force")
    forced = [code for code in catalogue.entries if code.startswith(force)] if force else []
    if not forced:
        return plain, ()
    widened = Choice(chosen.select, chosen.ignore, (*more, *force))
    return Settings(Wishes(widened, given["advice"], allow_project_rules=allowed)), forced


def _configured_format() -> str:
    return Settings().of_folder(Path.cwd()).configuration.output_format


def _python(wish: str | None) -> str:
    """The interpreter of the child processes. Raises ConfigurationError where there is none."""
    if wish is None:
        active = Path(os.environ.get("VIRTUAL_ENV", "")) / "bin" / "python"
        return str(active) if "VIRTUAL_ENV" in os.environ and active.exists() else sys.executable
    found = shutil.which(wish)
    if found is None:
        raise ConfigurationError(f"--python: {wish}: no such program")
    return found


@dataclass(eq=False)
class _Report:
    """Prints each finding as soon as its verdict stands; json all at once."""

    plan: Plan
    session: Session
    output_format: OutputFormat
    exit_zero: bool
    confirmations: list[Confirmation] = field(default_factory=list)
    interrupted: bool = False

    def lines(self) -> Iterator[str]:
        paint = Paint(colour_wanted(sys.stdout.isatty()))
        shown = self._shown()
        try:
            for case in self.plan.cases:
                confirmation = self.session.confirmed(case)
                self.confirmations.append(confirmation)
                yield from shown(confirmation, paint)
                sys.stdout.flush()
        except KeyboardInterrupt:
            self.interrupted = True
        self._warn_of_stores()
        yield from self._ending(paint)

    def _shown(self) -> Callable[[Confirmation, Paint], Iterator[str]]:
        match self.output_format:
            case OutputFormat.JSON:
                return lambda confirmation, paint: iter(())
            case OutputFormat.CONCISE:
                return concise_lines
            case _:
                return full_lines

    def _ending(self, paint: Paint) -> Iterator[str]:
        unasked = self.plan.unasked
        if self.output_format is OutputFormat.JSON:
            yield verdicts_as_json(self.confirmations, unasked)
            return
        yield from unasked_lines(unasked, paint)
        missing = len(self.plan.cases) - len(self.confirmations)
        yield verdict_count(self.confirmations, len(unasked), missing if self.interrupted else None)

    def _warn_of_stores(self) -> None:
        memory = self.session.memory
        for problem in memory.problems.values() if memory is not None else ():
            write_line(sys.stderr, f"warning: verdicts are not kept: {problem}")

    def problems(self) -> Iterator[str]:
        """What could not be done, once all lines are there."""
        yield from self.plan.problems
        yield from self.session.problems

    def status(self) -> int:
        """The exit status, once all lines are there."""
        if self.interrupted:
            return INTERRUPTED
        stands = self.plan.unasked or any(one.stands for one in self.confirmations)
        return FINDINGS if stands and not self.exit_zero else CLEAN
