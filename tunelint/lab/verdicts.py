"""What running a search proves about a finding, with the numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from tunelint.lab.plain_values import Configuration, Value


class Outcome(StrEnum):
    """What the experiment says about the finding."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    INCONCLUSIVE = "inconclusive"


class _Exhibit(msgspec.Struct, frozen=True, tag_field="kind"):
    """Something that can be drawn; a record of it says of which `kind` it is."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One learning curve: one number an epoch, of one configuration.

    `marked` are epochs (from 1) that the evidence speaks of, with a word for each.
    """

    label: str
    values: tuple[float, ...]
    marked: tuple[tuple[int, str], ...] = ()


class Curves(_Exhibit, frozen=True, tag="curves"):
    """Learning curves to be drawn together; `metric` is what they show."""

    metric: str
    lines: tuple[Curve, ...]


class Ranking(_Exhibit, frozen=True, tag="ranking"):
    """How configurations rank by two scores: one (label, first score, second score) each.

    `first`, `second` say what the scores are; of both `higher_is_better` or the other way round.
    """

    first: str
    second: str
    higher_is_better: bool
    rows: tuple[tuple[str, float, float], ...]


class Proposals(_Exhibit, frozen=True, tag="proposals"):
    """What a search proposed in several runs of the same script, side by side."""

    runs: tuple[tuple[Configuration, ...], ...]


class Bars(_Exhibit, frozen=True, tag="bars"):
    """Numbers with names, to be compared by eye; `unit` is what they count or measure."""

    unit: str
    rows: tuple[tuple[str, float], ...]


Exhibit = Curves | Ranking | Proposals | Bars


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the experiment says: `line` in one sentence with its numbers, for people.

    `numbers` are the same for programs, `exhibits` what can be drawn. `depends_on_data` says that
    other rows could end otherwise: with data put in place of the script's own it is inconclusive.
    """

    outcome: Outcome
    line: str
    numbers: Mapping[str, Value] = field(default_factory=dict)
    exhibits: tuple[Exhibit, ...] = ()
    depends_on_data: bool = False


def confirmed(line: str, *exhibits: Exhibit, data: Value = False, **numbers: Value) -> Verdict:
    """The finding is right."""
    return Verdict(Outcome.CONFIRMED, line, numbers, exhibits, bool(data))


def refuted(line: str, *exhibits: Exhibit, data: Value = False, **numbers: Value) -> Verdict:
    """What the finding says does not happen."""
    return Verdict(Outcome.REFUTED, line, numbers, exhibits, bool(data))


def inconclusive(line: str, *exhibits: Exhibit, **numbers: Value) -> Verdict:
    """Running it, as far as it was run, does not settle the matter; `line` says why."""
    return Verdict(Outcome.INCONCLUSIVE, line, numbers, exhibits)
