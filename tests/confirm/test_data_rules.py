"""The experiments about rows, on answers made by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.confirm.asking import cases, verdict_on
from tunelint.experiments.moved_rows import rows_apart
from tunelint.experiments.optimism import Pairs, luck
from tunelint.lab.answers import Answer, Arrays, Measured, Training, Trial, Watched
from tunelint.lab.questions import Question, Trials, Watch
from tunelint.lab.row_ledger import Seen
from tunelint.lab.verdicts import Outcome, Verdict

SEARCH = """\
import keras_tuner as kt
from sklearn.model_selection import train_test_split
x_train, x_test, y_train, y_test = train_test_split(x, y)
tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_data=(x_test, y_test), epochs=20)
"""


def answering(*answers: Answer) -> Callable[[Question, int], tuple[Answer, ...]]:
    return lambda question, copies: answers[:copies]


def seen(given: Arrays, read: Arrays) -> Callable[[Question, int], tuple[Answer, ...]]:
    """Answers that a watched call was given some arrays, and that names were worth others."""

    def answer(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Watch)
        watched = tuple(
            Watched(span, 1, **({"inputs": (given,)} if span.column == 0 else {"rows": (read,)}))
            for span in question.spans
        )
        return (Answer(True, watched=watched),) * copies

    return answer


def numbered(*spans: range) -> Arrays:
    return tuple(tuple(f"row {number}" for number in span) for span in spans)


def on(folder: Path, code: str, answer: Callable[[Question, int], tuple[Answer, ...]]) -> Verdict:
    return verdict_on(cases(folder, SEARCH, code)[0], answer)


def test_labels_that_move_with_their_rows_stay() -> None:
    features = (("a", "b", "c"), ("c", "a", "b"))
    assert rows_apart(features, (("0", "1", "0"), ("0", "0", "1"))) == 0
    assert rows_apart(features, (("0", "1", "0"), ("0", "1", "0"))) == 2


def test_a_row_that_stands_twice_may_have_either_label() -> None:
    features = (("a", "a", "b"), ("a", "b", "a"))
    assert rows_apart(features, (("0", "1", "2"), ("1", "2", "0"))) == 0


def test_a_split_that_differs_from_the_same_rows_is_confirmed(tmp_path: Path) -> None:
    whole = numbered(range(10))

    def run(*parts: range) -> Answer:
        watched = Watched(span, 1, inputs=(whole,), rows=(numbered(*parts),))
        return Answer(True, watched=(watched,))

    case = cases(tmp_path, SEARCH, "TUN106")[0]
    span = case.span(case.subject[1].event.place)
    one, other = run(range(7), range(7, 10)), run(range(3, 10), range(3))
    verdict = verdict_on(case, answering(one, other))
    assert verdict.outcome is Outcome.CONFIRMED
    assert verdict.numbers == {"rows": 7, "same": 4}
    assert verdict_on(case, answering(one, one)).outcome is Outcome.REFUTED


def test_other_rows_from_the_same_places_are_no_other_split(tmp_path: Path) -> None:
    case = cases(tmp_path, SEARCH, "TUN106")[0]
    span = case.span(case.subject[1].event.place)

    def run(start: int, *parts: range) -> Answer:
        given = (numbered(range(start, start + 10)),)
        return Answer(True, watched=(Watched(span, 1, inputs=given, rows=(numbered(*parts),)),))

    one = run(0, range(7), range(7, 10))
    same_places = run(100, range(100, 107), range(107, 110))
    other_places = run(100, range(103, 110), range(100, 103))
    assert verdict_on(case, answering(one, same_places)).outcome is Outcome.REFUTED
    assert verdict_on(case, answering(one, other_places)).outcome is Outcome.CONFIRMED


@pytest.mark.parametrize(
    ("validated", "outcome"),
    [
        (range(90, 110), Outcome.INCONCLUSIVE),
        (range(60, 80), Outcome.CONFIRMED),
        (range(99, 130), Outcome.REFUTED),
    ],
)
def test_validation_rows_among_the_training_rows(
    tmp_path: Path, validated: range, outcome: Outcome
) -> None:
    x, held = numbered(range(100), validated)
    training = Training("keras", row_marks={"x": x, "validation x": held})
    answer = Answer(True, trials=(Trial({}, "complete", trainings=(training,)),))
    assert on(tmp_path, "TUN204", answering(answer)).outcome is outcome


def test_test_rows_that_the_search_is_given(tmp_path: Path) -> None:
    program = SEARCH + "print(tuner.get_best_models()[0].evaluate(x_test, y_test))\n"
    case = cases(tmp_path, program, "TUN202")[0]
    labels = ("0", "1") * 10
    test, other = numbered(range(20), range(50, 70))
    used = verdict_on(case, seen((test, labels), (test, labels)))
    kept = verdict_on(case, seen((other, labels), (test, labels)))
    assert used.outcome is Outcome.CONFIRMED
    assert used.numbers == {"rows": 20, "common": 20}
    assert kept.outcome is Outcome.REFUTED


def test_test_rows_are_found_as_the_search_is_given_them(tmp_path: Path) -> None:
    program = SEARCH.replace("tuner =", "x_test = x_test / 255\ntuner =")
    program += "print(tuner.get_best_models()[0].evaluate(x_test, y_test))\n"
    case = cases(tmp_path, program, "TUN202")[0]
    raw, scaled = numbered(range(20)), numbered(range(50, 70))

    def answer(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Watch)
        read = [raw if span.line == 4 else scaled for span in question.spans]
        watched = [
            Watched(span, 1, inputs=(scaled,))
            if span.column == 0
            else Watched(span, 1, rows=(rows,))
            for span, rows in zip(question.spans, read, strict=True)
        ]
        return (Answer(True, watched=tuple(watched)),) * copies

    assert verdict_on(case, answer).numbers == {"rows": 20, "common": 20}


@pytest.mark.parametrize(
    ("behind", "outcome"),
    [
        ({"StandardScaler": Seen(40, 40)}, Outcome.CONFIRMED),
        ({"StandardScaler": Seen(40, 1)}, Outcome.REFUTED),
        ({"StandardScaler": Seen(40, 10)}, Outcome.INCONCLUSIVE),
        ({"SMOTE": Seen(3, mixed=3)}, Outcome.CONFIRMED),
        ({"Unheard": Seen(40, 40)}, Outcome.REFUTED),
    ],
)
def test_rows_that_a_transformer_had_seen(
    tmp_path: Path, behind: Mapping[str, Seen], outcome: Outcome
) -> None:
    measured = Measured("scikit_learn", {}, {}, scored=40, behind=behind)
    answer = Answer(True, trials=(Trial({}, "complete", evaluations=(measured,)),))
    assert on(tmp_path, "TUN203", answering(answer)).outcome is outcome


def test_a_fit_that_cannot_be_followed_settles_nothing(tmp_path: Path) -> None:
    program = SEARCH.replace(
        "x_train, x_test", "x = StandardScaler().fit_transform(x)\nx_train, x_test"
    ).replace(
        "import keras_tuner as kt",
        "import keras_tuner as kt\nfrom sklearn.preprocessing import StandardScaler",
    )
    case = cases(tmp_path, program, "TUN203")[0]
    answer = Answer(
        True, trials=(Trial({}, "complete", trainings=(Training("keras", scored=40),)),)
    )
    assert case.flagged
    assert verdict_on(case, answering(answer)).outcome is Outcome.INCONCLUSIVE


def test_a_winner_that_is_as_good_elsewhere_owes_nothing_to_luck() -> None:
    steady: list[Pairs] = [{0: (level, level - 0.2)} for level in (0.5, 0.6, 0.9)]
    found = luck(steady)
    assert found is not None
    assert found.luck == pytest.approx(0)
    assert found.share == pytest.approx(0)


def test_a_winner_of_noise_owes_all_to_luck() -> None:
    noise: list[Pairs] = [{0: (0.6, 0.4), 1: (0.5, 0.5)}, {0: (0.4, 0.6), 1: (0.5, 0.5)}]
    noise += [{0: (0.5, 0.5), 1: (0.5, 0.5)}]
    found = luck(noise)
    assert found is not None
    assert found.share > 1
    assert found.times == 2


def test_the_first_trial_that_cannot_split_its_data(tmp_path: Path) -> None:
    program = (
        "import tensorflow as tf\n"
        + SEARCH.replace("tuner = ", "rows = tf.data.Dataset.from_tensors((x, y))\ntuner = ")
    ).replace("x_train, y_train, validation_data=(x_test, y_test)", "rows, validation_split=0.2")
    case = cases(tmp_path, program, "TUN205")[0]

    def ended(state: str, error: str, *trainings: Training) -> Outcome:
        trial = Trial({}, state, error=error, trainings=trainings)
        return verdict_on(case, answering(Answer(True, trials=(trial,)))).outcome

    assert ended("failed", "ValueError: `validation_split` is only …") is Outcome.CONFIRMED
    assert ended("complete", "", Training("keras", 1, 1)) is Outcome.REFUTED
    assert ended("complete", "") is Outcome.INCONCLUSIVE
    assert ended("failed", "OSError: no such file") is Outcome.INCONCLUSIVE


def test_a_trial_is_asked_for_rows(tmp_path: Path) -> None:
    asked: list[Question] = []

    def answer(question: Question, copies: int) -> tuple[Answer, ...]:
        asked.append(question)
        return (Answer(True),) * copies

    assert on(tmp_path, "TUN203", answer).outcome is Outcome.INCONCLUSIVE
    (question,) = asked
    assert isinstance(question, Trials)
    assert question.rows
    assert question.count == 1
