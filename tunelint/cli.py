"""The command line: parses options, calls, prints."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from tunelint import __version__
from tunelint.baseline import Accepted, write_baseline
from tunelint.catalogue import Catalogue, Choice
from tunelint.cli_confirm import confirm
from tunelint.commands import (
    ALLOW_PROJECT_RULES,
    CLEAN,
    FAILED,
    FINDINGS,
    finish,
    interruptible,
    one_line_errors,
    selecting,
    write_line,
)
from tunelint.config import OutputFormat
from tunelint.engine import Given, Result, checking, find_files
from tunelint.fixes import Fixed, applies, fix_paths, given_path, written
from tunelint.reports.closing import Ending, counted, last_lines, uncovered_in_words
from tunelint.reports.diagnostic import Diagnostic
from tunelint.reports.fixed import enumerated
from tunelint.reports.text import Paint, colour_wanted, shown_path
from tunelint.settings import Settings, Wishes
from tunelint.showing import TEXTS, Showing
from tunelint.workers import available_cores

if TYPE_CHECKING:
    from tunelint.reports.pages import Row

STANDARD_INPUT = Path("-")


def _codes_by_pattern(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> Mapping[str, tuple[str, ...]] | None:
    """``pattern:code`` pairs, separated by commas, over all uses of an option."""
    found: dict[str, tuple[str, ...]] = {}
    for part in (part.strip() for value in values for part in value.split(",")):
        pattern, _, code = (piece.strip() for piece in part.rpartition(":"))
        if not pattern or not code:
            raise click.BadParameter(f"{part!r} is not of the form PATTERN:CODE")
        found[pattern] = (*found.get(pattern, ()), code)
    return found if values else None


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="tunelint", message="tunelint %(version)s")
def main() -> None:
    """Find what will make a hyperparameter search fail, lie or not repeat, before it runs."""


main.add_command(confirm)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@selecting("check")
@click.option("--advice", is_flag=True, help="Give advice too, not only errors and warnings.")
@click.option(
    "--per-file-ignores",
    metavar="PATTERN:CODE",
    multiple=True,
    callback=_codes_by_pattern,
    help="Codes or prefixes to leave out in the files that a pattern matches.",
)
@click.option(
    "--output-format",
    type=click.Choice([name.value for name in OutputFormat]),
    help="How findings are printed.  [default: full]",
)
@click.option("--fix/--no-fix", default=None, help="Fix what can be fixed safely.")
@click.option(
    "--unsafe-fixes/--no-unsafe-fixes",
    default=None,
    help="Count fixes that have to be looked at, too.",
)
@click.option("--diff", is_flag=True, help="Show what would be fixed, and write nothing.")
@click.option(
    "--show-fixes", is_flag=True, help="With --fix or --diff: list the fixes by file and code."
)
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Leave out the findings that this file holds.",
)
@click.option(
    "--write-baseline",
    "new_baseline",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write all findings into this file, to be left out later.",
)
@click.option("--statistics", is_flag=True, help="Count the findings by code.")
@click.option("--show-files", is_flag=True, help="List the files that would be checked.")
@click.option(
    "--stdin-filename",
    metavar="NAME",
    type=click.Path(path_type=Path),
    help="The name of the file that comes on standard input (path -).",
)
@click.option(
    "--jobs",
    "-j",
    metavar="N",
    type=click.IntRange(min=1),
    help="How many processes check files side by side.  [default: one for each core]",
)
@click.option("--no-cache", is_flag=True, help="Know nothing of earlier runs, and keep nothing.")
@click.option(
    "--max-file-size",
    metavar="MIB",
    type=click.FloatRange(min=0, min_open=True),
    help="Read no file with more program text.  [default: 4]",
)
@click.option(
    "--max-nesting",
    metavar="N",
    type=click.IntRange(min=1),
    help="Read a file with more nested brackets in a process that may die of it.  [default: 200]",
)
@click.option(
    "--max-seconds",
    metavar="S",
    type=click.FloatRange(min=0, min_open=True),
    help="Give up a file that takes more seconds of a processor.  [default: 5]",
)
@click.option("--allow-project-rules", is_flag=True, help=ALLOW_PROJECT_RULES)
@click.option(
    "--force-exclude", is_flag=True, help="Leave out excluded files even if they are named."
)
@click.option("--exit-zero", is_flag=True, help="Exit with status 0 even if something is found.")
@interruptible()
def check(
    paths: tuple[Path, ...],
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    extend_select: tuple[str, ...] | None,
    advice: bool,
    per_file_ignores: Mapping[str, tuple[str, ...]] | None,
    output_format: str | None,
    fix: bool | None,
    unsafe_fixes: bool | None,
    diff: bool,
    show_fixes: bool,
    baseline: Path | None,
    new_baseline: Path | None,
    statistics: bool,
    show_files: bool,
    stdin_filename: Path | None,
    jobs: int | None,
    no_cache: bool,
    max_file_size: float | None,
    max_nesting: int | None,
    max_seconds: float | None,
    allow_project_rules: bool,
    force_exclude: bool,
    exit_zero: bool,
) -> None:
    """Check the Python files and notebooks among and below PATHS (default: the current folder).

    Exits with status 0 if nothing is found, 1 if something is, 2 if not all could be checked, and
    130 if Ctrl-C ended it.
    """
    choice = Choice(select, ignore or (), extend_select or ())
    wishes = Wishes(
        choice,
        advice,
        per_file_ignores,
        force_exclude,
        allow_project_rules,
        baseline,
        new_baseline is not None,
        max_file_size,
        max_nesting,
        max_seconds,
    )
    settings = Settings(wishes)
    given = _standard_input(paths, stdin_filename)
    places = [path for path in paths if path != STANDARD_INPUT] if paths else [Path()]
    with one_line_errors():
        configured = settings.of_folder(Path.cwd()).configuration
        if show_files:
            found = find_files(places, settings, given)
            finish((shown_path(path) for path in found.files), found.problems, CLEAN)
        unsafe = configured.unsafe_fixes if unsafe_fixes is None else unsafe_fixes
        fixing = diff or (configured.fix if fix is None else fix)
        shown_in = OutputFormat(output_format or configured.output_format)
        workers = jobs or available_cores()
        if fixing and new_baseline is None:
            fixed = fix_paths(places, settings, given, unsafe=unsafe, workers=workers)
            if not diff:
                fixed = written(fixed, places, settings, given, workers=workers)
        else:
            run = checking(places, settings, given, workers=workers, cached=not no_cache)
            if shown_in in TEXTS and not statistics and new_baseline is None:
                _show(Showing(run, TEXTS[shown_in], unsafe, exit_zero))
            fixed = Fixed(run.finished())
    result = fixed.result
    for warning in result.warnings:
        write_line(sys.stderr, f"warning: {warning}")
    if new_baseline is not None:
        _write_baseline(new_baseline, result)
    if diff:
        _show_diff(fixed, exit_zero=exit_zero, enumerate_them=show_fixes)
    if statistics and (stale := settings.accepted - set(result.known)):
        entries = "1 entry" if len(stale) == 1 else f"{len(stale)} entries"
        write_line(sys.stderr, f"note: {entries} of the baseline without a finding here")
    status = FINDINGS if result.diagnostics and not exit_zero else CLEAN
    ending = Ending(known=len(result.known), unsafe=unsafe)
    if fixing:
        ending = replace(ending, fixed=fixed.count, uncovered=fixed.uncovered)
    lines = _lines(result.diagnostics, shown_in, ending, statistics=statistics)
    if fixing and show_fixes and shown_in in TEXTS:
        lines = chain(enumerated(fixed.ended), lines)
    if fixing and given is not None:
        _hand_back(given, fixed)
        finish(lines, result.problems, status, sys.stderr)
    finish(lines, result.problems, status)


def _show(showing: Showing) -> NoReturn:
    """Print the findings as they come; whatever ends that ends the check."""
    with closing(showing.lines()) as lines:
        finish(lines, showing.problems(), showing.status)


def _hand_back(given: Given, fixed: Fixed) -> None:
    """The file that came on standard input, fixed, on standard output."""
    own = given_path(given)
    after = next((one.after for one in fixed.changed if one.path == own), given.content)
    if isinstance(after, bytes):
        sys.stdout.buffer.write(after)


def _show_diff(fixed: Fixed, *, exit_zero: bool, enumerate_them: bool) -> NoReturn:
    from tunelint.reports.diff import unified_diff

    paint = Paint(colour_wanted(sys.stdout.isatty()))
    lines = [
        line
        for one in fixed.changed
        for line in unified_diff(one.path, one.before, one.after, paint)
    ]
    hidden = sum(applies(one.fix, unsafe=True) for one in fixed.result.diagnostics)
    would = f"Would fix {fixed.count} {'finding' if fixed.count == 1 else 'findings'}"
    uncovered = uncovered_in_words(fixed.uncovered if fixed.count else 0)
    more = f", {hidden} more with --unsafe-fixes" if hidden else ""
    for line in enumerated(fixed.ended, would=True) if enumerate_them else ():
        write_line(sys.stderr, line)
    write_line(sys.stderr, f"{would}{uncovered}{more}.")
    status = FINDINGS if fixed.changed and not exit_zero else CLEAN
    finish(lines, fixed.result.problems, status)


def _write_baseline(file: Path, result: Result) -> NoReturn:
    accepted = [
        Accepted(shown_path(one.spot.path), one.code, one.fingerprint) for one in result.diagnostics
    ]
    try:
        write_baseline(file, accepted)
    except OSError as error:
        finish((), (f"{file}: the baseline cannot be written: {error.strerror or error}",), FAILED)
    findings = "finding" if len(accepted) == 1 else "findings"
    finish([f"Wrote {len(accepted)} {findings} to {file}."], result.problems)


@main.command()
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the rules are printed.",
)
@click.option("--allow-project-rules", is_flag=True, help=ALLOW_PROJECT_RULES)
def rules(output_format: str, allow_project_rules: bool) -> None:
    """List the rules: code, name, level, and the tuners that they know."""
    from tunelint.reports.pages import table, table_as_json

    with one_line_errors():
        rows = list(_rows(_catalogue_here(allow_project_rules)))
    finish([table_as_json(rows)] if output_format == "json" else table(rows))


def _catalogue_here(allow_project_rules: bool) -> Catalogue:
    settings = Settings(Wishes(allow_project_rules=allow_project_rules))
    return settings.of_folder(Path.cwd()).catalogue


def _rows(catalogue: Catalogue) -> Iterator[Row]:
    from tunelint.reports.pages import Row

    for code, found in catalogue.entries.items():
        if code not in catalogue.barred:
            rule = found.load()
            yield Row(code, found.name, rule.level.value, tuple(rule.tuners))


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Show the page of the rule CODE: what it finds, why it matters, what to write instead."""
    from tunelint.reports.pages import render_page

    with one_line_errors():
        page = _catalogue_here(False).entry(code).page()
    if sys.stdout.isatty():
        render_page(page, colour=colour_wanted(True))
    else:
        finish([page])


def _standard_input(paths: Sequence[Path], name: Path | None) -> Given | None:
    if STANDARD_INPUT in paths:
        return Given(name or STANDARD_INPUT, sys.stdin.buffer.read())
    if name is not None:
        raise click.UsageError("--stdin-filename goes with the path -")
    return None


def _lines(
    diagnostics: Sequence[Diagnostic],
    output_format: OutputFormat,
    ending: Ending,
    *,
    statistics: bool,
) -> Iterable[str]:
    if output_format is OutputFormat.JSON:
        return [_json(diagnostics, statistics=statistics)]
    if statistics:
        return [f"{count}\t{code}\t{name}" for count, code, name in counted(diagnostics)]
    paint = Paint(colour_wanted(sys.stdout.isatty()))
    findings = TEXTS[output_format](diagnostics, paint, ending)
    return chain(findings, last_lines(diagnostics, ending))


def _json(diagnostics: Sequence[Diagnostic], *, statistics: bool) -> str:
    from tunelint.reports.as_json import as_json, statistics_as_json

    return statistics_as_json(diagnostics) if statistics else as_json(diagnostics)
