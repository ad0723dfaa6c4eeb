"""The page of ``confirm``: every finding with its code, its verdict, and its exhibits drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import tunelint
from tunelint.findings.diagnostic import Diagnostic
from tunelint.reports.confirmation import Confirmation
from tunelint.reports.html.sections import SHOWN_ORDER, facts, sections, unasked
from tunelint.reports.verdicts import verdict_count

TEMPLATES = Path(__file__).parent / "templates"
NEEDED = "a page needs Jinja2: pip install jinja2"


class PageUnavailable(Exception):
    """What writes pages is not installed; the message says what to install."""


def page(
    confirmations: Sequence[Confirmation],
    without_experiment: Sequence[Diagnostic] = (),
    missing: int | None = None,
) -> str:
    """The whole page as HTML, self-contained.

    Findings `without_experiment` are listed at its end; `missing` ones have no verdict since the
    run was interrupted (None: it was not). Raises PageUnavailable where Jinja2 is not installed.
    """
    try:
        # Only this needs it, and it is an extra.
        import jinja2
    except ImportError:
        raise PageUnavailable(NEEDED) from None

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    outcomes = [one.verdict.outcome for one in confirmations]
    text = environment.get_template("page.html.jinja").render(
        sections=sections(confirmations),
        counts=[(outcome.value, outcomes.count(outcome)) for outcome in SHOWN_ORDER],
        unasked=unasked(without_experiment),
        missing=missing,
        facts=[(name, words) for name, words in facts(confirmations) if words],
        count=verdict_count(confirmations, len(without_experiment), missing),
        version=tunelint.__version__,
    )
    # A path may hold bytes that are no text.
    return text.encode("utf-8", "replace").decode("utf-8")
