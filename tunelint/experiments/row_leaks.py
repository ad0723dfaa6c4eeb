"""Has what learns from rows seen those that the trials are scored on?"""

from __future__ import annotations

from collections.abc import Collection

from tunelint.analyses.leaks.find import Leak
from tunelint.interpreter.values import Attribute
from tunelint.lab.answered import require
from tunelint.lab.answers import Measured, Training, Trial
from tunelint.lab.lab import Lab
from tunelint.lab.questions import Learning
from tunelint.lab.row_ledger import Seen, merged
from tunelint.lab.verdicts import Bars, Verdict, confirmed, inconclusive, refuted
from tunelint.libraries.preprocessing.tables import COMPOSITES, RESAMPLERS, SELECTORS, TRANSFORMERS
from tunelint.libraries.preprocessing.transformers import learning_function
from tunelint.model.search import Search

# From this share of the scored rows on they were in the fit; up to the other one they are rows
# that stand in the data twice.
MANY, FEW = 0.5, 0.05


def has_seen_the_scored_rows(lab: Lab, search: Search, leak: Leak | None) -> Verdict:
    """Confirmed where the fit of `leak` (None: of any transformer) saw rows of the first trial.

    One trial runs. What it is scored on is followed back, by the content of the rows, to what the
    transformers outside of it were fitted on. Of rows drawn with replacement it is looked whether
    their copies are on both sides.
    """
    answer = lab.once(lab.trials(search, 1, epochs=1, rows=True, learning=_learning(lab, leak)))
    if leak is not None and leak.learned.draws:
        return _verdict_on_copies(answer.finished()[0], leak.learned.label)
    records: list[Training | Measured] = [
        one
        for trial in answer.finished()[:1]
        for noted in (trial.trainings, trial.evaluations)
        for one in noted
    ]
    scored = sum(one.scored for one in records)
    require(scored, "the rows that the first trial is scored on")
    counts = merged([one.behind for one in records])
    label, seen = _worst(counts, _labels(leak))
    known = seen.seen + seen.mixed + (seen.copied if leak is not None else 0)
    if known >= MANY * scored or seen.mixed or (leak is not None and seen.copied):
        return confirmed(
            _says(label, seen, known, scored),
            Bars("rows scored on", ((f"{label} saw them", known), ("unseen", scored - known))),
            scored=scored,
            seen=known,
        )
    if known > FEW * scored:
        return inconclusive(
            f"{label} saw rows like {known} of the {scored} rows that the first trial is scored on:"
            " too many to be duplicates, too few to be all",
            scored=scored,
            seen=known,
        )
    if leak is not None and not seen.made:
        return inconclusive(f"the output of {label} could not be followed to the scored rows")
    return refuted(
        f"{'a transformer' if leak is None else label} saw {known} of the {scored} rows that the"
        " first trial is scored on",
        data=True,
        scored=scored,
        seen=known,
    )


def _verdict_on_copies(trial: Trial, label: str) -> Verdict:
    """Confirmed where rows that a trial is scored on stand among those it was trained on."""
    scored = copied = 0
    for training, measured in zip(trial.trainings, trial.evaluations, strict=False):
        known = frozenset(training.row_marks.get("x", ()))
        rows = measured.row_marks.get("x", ()) if known else ()
        scored += len(rows)
        copied += sum(row in known for row in rows)
    require(scored, "the rows that the first trial is scored on")
    line = (
        f"{copied} of the {scored} rows that the first trial is scored on are copies of training"
        " rows"
    )
    shown = Bars("rows scored on", (("copies", copied), ("others", scored - copied)))
    numbers = {"scored": scored, "copied": copied}
    if copied > FEW * scored:
        return confirmed(f"{line} ({label} draws with replacement)", shown, data=True, **numbers)
    return refuted(line, shown, data=True, **numbers)


def _says(label: str, seen: Seen, known: int, scored: int) -> str:
    if seen.mixed or seen.copied:
        return (
            f"{seen.mixed + seen.copied} of the {scored} rows that the first trial is scored on are"
            f" copies or mixtures that {label} made"
        )
    return f"{label} saw {known} of the {scored} rows that the first trial is scored on"


def _learning(lab: Lab, leak: Leak | None) -> tuple[Learning, ...]:
    """The call to be heard where it is none of a transformer's methods."""
    if leak is None:
        return ()
    learned = leak.learned
    event = learned.event
    if learned.statistic:
        kind = "column"
    elif isinstance(event.callee, Attribute) and event.callee.name == "adapt":
        kind = "layer"
    elif learning_function(event) is not None:
        kind = "function"
    else:
        return ()
    return (Learning(lab.locate(event.place), learned.label, kind),)


def _labels(leak: Leak | None) -> Collection[str]:
    if leak is None:
        return TRANSFORMERS | SELECTORS | RESAMPLERS
    return {leak.learned.label} | COMPOSITES


def _worst(counts: dict[str, Seen], labels: Collection[str]) -> tuple[str, Seen]:
    """Of the labels the one that saw the most of the rows."""
    found = [(label, seen) for label, seen in counts.items() if label in labels]
    if not found:
        return next(iter(labels), ""), Seen()
    return max(found, key=lambda one: one[1].seen + one[1].mixed + one[1].copied)
