"""What the page shows of each finding, and of the run as a whole, in words and figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tunelint.findings.diagnostic import Diagnostic, Span
from tunelint.lab.plain_values import Value
from tunelint.lab.verdicts import Bars, Curves, Exhibit, Outcome, Proposals, Ranking
from tunelint.reports.confirmation import Confirmation
from tunelint.reports.html.bars import BarsTable, bars_table
from tunelint.reports.html.code import CodeLine, code_lines
from tunelint.reports.html.curves import CurvesFigure, curves_figure
from tunelint.reports.html.numbers import duration, shown
from tunelint.reports.html.proposals import ProposalsTable, proposals_table
from tunelint.reports.html.ranking import RankingFigure, ranking_figure
from tunelint.reports.terminal_text import printable, shown_span

# What is to be mended, what is to be looked at, what can be forgotten.
SHOWN_ORDER = (Outcome.CONFIRMED, Outcome.INCONCLUSIVE, Outcome.REFUTED)

# What stands behind the words of tunelint.confirm.guard.raising.
GUARDS = {
    "overlay": "overlay – the script wrote to a layer above your files",
    "hooks": "hooks – the script wrote to a scratch folder and deleted nothing",
}

Figure = CurvesFigure | RankingFigure | ProposalsTable | BarsTable


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Where something stands, with its lines of code; `note` explains a related one."""

    where: str
    code: tuple[CodeLine, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One finding on the page; `name` is what the jump list leads to."""

    name: str
    code: str
    title: str
    level: str
    message: str
    flagged: bool
    place: Excerpt
    related: tuple[Excerpt, ...]
    help: str
    outcome: str
    line: str
    numbers: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    made: str


@dataclass(frozen=True, slots=True)
class Unasked:
    """A finding whose rule has no experiment."""

    code: str
    title: str
    message: str
    where: str


def sections(confirmations: Sequence[Confirmation]) -> list[Section]:
    """The findings in the order of the page: by verdict, then as they are given."""
    ordered = sorted(confirmations, key=lambda one: SHOWN_ORDER.index(one.verdict.outcome))
    return [_section(one, f"finding-{number}") for number, one in enumerate(ordered, 1)]


def unasked(diagnostics: Sequence[Diagnostic]) -> list[Unasked]:
    """The findings without an experiment, briefly."""
    return [
        Unasked(one.code, one.name, printable(one.message), printable(shown_span(one.span)))
        for one in diagnostics
    ]


def facts(confirmations: Sequence[Confirmation]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """How the verdicts were reached: a name and what there is under it, once each."""
    versions = _once(f"{name} {version}" for one in confirmations for name, version in one.versions)
    guards = _once(GUARDS.get(one.guard, one.guard) for one in confirmations)
    fresh = [one for one in confirmations if not one.remembered]
    yield "device", _once(one.device for one in confirmations)
    yield "time", (duration(sum(one.seconds for one in fresh)),) if fresh else ()
    yield "date", _once(one.date for one in confirmations)
    yield "libraries", versions
    yield "guard", guards


def _once(words: Iterator[str]) -> tuple[str, ...]:
    return tuple(printable(word) for word in dict.fromkeys(words) if word)


def _section(confirmation: Confirmation, name: str) -> Section:
    diagnostic, verdict = confirmation.diagnostic, confirmation.verdict
    figures = enumerate(verdict.exhibits, 1)
    return Section(
        name,
        diagnostic.code,
        diagnostic.name,
        diagnostic.level.value,
        printable(diagnostic.message),
        confirmation.flagged,
        _excerpt(diagnostic.span),
        tuple(_excerpt(related.span, related.message) for related in diagnostic.related),
        printable(diagnostic.help or ""),
        verdict.outcome.value,
        printable(" ".join(verdict.line.split())),
        tuple((_words(key), _number(value)) for key, value in verdict.numbers.items()),
        tuple(_figure(exhibit, f"{name}-{number}") for number, exhibit in figures),
        _origin(confirmation),
    )


def _words(name: str) -> str:
    return printable(name.replace("_", " "))


def _number(value: Value) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case None:
            return "not known"
        case _:
            return shown(value)


def _excerpt(span: Span, note: str = "") -> Excerpt:
    return Excerpt(printable(shown_span(span)), tuple(code_lines(span)), printable(note))


def _origin(confirmation: Confirmation) -> str:
    """Where and when the experiment was made."""
    date = f" on {confirmation.date}" if confirmation.date else ""
    if confirmation.remembered:
        return printable(f"from an earlier run{date}, on {confirmation.device}")
    return printable(f"{duration(confirmation.seconds)} on {confirmation.device}")


def _figure(exhibit: Exhibit, name: str) -> Figure:
    match exhibit:
        case Curves():
            return curves_figure(exhibit, name)
        case Ranking():
            return ranking_figure(exhibit, name)
        case Proposals():
            return proposals_table(exhibit)
        case Bars():
            return bars_table(exhibit)
