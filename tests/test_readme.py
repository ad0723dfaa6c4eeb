"""The README says what is so: its table of rules is the catalogue's."""

from __future__ import annotations

from pathlib import Path

from tunelint.entries import own_entries
from tunelint.rule import Rule

README = Path(__file__).parent.parent / "README.md"
TUNERS = (
    "Keras Tuner",
    "Hyperopt",
    "Optuna",
    "scikit-learn",
    "scikit-optimize",
    "Ray Tune",
    "loop",
)


def table() -> str:
    """The rules by tuner, as the README shows them."""
    lines = [
        f"| code | name | level | {' | '.join(TUNERS)} |",
        "|---|---|---|" + "---|" * len(TUNERS),
    ]
    for entry in own_entries().values():
        rule = entry.load()
        marks = [_mark(rule, tuner) for tuner in TUNERS]
        lines.append(f"| {rule.code} | {rule.name} | {rule.level.value} | {' | '.join(marks)} |")
    return "\n".join(lines)


def _mark(rule: type[Rule], tuner: str) -> str:
    return "x" if tuner in rule.tuners else "·"


def test_the_table_of_rules_is_the_catalogues() -> None:
    written = README.read_text().split("<!-- rules -->")[1].split("<!-- /rules -->")[0].strip()
    assert written == table()
