"""The study of public searches: what it reads, which findings it has judged, what its page says."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from benchmarks.study import measure
from benchmarks.study.confirm import Confirmed
from benchmarks.study.judgements import (
    Precision,
    drawn,
    precision,
    to_judge,
    weighted,
)
from benchmarks.study.page import Study, page
from benchmarks.study.searches import FindingRead, Location, Reading, read

pytestmark = pytest.mark.bench

FIRST = """\
import kerastuner as kt
from sklearn.model_selection import train_test_split

x_train, x_val, y_train, y_val = train_test_split(x, y)
tuner = kt.RandomSearch(build, objective="val_loss", max_trials=9, directory="a", overwrite=True)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=30)
other = kt.RandomSearch(build, objective="val_loss", seed=3, directory="b", overwrite=True)
other.search(x_train, y_train, validation_data=(x_val, y_val), epochs=30)
"""
GRID = """\
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

GridSearchCV(SVC(), {"C": [1, 10]}).fit(x, y)
"""


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    clone = tmp_path_factory.mktemp("clones") / "someone+something"
    (clone / "package").mkdir(parents=True)
    (clone / "first.py").write_text(FIRST)
    (clone / "package" / "__init__.py").touch()
    (clone / "package" / "grid.py").write_text(GRID)
    return read([clone], workers=1)


def test_each_search_is_read_once_with_its_tuner_and_kind_of_file(reading: Reading) -> None:
    read_of = [(one.location.path, one.location.line, one.tuner) for one in reading.searches]

    assert read_of == [
        ("first.py", 5, "Keras Tuner"),
        ("first.py", 7, "Keras Tuner"),
        ("package/grid.py", 4, "scikit-learn"),
    ]
    assert [one.kind for one in reading.searches] == ["script", "script", "package"]
    assert {one.location.repository for one in reading.searches} == {"someone/something"}
    assert reading.unread == ()


def test_a_finding_counts_for_its_search_and_one_about_the_program_for_all(
    reading: Reading,
) -> None:
    about = {one.code: [place.line for place in one.searches] for one in reading.findings}

    assert about["TUN101"] == [5]
    assert about["TUN504"] == [5, 7]


def finding(code: str, line: int, level: str = "warning") -> FindingRead:
    place = Location("someone/something", "first.py", "", line, 1)
    return FindingRead(place, code, "some-name", level, "says so", "script", (place,))


MANY = [finding("TUN101", line) for line in range(50)]
RARE = [finding("TUN603", 80, "error"), finding("TUN603", 90, "error")]


def test_rare_rules_are_drawn_as_often_as_common_ones() -> None:
    sample = drawn([*MANY, *RARE], 4)

    assert [one.code for one in sample] == ["TUN101", "TUN603", "TUN101", "TUN603"]
    assert sample == drawn([*MANY, *RARE], 4)
    assert len(drawn([*MANY, *RARE], 99)) == 52


def test_every_error_is_judged() -> None:
    errors = [finding("TUN301", line, "error") for line in range(300)]

    assert len([one for one in to_judge([*MANY, *errors]) if one.level == "error"]) == 300


def test_precision_counts_what_is_judged_and_weighs_rules_by_their_findings() -> None:
    known = {(one.location, one.code): one.location.line < 8 for one in MANY[:10]}
    known |= {(one.location, one.code): True for one in RARE}
    common, rare = precision(MANY, known), precision(RARE, known)

    assert (common.findings, common.judged, common.true) == (50, 10, 8)
    assert weighted([common, rare, Precision(9, 0, 0)]) == pytest.approx((50 * 0.8 + 2) / 52)
    assert common.interval == pytest.approx((0.490, 0.943), abs=0.001)


def test_the_page_counts_searches_with_and_without_findings(reading: Reading) -> None:
    text = page(Study(reading, {}))

    assert "67 % of 3 searches in 1 public repositories have at least one error or warning" in text
    assert "| scikit-learn | 1 | 0 (0 %) | 0 (0 %) | 1 (100 %) |" in text
    assert "| all | 3 | 0 (0 %) | 2 (67 %) | 1 (33 %) |" in text


def test_the_page_counts_verdicts_on_the_most_frequent_pitfalls(reading: Reading) -> None:
    def verdict(code: str, verdict: str) -> Confirmed:
        return Confirmed("someone/something", "first.py", code, verdict, "2 of 2 differ")

    said = [verdict("TUN101", "confirmed"), verdict("TUN101", "inconclusive")]
    text = page(Study(reading, {}, [*said, verdict("TUN109", "confirmed")]))

    assert "| rule | findings | confirmed | inconclusive | for example |" in text
    assert "| TUN101 | 2 | 1 | 1 | 2 of 2 differ |" in text
    assert "| all | 3 | 2 | 1 |  |" in text


def test_without_all_clones_the_page_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = measure.PAGE.read_text(encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["measure", str(tmp_path)])

    with pytest.raises(SystemExit) as ended:
        measure.main()

    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert f"error: not in {tmp_path}: " in told
    assert " 2kkkkk/hyperopt, " in told
    assert measure.PAGE.read_text(encoding="utf-8") == before


def test_the_readme_opens_with_the_study_s_figure() -> None:
    told = r"(\d+ %) of (\d+) searches in (\d+) .*? warning, (\d+ %)"
    ((some, searches, repositories, sure),) = re.findall(told, measure.PAGE.read_text("utf-8"))
    readme = " ".join((measure.PAGE.parents[1] / "README.md").read_text("utf-8").split())

    assert (
        f"Of {searches} searches in {repositories} public repositories, {some} have at least one"
        f" error or warning, and {sure} an error" in readme
    )
