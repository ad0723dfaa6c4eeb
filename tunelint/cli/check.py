"""``tunelint check``: finds pitfalls without running anything, and fixes some."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

import click

from tunelint.cli.check_options import Wanted, codes_by_pattern, patterns
from tunelint.cli.findings_printer import TEXTS, Showing, status_of
from tunelint.cli.streams import (
    CLEAN,
    FAILED,
    FINDINGS,
    Output,
    Unwritable,
    finish,
    say,
    standard_input,
)
from tunelint.cli.terminal import (
    ALLOW_PROJECT_RULES,
    Command,
    for_all,
    interruptible,
    one_line_errors,
    option,
    selecting,
)
from tunelint.cli.values import Name, amount
from tunelint.config.baseline import Accepted, path_in, read_entries, write_baseline
from tunelint.config.output_format import OutputFormat
from tunelint.config.settings import Settings
from tunelint.engine.apply_fixes import Fixed, applies, fix_paths, given_path, written
from tunelint.engine.run import Given, Result, checking, find_files
from tunelint.engine.workers import available_cores
from tunelint.errors import reason_of
from tunelint.files.here import from_here, here
from tunelint.files.notebook.cells import is_notebook
from tunelint.findings.diagnostic import Diagnostic
from tunelint.findings.finding import Level
from tunelint.lab.plurals import counted
from tunelint.reports.fixed import enumerated
from tunelint.reports.summary import Ending, by_code, last_lines, uncovered_in_words
from tunelint.reports.terminal_text import Document, Line, colour_wanted, shown_path

STANDARD_INPUT = Path("-")
_NOTEBOOK_WITHOUT_NAME = Path("-.ipynb")


@click.command(cls=Command)
@click.argument("paths", nargs=-1, type=Name(dash=True))
@option("--fix/--no-fix", default=None, help="Apply the safe fixes.")
@option(
    "--unsafe-fixes/--no-unsafe-fixes",
    default=None,
    help="Include fixes that may change what the code means.",
)
@option("--diff", is_flag=True, help="Show what --fix would change, without writing it.")
@option("--show-fixes", is_flag=True, help="With --fix or --diff, list the fixes by file and code.")
@option(
    "--output-format",
    type=click.Choice([name.value for name in OutputFormat]),
    help="The format of the findings.  [default: full]",
)
@option("--statistics", is_flag=True, help="Count the findings of each code.")
@option("--show-files", is_flag=True, help="List the files that would be checked.")
@option(
    "--baseline",
    metavar="FILE",
    type=Name(),
    help="Hide the findings that this file lists.",
)
@option(
    "--write-baseline",
    "new_baseline",
    metavar="FILE",
    type=Name(),
    help="Write all findings to this file, as the baseline of later runs. Entries of files and"
    " rules outside this run stay.",
)
@selecting("check")
@option(
    "--per-file-ignores",
    section="Rule selection",
    metavar="PATTERN:CODE",
    multiple=True,
    callback=codes_by_pattern,
    help="Rules to ignore in the files that match a pattern, by code, prefix or name.",
)
@option(
    "--advice",
    section="Rule selection",
    is_flag=True,
    help="Also report advice.",
)
@option("--allow-project-rules", section="Rule selection", is_flag=True, help=ALLOW_PROJECT_RULES)
@option(
    "--exclude",
    section="File selection",
    metavar="PATTERNS",
    multiple=True,
    callback=patterns,
    help="Files and folders to skip, instead of the default ones.",
)
@option(
    "--extend-exclude",
    section="File selection",
    metavar="PATTERNS",
    multiple=True,
    callback=patterns,
    help="More files and folders to skip.",
)
@option(
    "--force-exclude",
    section="File selection",
    is_flag=True,
    help="Skip excluded files even if PATHS names them.",
)
@option(
    "--max-file-size",
    section="Limits",
    metavar="MIB",
    type=click.FLOAT,
    callback=amount,
    help="The largest program text to read in a file.  [default: 4]",
)
@option(
    "--max-nesting",
    section="Limits",
    metavar="N",
    type=click.INT,
    callback=amount,
    help="The deepest nesting of brackets to read.  [default: 5000]",
)
@option(
    "--max-seconds",
    section="Limits",
    metavar="S",
    type=click.FLOAT,
    callback=amount,
    help="The processor time that one file may take.  [default: 5]",
)
@option(
    "-j",
    "--jobs",
    section="Miscellaneous",
    metavar="N",
    type=click.IntRange(min=1),
    help="The number of processes.  [default: one for each core]",
)
@option(
    "-n",
    "--no-cache",
    section="Miscellaneous",
    is_flag=True,
    help="Neither read nor write the cache.",
)
@option(
    "--stdin-filename",
    section="Miscellaneous",
    metavar="NAME",
    type=Name(),
    help="The name of the file on standard input (path -).",
)
@option(
    "-e",
    "--exit-zero",
    section="Miscellaneous",
    is_flag=True,
    help="Exit with status 0 even if there are findings.",
)
@option(
    "--fail-on",
    section="Miscellaneous",
    type=click.Choice([level.value for level in Level]),
    help="The lowest level that makes the exit status 1.  [default: advice]",
)
@option(
    "-q",
    "--quiet",
    section="Miscellaneous",
    is_flag=True,
    help="Print only findings and errors.",
)
@for_all
@interruptible()
def check(**given: Any) -> None:
    """Check the Python files and notebooks in PATHS (default: the current folder).

    Your code is read, never run. The path - is standard input.

    Exit status: 0 without findings, 1 with findings, 2 if something could not be checked, 130 after
    Ctrl-C.
    """
    wanted = Wanted(**given)
    if wanted.new_baseline is not None and (wanted.fix or wanted.diff):
        flag = "--fix" if wanted.fix else "--diff"
        raise click.UsageError(
            f"{flag} cannot be used with --write-baseline: fix first, then write it"
        )
    output = Output(sys.stdout, colour_wanted(wanted.color, sys.stdout))
    with one_line_errors():
        _check(wanted, Settings(wanted.wishes), output)


def _check(wanted: Wanted, settings: Settings, output: Output) -> NoReturn:
    given = _standard_input(wanted.paths, wanted.stdin_filename)
    places = [path for path in wanted.paths if path != STANDARD_INPUT] or (
        [] if wanted.paths else [Path()]
    )
    configured = settings.of_folder(here()).configuration
    if wanted.show_files:
        found = find_files(places, settings, given)
        finish((shown_path(path) for path in found.files), found.problems, CLEAN)
    unsafe = configured.unsafe_fixes if wanted.unsafe_fixes is None else wanted.unsafe_fixes
    fixing = wanted.diff or (configured.fix if wanted.fix is None else wanted.fix)
    shown_in = OutputFormat(wanted.output_format or configured.output_format)
    workers = wanted.jobs or available_cores()
    if fixing and wanted.new_baseline is None:
        fixed = fix_paths(places, settings, given, unsafe=unsafe, workers=workers)
        if not wanted.diff:
            fixed = written(fixed, places, settings, given, workers=workers)
    else:
        run = checking(places, settings, given, workers=workers, cached=not wanted.no_cache)
        if shown_in in TEXTS and not wanted.statistics and wanted.new_baseline is None:
            _show(Showing(run, TEXTS[shown_in], output, unsafe, wanted.failing, wanted.quiet))
        fixed = Fixed(run.finished())
    result = fixed.result
    for warning in () if wanted.quiet else result.warnings:
        say(f"warning: {warning}")
    if wanted.new_baseline is not None:
        finish(*_new_baseline(wanted.new_baseline, result, settings, quiet=wanted.quiet))
    if wanted.diff:
        _show_diff(fixed, output, wanted)
    if wanted.statistics and (stale := settings.accepted - set(result.known)):
        entries = counted(len(stale), "entry", "entries")
        say(f"note: {entries} of the baseline without a finding in this run")
    ending = Ending(
        known=len(result.known), unsafe=unsafe, files=len(result.files), quiet=wanted.quiet
    )
    if fixing:
        ending = replace(ending, fixed=fixed.count, uncovered=fixed.uncovered)
    lines = _lines(result.diagnostics, shown_in, ending, statistics=wanted.statistics)
    status = status_of(result.diagnostics, wanted.failing)
    if fixing and wanted.show_fixes and shown_in in TEXTS:
        lines = chain(enumerated(fixed.ended), lines)
    problems = list(result.problems)
    if fixing and given is not None:
        problems += _hand_back(given, fixed)
        output = Output(sys.stderr, colour_wanted(wanted.color, sys.stderr))
    finish(lines, problems, status, output)


def _standard_input(paths: Sequence[Path], name: Path | None) -> Given | None:
    if STANDARD_INPUT in paths:
        try:
            content = standard_input()
        except OSError as error:
            finish((), (f"standard input cannot be read: {reason_of(error)}",), FAILED)
        return Given(name or _usual_name(content), content)
    if name is not None:
        raise click.UsageError("--stdin-filename needs the path -")
    return None


def _usual_name(content: bytes) -> Path:
    """The name of what comes on standard input without one."""
    return _NOTEBOOK_WITHOUT_NAME if is_notebook(content) else STANDARD_INPUT


def _show(showing: Showing) -> NoReturn:
    """Print the findings as they come; whatever ends that ends the check."""
    with closing(showing.lines()) as lines:
        finish(lines, showing.problems(), showing.status, showing.output)


def _hand_back(given: Given, fixed: Fixed) -> Iterable[str]:
    """The file that came on standard input, fixed, on standard output."""
    own = given_path(given)
    after = next((one.after for one in fixed.changed if one.path == own), given.content)
    if isinstance(after, bytes):
        output = Output(sys.stdout)
        try:
            output.write_bytes(after)
            output.flush()
        except Unwritable as why:
            output.close()
            if str(why):
                yield f"standard output cannot be written to: {why}"


def _show_diff(fixed: Fixed, output: Output, wanted: Wanted) -> NoReturn:
    from tunelint.reports.diff import unified_diff

    changes = (unified_diff(one.path, one.before, one.after) for one in fixed.changed)
    hidden = sum(applies(one.fix, unsafe=True) for one in fixed.result.diagnostics)
    would = f"Would fix {counted(fixed.count, 'finding')}"
    uncovered = uncovered_in_words(fixed.uncovered if fixed.count else 0)
    more = f", {hidden} more with --unsafe-fixes" if hidden else ""
    for line in enumerated(fixed.ended, would=True) if wanted.show_fixes else ():
        say(line)
    if not wanted.quiet:
        say(f"{would}{uncovered}{more}.")
    status = FINDINGS if fixed.changed and wanted.failing is not None else CLEAN
    finish(chain.from_iterable(changes), fixed.result.problems, status, output)


def _new_baseline(
    file: Path, result: Result, settings: Settings, *, quiet: bool
) -> tuple[Sequence[str], Sequence[str]]:
    """Accept what was found, and what was accepted before and not looked at now.

    Gives the line to print, and the problems.
    """
    found = {
        Accepted(path_in(file, one.span.path), one.code, one.fingerprint)
        for one in result.diagnostics
    }
    before = read_entries(file, new=True)
    files = frozenset(result.files)
    dropped = (
        () if result.problems else (one for one in before if _looked_at(file, one, files, settings))
    )
    kept = {*before} - {*dropped} - found
    try:
        write_baseline(file, found | kept)
    except OSError as error:
        return (), [f"{file}: cannot be written: {reason_of(error)}"]
    rest = f", kept {len(kept)} from outside this run"
    line = f"Wrote {counted(len(found), 'finding')} to {file}{rest if kept else ''}."
    return () if quiet else (line,), result.problems


def _looked_at(file: Path, entry: Accepted, files: Collection[Path], settings: Settings) -> bool:
    """Whether a run over `files` would have found again what a baseline holds, were it still so."""
    path = from_here(file.parent / entry.path)
    if not entry.path:
        return False
    if path not in files:
        return not os.path.exists(path)
    project = settings.of_folder(path.parent)
    if entry.code not in project.selection.codes:
        return entry.code not in project.catalogue.entries
    level = project.catalogue.entries[entry.code].load().level
    return project.selection.shows(entry.code, level)


def _lines(
    diagnostics: Sequence[Diagnostic],
    output_format: OutputFormat,
    ending: Ending,
    *,
    statistics: bool,
) -> Iterable[Line | Document]:
    if output_format is OutputFormat.JSON:
        return [_json(diagnostics, statistics=statistics)]
    if statistics:
        findings: Iterable[Line] = (
            f"{count}\t{code}\t{level}\t{name}" for count, code, level, name in by_code(diagnostics)
        )
    else:
        findings = TEXTS[output_format](diagnostics, ending)
    return chain(findings, last_lines(diagnostics, ending))


def _json(diagnostics: Sequence[Diagnostic], *, statistics: bool) -> Document:
    from tunelint.reports.json import as_json, statistics_as_json

    return Document(statistics_as_json(diagnostics) if statistics else as_json(diagnostics))
