"""The reports of ``confirm``: each finding with its verdict, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tunelint.findings.diagnostic import Diagnostic
from tunelint.lab.verdict_records import Evidence
from tunelint.lab.verdicts import Outcome
from tunelint.reports.concise import one_line
from tunelint.reports.confirmation import Confirmation
from tunelint.reports.full import finding
from tunelint.reports.json import finding_fields, proved_fields
from tunelint.reports.summary import in_files
from tunelint.reports.terminal_text import Line, Style, Styled

_STYLES = {
    Outcome.CONFIRMED: Style.ERROR,
    Outcome.REFUTED: Style.ADDED,
    Outcome.INCONCLUSIVE: Style.WARNING,
}


def full_lines(confirmation: Confirmation) -> Iterator[Line]:
    """A finding with its code frame, its verdict, and an empty line."""
    yield from finding(confirmation.diagnostic)
    yield verdict_line(confirmation)
    yield ""


def concise_lines(confirmation: Confirmation) -> Iterator[Line]:
    """A finding in a line, its verdict in another."""
    yield one_line(confirmation.diagnostic)
    yield ("    ", *verdict_line(confirmation))


def verdict_line(confirmation: Confirmation) -> tuple[str | Styled, ...]:
    """``confirmed: two runs proposed different configurations: 0 of 3 agree (cpu, 3.3 s)``."""
    outcome = confirmation.verdict.outcome
    when = f"on {confirmation.date}" if confirmation.remembered else f"{confirmation.seconds:.1f} s"
    made = f"({confirmation.device}, {when})"
    words = " ".join(confirmation.verdict.line.split())
    return (Styled(outcome.value, _STYLES[outcome]), f": {words} {made}")


def unasked_lines(
    diagnostics: Iterable[Diagnostic], hindered: Mapping[str, str] | None = None
) -> Iterator[Line]:
    """The findings that have no experiment, briefly.

    `hindered` says, by their fingerprints, of which it is the search that has none.
    """
    for diagnostic in diagnostics:
        yield one_line(diagnostic)
        what = (hindered or {}).get(diagnostic.fingerprint, "it")
        yield f"    without an experiment: there is none for {what}"


def verdict_count(
    confirmations: Sequence[Confirmation],
    unasked: int = 0,
    missing: int | None = None,
    files: int = 0,
) -> str:
    """The last line, ``2 confirmed, 1 refuted, 1 inconclusive.``

    `unasked` findings have no experiment; `missing` have no verdict since the run was interrupted
    (None: it was not).
    """
    outcomes = [one.verdict.outcome for one in confirmations]
    counts = [(outcomes.count(outcome), outcome.value) for outcome in Outcome]
    counts += [(unasked, "without an experiment"), (missing or 0, "without a verdict")]
    words = ", ".join(f"{number} {what}" for number, what in counts if number)
    interrupted = "Interrupted: " if missing is not None else ""
    return f"{interrupted}{words or _nothing_in(files)}."


def _nothing_in(files: int) -> str:
    return f"No findings{f' {in_files(files)}' if files else ''}"


def verdicts_as_json(
    confirmations: Iterable[Confirmation], unasked: Iterable[Diagnostic] = ()
) -> str:
    """Every finding with its verdict, in order; `verdict` is null where no rule could be asked."""
    entries = [(one.diagnostic.order, confirmation_fields(one)) for one in confirmations]
    entries += [(one.order, {**finding_fields(one), "verdict": None}) for one in unasked]
    entries.sort(key=lambda entry: entry[0])
    return json.dumps([fields for _, fields in entries], indent=2)


def confirmation_fields(confirmation: Confirmation) -> Mapping[str, Any]:
    """The finding's own fields, and the verdict's; numbers that are not finite are null."""
    proof = Evidence(
        confirmation.verdict,
        confirmation.date,
        confirmation.device,
        confirmation.seconds,
        confirmation.versions,
        confirmation.guard,
    )
    return {
        **finding_fields(confirmation.diagnostic),
        "flagged": confirmation.flagged,
        **proved_fields(proof),
        "remembered": confirmation.remembered,
    }
