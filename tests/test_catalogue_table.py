"""Which rule speaks of which tuner: the table, the rules and the fixtures say the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tunelint import registry
from tunelint.config.rule_index import own_entries

FIXTURES = Path(__file__).parent.parent / "fixtures"

# The columns: KT, HO, OP, SK, SO, RT, BO, LP.
TUNERS = (
    "Keras Tuner",
    "Hyperopt",
    "Optuna",
    "scikit-learn",
    "scikit-optimize",
    "Ray Tune",
    "bayes_opt",
    "loop",
)
# One row for the rules that speak of the same tuners.
TABLE = """
| rules                                            | KT | HO | OP | SK | SO | RT | BO | LP |
|--------------------------------------------------|----|----|----|----|----|----|----|----|
| 101                                              | x  | x  | x  | x  | x  | x  | x  | x  |
| 102                                              | x  | ·  | ·  | ·  | ·  | ·  | ·  | ·  |
| 103                                              | x  | x  | x  | x  | x  | x  | x  | ·  |
| 104                                              | ·  | x  | ·  | ·  | ·  | ·  | ·  | ·  |
| 105, 106, 201, 202, 203                          | x  | x  | x  | x  | x  | x  | x  | x  |
| 107                                              | ·  | ·  | x  | ·  | ·  | x  | ·  | ·  |
| 512                                              | ·  | x  | x  | ·  | ·  | ·  | ·  | ·  |
| 409, 411, 413, 510, 513, 514                     | ·  | ·  | x  | ·  | ·  | ·  | ·  | ·  |
| 412                                              | ·  | ·  | x  | ·  | ·  | x  | ·  | ·  |
| 511                                              | ·  | x  | ·  | ·  | ·  | ·  | ·  | ·  |
| 108                                              | x  | ·  | ·  | ·  | ·  | ·  | ·  | ·  |
| 109                                              | x  | x  | x  | ·  | x  | x  | x  | x  |
| 309, 414                                         | x  | x  | x  | ·  | x  | x  | x  | x  |
| 308, 608                                         | ·  | x  | x  | ·  | x  | x  | x  | x  |
| 609                                              | ·  | ·  | ·  | x  | ·  | ·  | ·  | x  |
| 301                                              | x  | ·  | ·  | ·  | ·  | x  | ·  | ·  |
| 204, 205, 302, 305, 406, 505, 606, 610, 614      | x  | ·  | ·  | ·  | ·  | ·  | ·  | ·  |
| 303, 401, 402, 403, 404, 405, 306, 307           | x  | x  | x  | ·  | x  | x  | x  | x  |
| 304                                              | x  | x  | x  | x  | x  | x  | x  | x  |
| 407                                              | x  | x  | x  | ·  | x  | x  | x  | ·  |
| 408                                              | x  | ·  | x  | x  | x  | x  | ·  | ·  |
| 410, 507                                         | x  | x  | x  | x  | x  | x  | x  | ·  |
| 415                                              | ·  | x  | x  | ·  | x  | x  | x  | x  |
| 416                                              | ·  | x  | x  | ·  | ·  | x  | ·  | ·  |
| 501                                              | x  | ·  | ·  | ·  | ·  | ·  | ·  | ·  |
| 502                                              | x  | x  | ·  | ·  | ·  | ·  | ·  | ·  |
| 503                                              | x  | ·  | x  | ·  | ·  | ·  | x  | ·  |
| 504, 509, 515, 611, 612, 617                     | x  | x  | x  | x  | x  | x  | x  | x  |
| 506                                              | ·  | x  | ·  | ·  | ·  | ·  | ·  | ·  |
| 516                                              | ·  | ·  | x  | x  | ·  | x  | ·  | ·  |
| 517                                              | x  | ·  | ·  | ·  | ·  | ·  | ·  | ·  |
| 518                                              | ·  | x  | x  | ·  | x  | ·  | x  | ·  |
| 601, 613                                         | x  | x  | x  | ·  | x  | x  | x  | x  |
| 602                                              | x  | ·  | x  | ·  | ·  | ·  | ·  | ·  |
| 603                                              | ·  | x  | x  | ·  | x  | x  | x  | ·  |
| 604                                              | x  | x  | x  | x  | x  | x  | x  | ·  |
| 605                                              | ·  | x  | ·  | ·  | ·  | x  | ·  | ·  |
| 615                                              | ·  | ·  | ·  | x  | x  | ·  | ·  | x  |
| 616                                              | ·  | ·  | ·  | ·  | x  | ·  | ·  | ·  |
| 607                                              | x  | x  | x  | ·  | x  | x  | x  | x  |
"""


def stated() -> Iterator[tuple[str, str]]:
    """Every rule of the table with every tuner that it speaks of."""
    for row in TABLE.strip().splitlines()[2:]:
        rules, *marks = (cell.strip() for cell in row.strip("|").split("|"))
        for number in rules.split(","):
            for tuner, mark in zip(TUNERS, marks, strict=True):
                if mark == "x":
                    yield f"TUN{number.strip()}", tuner


def spoken_of() -> Iterator[tuple[str, str]]:
    """Every rule with every tuner that the rule itself names."""
    for code, entry in own_entries().items():
        for tuner in entry.load().tuners:
            yield code, tuner


PAIRS = sorted(set(stated()) | set(spoken_of()))


def test_every_rule_speaks_of_the_tuners_of_the_table() -> None:
    assert sorted(spoken_of()) == sorted(stated())


@pytest.mark.parametrize(("code", "tuner"), PAIRS, ids=lambda value: str(value).replace(" ", "-"))
def test_every_pair_has_a_fixture_and_its_twin(code: str, tuner: str) -> None:
    folder = FIXTURES / registry.tuner_named(tuner)[0].folder
    bad = {path.stem for path in folder.glob(f"{code.lower()}_bad*")}
    good = {path.stem for path in folder.glob(f"{code.lower()}_good*")}
    assert bad
    assert good == {name.replace("_bad", "_good") for name in bad}
