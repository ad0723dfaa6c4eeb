"""The last lines of a report, and the count of findings by code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tunelint.findings.diagnostic import Diagnostic
from tunelint.findings.finding import Applicability, Level
from tunelint.lab.plurals import counted

_NOUNS = {
    Level.ERROR: ("error",),
    Level.WARNING: ("warning",),
    Level.ADVICE: ("piece of advice", "pieces of advice"),
}


@dataclass(frozen=True, slots=True)
class Ending:
    """What a report says at its end besides its findings.

    `fixed` findings were fixed (None: no fixing was asked for), `uncovered` only came up by that;
    `known` are left out by the baseline; `unsafe` fixes are wanted, too. So many `files` were
    checked; a `quiet` report has no last lines.
    """

    fixed: int | None = None
    uncovered: int = 0
    known: int = 0
    unsafe: bool = False
    files: int = 0
    quiet: bool = False


def last_lines(diagnostics: Sequence[Diagnostic], ending: Ending) -> Iterator[str]:
    """How much was found, and how much of it can be fixed.

    ``Found 3 findings (2 errors, 1 warning) in 12 files.``, ``[*] 2 fixable with --fix.`` Where
    there was nothing to check, there is nothing to say.
    """
    if ending.quiet or not ending.files:
        return
    found = f"{_found(diagnostics, ending.fixed)} {in_files(ending.files)}"
    uncovered = uncovered_in_words(ending.uncovered if ending.fixed else 0)
    yield f"{found}{uncovered}{_known(ending.known, bool(diagnostics))}."
    fixable = _fixable(diagnostics, ending)
    if fixable:
        yield f"[*] {fixable}."


def in_files(number: int) -> str:
    """``in 12 files``."""
    return f"in {counted(number, 'file')}"


def worst(levels: Iterable[Level]) -> Level:
    """The worst of some levels."""
    return min(levels, key=list(Level).index)


def mark(diagnostic: Diagnostic, ending: Ending) -> str:
    """What stands before the message of a finding that ``--fix`` would fix."""
    fix = diagnostic.fix
    wanted = fix is not None and (ending.unsafe or fix.applicability == Applicability.SAFE)
    return "[*] " if wanted else ""


def _known(number: int, found: bool) -> str:
    more = " more" if found else ""
    return f", {number}{more} in the baseline" if number else ""


def _fixable(diagnostics: Sequence[Diagnostic], ending: Ending) -> str:
    counts = Counter(one.fix.applicability for one in diagnostics if one.fix is not None)
    safe, unsafe = counts[Applicability.SAFE], counts[Applicability.UNSAFE]
    if ending.unsafe:
        return f"{safe + unsafe} fixable with --fix" if safe + unsafe else ""
    if safe and unsafe:
        return f"{safe} fixable with --fix, {unsafe} more with --unsafe-fixes"
    if unsafe:
        return f"{unsafe} fixable with --fix --unsafe-fixes"
    return f"{safe} fixable with --fix" if safe else ""


def uncovered_in_words(number: int) -> str:
    """How many of the fixed and remaining findings only came up by fixing, as a clause."""
    return f", {number} of them uncovered by fixing" if number else ""


def _found(diagnostics: Sequence[Diagnostic], fixed: int | None) -> str:
    if fixed:
        total = fixed + len(diagnostics)
        return f"Found {counted(total, 'finding')} ({fixed} fixed, {len(diagnostics)} remaining)"
    if not diagnostics:
        return "No findings"
    counts = Counter(diagnostic.level for diagnostic in diagnostics)
    parts = [counted(counts[level], *_NOUNS[level]) for level in Level if counts[level]]
    return f"Found {counted(len(diagnostics), 'finding')} ({', '.join(parts)})"


def by_code(diagnostics: Sequence[Diagnostic]) -> list[tuple[int, str, str, str]]:
    """Count, code, level and name of everything found, the most frequent first."""
    counts = Counter((one.code, one.level.value, one.name) for one in diagnostics)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(count, *what) for what, count in ordered]
