"""What a trial's training validates on, and whether it can."""

from __future__ import annotations

from tunelint.lab.lab import Lab
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search

# From this share of the validation rows on they are training rows; up to the other one they are
# rows that stand in the data twice.
MANY, FEW = 0.9, 0.1


def validates_on_training_rows(lab: Lab, search: Search) -> Verdict:
    """Confirmed where the rows that the first trial validates on are those that it trains on."""
    answer = lab.once(lab.trials(search, 1, epochs=1, rows=True))
    for training in answer.trainings():
        trained, validated = (training.row_marks.get(name) for name in ("x", "validation x"))
        if trained and validated:
            known = set(trained)
            common = sum(row in known for row in validated)
            return _judged(common, len(validated))
    return inconclusive("the rows that the first trial validates on could not be seen")


def _judged(common: int, rows: int) -> Verdict:
    says = f"{common or 'none'} of the {rows} rows that the first trial validates on are rows that"
    if common >= MANY * rows:
        return confirmed(f"{says} it trains on", rows=rows, common=common)
    if common <= FEW * rows:
        return refuted(f"{says} it trains on", rows=rows, common=common, data=True)
    return inconclusive(
        f"{says} it trains on: too many to stand in the data twice, too few to be all",
        rows=rows,
        common=common,
    )
