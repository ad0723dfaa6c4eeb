"""What `tunelint confirm` prints: findings with their verdicts, as text and for programs."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from tunelint.findings.diagnostic import Diagnostic, Span
from tunelint.findings.finding import Level
from tunelint.lab.verdict_records import Evidence, evidence_in, record_of
from tunelint.lab.verdicts import (
    Bars,
    Curve,
    Curves,
    Proposals,
    Ranking,
    Verdict,
    confirmed,
    inconclusive,
    refuted,
)
from tunelint.reports.confirmation import Confirmation
from tunelint.reports.terminal_text import printed
from tunelint.reports.verdicts import (
    concise_lines,
    full_lines,
    unasked_lines,
    verdict_count,
    verdicts_as_json,
)

EXHIBITS = (
    Curves("val_loss", (Curve("units=8", (0.5, math.nan), ((2, "stopped"),)), Curve("b", (1.0,)))),
    Ranking("3 epochs", "30 epochs", True, (("units=8", 0.5, 0.75),)),
    Proposals((({"units": 8, "rate": 0.1},), ({"units": 16, "rate": None},))),
    Bars("s", (("search", 1.5),)),
)


def diagnostic(line: int = 2) -> Diagnostic:
    excerpt = ((line - 1, "import optuna"), (line, "study = optuna.create_study()"))
    span = Span(Path.cwd() / "a.py", None, line, 9, line, 30, excerpt)
    return Diagnostic(
        "TUN101", "unseeded-search", Level.WARNING, "not seeded", span, "f" * 64, help="add seed=42"
    )


def confirmation(verdict: Verdict, **changed: object) -> Confirmation:
    made = {"seconds": 3.26, "device": "cpu", "versions": (("optuna", "5.0.0"),), **changed}
    return Confirmation(diagnostic(), True, verdict, **made)  # type: ignore[arg-type]


def second_line(confirmation: Confirmation, *, colour: bool = False) -> str:
    _, second = concise_lines(confirmation)
    return printed(second, colour=colour)


def test_full_is_the_finding_as_check_prints_it_and_the_verdict() -> None:
    lines = full_lines(confirmation(confirmed("two runs differ: 0 of 3 agree")))

    assert [*map(printed, lines)] == [
        "a.py:2:9: TUN101 warning: not seeded",
        "  |",
        "1 | import optuna",
        "2 | study = optuna.create_study()",
        "  |         ^^^^^^^^^^^^^^^^^^^^^",
        "  |",
        "help: add seed=42",
        "confirmed: two runs differ: 0 of 3 agree (cpu, 3.3 s)",
        "",
    ]


def test_concise_is_a_line_and_the_verdict() -> None:
    lines = concise_lines(confirmation(refuted("two runs\nagree")))

    assert [*map(printed, lines)] == [
        "a.py:2:9: TUN101 warning: not seeded",
        "    refuted: two runs agree (cpu, 3.3 s)",
    ]


def test_a_verdict_of_an_earlier_run_says_its_day() -> None:
    old = confirmation(confirmed("they differ"), date="2026-11-20", remembered=True)

    assert second_line(old) == "    confirmed: they differ (cpu, on 2026-11-20)"


def test_the_outcomes_have_colours_on_a_terminal() -> None:
    verdicts = (confirmed("x"), refuted("x"), inconclusive("x"))
    colours = {
        second_line(confirmation(one), colour=True).split(one.outcome)[0] for one in verdicts
    }

    assert len(colours) == 3
    assert all(colour.strip().startswith("\x1b[") for colour in colours)


def test_what_the_script_said_cannot_reach_the_terminal() -> None:
    line = second_line(confirmation(inconclusive("raises \x1b[31mValueError")))

    assert line.startswith("    inconclusive: raises \\x1b[31mValueError")


def test_the_last_line_counts() -> None:
    many = [confirmation(one("x")) for one in (confirmed, confirmed, refuted, inconclusive)]

    assert verdict_count(many) == "2 confirmed, 1 refuted, 1 inconclusive."
    assert verdict_count(many[:1], 2) == "1 confirmed, 2 without an experiment."
    assert verdict_count([], files=2) == "No findings in 2 files."
    assert verdict_count(many[:1], 0, 3) == "Interrupted: 1 confirmed, 3 without a verdict."


def test_what_is_not_asked_is_listed_briefly() -> None:
    assert [*map(printed, unasked_lines([diagnostic()]))] == [
        "a.py:2:9: TUN101 warning: not seeded",
        "    without an experiment: there is none for it",
    ]


def test_json_has_the_findings_fields_and_the_verdicts() -> None:
    verdict = Verdict(confirmed("x").outcome, "they differ", {"same": 0}, EXHIBITS)

    first, second = json.loads(
        verdicts_as_json([confirmation(verdict, guard="overlay")], [diagnostic(1)])
    )

    assert (first["line"], first["verdict"]) == (1, None)
    assert first["help"] == second["help"] == "add seed=42"
    assert {"code": "TUN101", "line": 2, "fingerprint": "f" * 64}.items() <= second.items()
    assert second["verdict"] == "confirmed"
    assert second["flagged"] is True
    assert second["device"] == "cpu"
    assert second["seconds"] == 3.26
    assert second["versions"] == {"optuna": "5.0.0"}
    assert second["guard"] == "overlay"
    assert second["evidence"]["line"] == "they differ"
    assert second["evidence"]["numbers"] == {"same": 0}
    curves, ranking, proposals, bars = second["evidence"]["exhibits"]
    assert curves["lines"][0] == {
        "label": "units=8",
        "values": [0.5, None],
        "marked": [[2, "stopped"]],
    }
    assert ranking["rows"] == [["units=8", 0.5, 0.75]]
    assert proposals["runs"][1] == [{"units": 16, "rate": None}]
    assert bars == {"kind": "bars", "unit": "s", "rows": [["search", 1.5]]}


@pytest.mark.parametrize("exhibit", EXHIBITS[1:], ids=lambda one: type(one).__name__)
def test_a_verdict_comes_back_from_its_record(exhibit: Ranking | Proposals | Bars) -> None:
    verdict = confirmed("they differ", exhibit, data=True, same=0, rate=0.5, name=None)

    found = Evidence(
        verdict, "2026-11-20", "gpu", 1.5, (("optuna", "5.0.0"),), "overlay", {"ä": "f"}
    )

    assert evidence_in(record_of(found)) == found


def test_curves_come_back_with_numbers_that_are_none() -> None:
    verdict = confirmed("it overfits", EXHIBITS[0])

    found = evidence_in(record_of(Evidence(verdict, "2026-11-20")))

    assert found is not None
    assert repr(found.verdict) == repr(verdict)


RECORD = record_of(Evidence(confirmed("they differ", *EXHIBITS, same=0), "2026-11-20"))


@pytest.mark.parametrize(
    "record",
    [
        "",
        "{}",
        "[" * 100_000,
        RECORD[:-1],
        RECORD.replace('"confirmed"', '"certain"'),
        RECORD.replace('"kind": "bars"', '"kind": "pie"'),
        RECORD.replace('"unit": ', '"units": '),
        RECORD.replace('"seconds": 0.0', '"seconds": "long"'),
        RECORD.replace('"same": 0', '"same": [0]'),
        RECORD.replace('"same": 0', f'"same": {"9" * 5_000}'),
    ],
)
def test_a_record_that_is_none_holds_nothing(record: str) -> None:
    assert evidence_in(RECORD) is not None
    assert record != RECORD
    assert evidence_in(record) is None
