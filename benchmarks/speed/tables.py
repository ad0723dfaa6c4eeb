"""The results as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.speed.figures import Compared, Quantity
from benchmarks.speed.timing import Usage


@dataclass(frozen=True)
class Measured:
    """What a row gave: medians by label, in the order of the runs, and its figures."""

    name: str
    about: str
    rounds: int
    taken: tuple[tuple[str, Usage], ...]
    figures: tuple[Compared, ...]


@dataclass(frozen=True)
class Failed:
    """A row that gave nothing, and why; `wrong` unless there was just nothing to measure yet."""

    name: str
    about: str
    why: str
    wrong: bool = True


@dataclass(frozen=True)
class Sameness:
    """Whether runs of tunelint that must print the same bytes did, and which did not."""

    name: str
    labels: tuple[str, ...]
    differing: tuple[str, ...]


Result = Measured | Failed | Sameness


def document(facts: Sequence[str], results: Sequence[Result]) -> str:
    """The whole of ``results.md``."""
    head = ["# Speed, measured", "", "Made by `make bench`; README.md says how.", ""]
    return "\n".join([*head, *(f"- {fact}" for fact in facts), "", *tables(results), ""])


def tables(results: Sequence[Result]) -> Iterator[str]:
    """The comparisons with their aims, what each command took, the same output, what failed."""
    measured = [one for one in results if isinstance(one, Measured)]
    if measured:
        yield from ["| row | compared | median | rounds | aim | met |", "|---|---|---|---|---|---|"]
        yield from (_comparison(row, figure) for row in measured for figure in row.figures)
        yield from ["", "| row | command | wall s | user s | system s | peak MiB | rounds |"]
        yield "|---|---|---|---|---|---|---|"
        yield from (_usage(row, *taken) for row in measured for taken in row.taken)
        yield from ["", *(f"- `{row.name}`: {row.about}" for row in measured)]
    same = [one for one in results if isinstance(one, Sameness)]
    if same:
        yield from ["", "| same output | runs | same |", "|---|---|---|"]
        yield from (_sameness(one) for one in same)
    for one in results:
        if isinstance(one, Failed):
            yield from ["", f"`{one.name}` ({one.about}) was not measured: {one.why}"]


def _comparison(row: Measured, found: Compared) -> str:
    aim = found.aim
    unit = "" if not aim.difference else " MiB" if aim.quantity is Quantity.PEAK else " s"
    sign = "−" if aim.difference else "/"
    scale = f" / {aim.scale:g}" if aim.scale != 1 else ""
    span = f"{_number(found.lowest)} to {_number(found.highest)}"
    most = "none" if aim.most is None else f"at most {_number(aim.most)}{unit}"
    met = {True: "yes", False: "no", None: ""}[found.is_met]
    return (
        f"| {row.name} | {aim.quantity}: {aim.ours} {sign} {aim.theirs}{scale} |"
        f" {_number(found.middle)}{unit} | {span} | {most} | {met} |"
    )


def _usage(row: Measured, label: str, usage: Usage) -> str:
    seconds = " | ".join(f"{one:.2f}" for one in (usage.wall, usage.user, usage.system))
    return f"| {row.name} | {label} | {seconds} | {usage.peak:.0f} | {row.rounds} |"


def _sameness(one: Sameness) -> str:
    verdict = f"no: {', '.join(one.differing)}" if one.differing else "yes"
    return f"| {one.name} | {', '.join(one.labels)} | {verdict} |"


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 0.1 else f"{value:.2f}"
