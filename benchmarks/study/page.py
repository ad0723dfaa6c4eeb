"""The page of the study, ``docs/study.md``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from benchmarks.study.confirm import Confirmed
from benchmarks.study.judgements import Key, Precision, drawn, precision, weighted
from benchmarks.study.searches import FindingRead, Location, Reading, SearchRead

OPENING = """\
# What public searches get wrong

{figure}

Public repositories on GitHub whose code searches hyperparameters, of ordinary people and small
teams, none of which tunelint was tried on before. They were looked up by several words for each
tuner, and most were found by the tuner's name: course work is frequent among them, and loops by
hand are few. A *search* is one tuner, study or `fmin` call, or one loop by hand, that tunelint
reads. A finding counts for the search that its rule speaks of; one about the whole program counts
for each of its searches. Advice does not count.

`benchmarks/study/repositories.csv` lists the repositories and their commits. With a clone of each
in one folder, named `owner+name`,

```sh
make study FOLDER=folder-of-clones
```

writes this page again. Judgements stand in `benchmarks/study/judgements.csv`.
"""


FREQUENT = 5
# Judged before anything was mended.
FIRST = "256 of 275"


@dataclass(frozen=True)
class Study:
    """What was read, which findings were judged true, and what `confirm` said of some."""

    reading: Reading
    known: Mapping[Key, bool]
    confirmed: Sequence[Confirmed] = ()

    @property
    def repositories(self) -> int:
        """How many repositories have a search that is read."""
        return len({one.location.repository for one in self.reading.searches})

    def with_level(self, *levels: str) -> set[Location]:
        """The searches with a finding of one of these levels."""
        found = (one.searches for one in self.reading.findings if one.level in levels)
        return set(chain.from_iterable(found))


def page(study: Study) -> str:
    """The whole page."""
    parts = (
        OPENING.format(figure=figure(study)),
        "\n".join(_searches(study)),
        "\n".join(_rules(study)),
        "\n".join(_verdicts(study)),
        "\n".join(_precision(study)),
    )
    return "\n".join(parts)


def figure(study: Study) -> str:
    """The one figure: how many public searches something is wrong with."""
    searches = len(study.reading.searches)
    some = _percent(len(study.with_level("error", "warning")), searches)
    sure = _percent(len(study.with_level("error")), searches)
    return (
        f"**{some} of {searches:,} searches in {study.repositories} public repositories have at"
        f" least one error or warning, {sure} have an error.**"
    )


def _searches(study: Study) -> Iterator[str]:
    yield "## Searches\n"
    yield from _grouped(study, "tuner", lambda one: one.tuner)
    yield ""
    yield from _grouped(study, "kind of file", lambda one: one.kind)
    yield ""


def _grouped(study: Study, name: str, key: Callable[[SearchRead], str]) -> Iterator[str]:
    sure, likely = study.with_level("error"), study.with_level("warning")
    groups: dict[str, list[Location]] = defaultdict(list)
    for one in study.reading.searches:
        groups[key(one)].append(one.location)
    yield f"| {name} | searches | with an error | with a warning | with neither |"
    yield "|---|---|---|---|---|"
    for label, places in (*sorted(groups.items(), key=_size), ("all", _all(groups))):
        own = set(places)
        counts = (len(own & sure), len(own & likely), len(own - sure - likely))
        cells = (f"{count} ({_percent(count, len(own))})" for count in counts)
        yield f"| {label} | {len(own)} | {' | '.join(cells)} |"


def _rules(study: Study) -> Iterator[str]:
    tuner_of = {one.location: one.tuner for one in study.reading.searches}
    yield "## Pitfalls\n"
    yield "| rule | findings | repositories | tuners | in notebooks, packages, scripts |"
    yield "|---|---|---|---|---|"
    for code, found in _by_code(study.reading.findings):
        repositories = len({one.location.repository for one in found})
        searches = {place for one in found for place in one.searches}
        tuners = Counter(tuner_of[place] for place in searches)
        most = ", ".join(f"{name} {count}" for name, count in sorted(tuners.items(), key=_most)[:3])
        kinds = Counter(one.kind for one in found)
        shares = ", ".join(str(kinds[kind]) for kind in ("notebook", "package", "script"))
        yield f"| {code} {found[0].name} | {len(found)} | {repositories} | {most} | {shares} |"
    yield "\nThe tuners are those of the searches concerned, the three with the most of them.\n"


def _verdicts(study: Study) -> Iterator[str]:
    programs = {(one.repository, one.path) for one in study.confirmed}
    yield "## What running them says\n"
    yield (
        "`tunelint confirm` ran the programs of `benchmarks/study/runnable.csv`, whose data come"
        " with scikit-learn (`python -m benchmarks.study.confirm FOLDER`);"
        f" {len(programs)} of them have findings. The five most frequent pitfalls, and all:\n"
    )
    most = [code for code, _ in _by_code(study.reading.findings)[:FREQUENT]]
    verdicts = list(dict.fromkeys(sorted(one.verdict for one in study.confirmed)))
    yield f"| rule | findings | {' | '.join(verdicts)} | for example |"
    yield "|---" * (3 + len(verdicts)) + "|"
    for code in most:
        own = [one for one in study.confirmed if one.code == code]
        proved = (one.evidence for one in own if one.verdict == "confirmed")
        yield _verdict_row(code, own, verdicts, next(proved, "·"))
    yield _verdict_row("all", study.confirmed, verdicts, "")
    yield ""


def _verdict_row(
    name: str, found: Sequence[Confirmed], verdicts: Iterable[str], example: str
) -> str:
    counts = Counter(one.verdict for one in found)
    shown = " | ".join(str(counts[verdict]) for verdict in verdicts)
    return f"| {name} | {len(found)} | {shown} | {example} |"


def _precision(study: Study) -> Iterator[str]:
    findings, known = study.reading.findings, study.known
    sample = precision(drawn(findings), known)
    errors = precision([one for one in findings if one.level == "error"], known)
    rules = [(code, precision(found, known)) for code, found in _by_code(findings)]
    share = weighted(one for _, one in rules)
    yield "## How many of the findings are true\n"
    yield (
        f"{sample.findings} findings were drawn at random, one of each rule in turn, and each was"
        f" judged by the words of its rule's page: {_told(sample)}. With each rule counted by how"
        f" often it speaks, {'none' if share is None else f'{share:.3f}'} of all findings are true."
        f" Errors: {_told(errors)} (all of them were read).\n"
    )
    ever, still = list(known.values()), precision(findings, known)
    mended = len(ever) - sum(ever) - (still.judged - still.true)
    yield (
        f"Of all {len(ever)} findings that were ever judged, {sum(ever)} are true. {mended} of the"
        " others are not found any more: what was wrong with them has been mended, on these very"
        f" repositories. The first time that it read them, {FIRST} errors were true; expect as many"
        " on code that it has never seen.\n"
    )
    yield "| rule | findings | judged | true | precision | interval (95 %) |"
    yield "|---|---|---|---|---|---|"
    for code, own in rules:
        true = "·" if own.share is None else f"{own.share:.2f}"
        low, high = own.interval or (0.0, 1.0)
        yield (
            f"| {code} | {own.findings} | {own.judged} | {own.true} | {true}"
            f" | {low:.2f} to {high:.2f} |"
        )
    yield ""


def _told(judged: Precision) -> str:
    if judged.interval is None:
        return "none judged"
    low, high = judged.interval
    return f"{judged.true} of {judged.judged} true ({judged.share:.3f}; {low:.3f} to {high:.3f})"


def _by_code(findings: Iterable[FindingRead]) -> list[tuple[str, list[FindingRead]]]:
    """The findings of each rule, the rule with the most of them first."""
    groups: dict[str, list[FindingRead]] = defaultdict(list)
    for one in findings:
        groups[one.code].append(one)
    return sorted(groups.items(), key=_size)


def _most(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _size(group: tuple[str, Sequence[object]]) -> tuple[int, str]:
    return -len(group[1]), group[0]


def _all(groups: Mapping[str, Sequence[Location]]) -> list[Location]:
    return list(chain.from_iterable(groups.values()))


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "none"
