"""What is known of rows by their content: digests, halves, and what made them of which."""

from __future__ import annotations

import pytest

from tunelint.lab.content_digest import arrays_in, digest, halves, in_words, row_digests
from tunelint.lab.plain_values import plain
from tunelint.lab.row_ledger import Ledger, Seen

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")


def test_rows_are_the_same_in_another_type_and_form() -> None:
    rows = np.arange(12.0).reshape(4, 3)
    frame = pd.DataFrame(rows.astype(int))
    assert row_digests(rows) == row_digests(rows.astype("float32")) == row_digests(frame)
    assert row_digests(rows[2:]) == row_digests(rows)[2:]
    assert digest(rows) != digest(rows[::-1])


def test_an_array_is_plain_by_its_content() -> None:
    rows = np.arange(6.0).reshape(3, 2)
    assert plain(rows) == plain(rows.copy())
    assert plain(rows) != plain(rows + 1)
    assert str(plain(rows)).startswith("array((3, 2), float64, ")
    assert plain((rows, rows[:1])) == f"({in_words(rows)}, {in_words(rows[:1])})"
    assert plain([1, 2]) == "[1, 2]"
    assert plain(np.float64(0.5)) == 0.5


def test_arrays_are_found_in_tuples_and_dictionaries() -> None:
    x, y = np.zeros((3, 2)), np.ones(3)
    found = list(arrays_in(["text", 3, (x, y), {"more": (x, None)}]))
    assert [each.shape for each in found] == [(3, 2), (3,), (3, 2)]


def test_halves_are_the_same_for_the_same_rows_in_any_order() -> None:
    rows = row_digests(np.random.default_rng(1).normal(size=(40, 2)))
    dealt = [{rows[place] for place in one} for one, _ in halves(rows, 5)]
    again = tuple(reversed(rows))
    assert dealt == [{again[place] for place in one} for one, _ in halves(again, 5)]
    assert len({frozenset(one) for one in dealt}) == 5


def test_the_ledger_follows_rows_through_two_transformers() -> None:
    ledger, rows = Ledger(), np.random.default_rng(2).normal(size=(10, 3))
    first = ledger.learner("Scaler", rows[:6])
    ledger.applied(first, rows, rows / 2)
    second = ledger.learner("PCA", rows / 2)
    ledger.applied(second, rows / 2, rows[:, :1])
    scored = row_digests(rows[4:, :1])
    assert ledger.behind(None, scored) == {"PCA": Seen(6, 6), "Scaler": Seen(6, 2)}


def test_what_a_resampler_kept_is_not_its_own() -> None:
    ledger, rows = Ledger(), np.arange(8.0).reshape(4, 2)
    made = np.concatenate([rows, rows[:1], [[9.0, 9.0]]])
    ledger.resampled(ledger.learner("SMOTE", rows), rows, made)
    assert ledger.behind(None, row_digests(rows[1:])) == {}
    assert ledger.behind(None, row_digests(made)) == {"SMOTE": Seen(3, mixed=1, copied=2)}


def test_a_column_computed_over_all_rows_is_known_by_the_index() -> None:
    ledger, frame = Ledger(), pd.DataFrame({"city": list("abab"), "rent": [1.0, 2.0, 3.0, 4.0]})
    means = frame.groupby("city")["rent"].transform("mean")
    ledger.column("the mean", means)
    part = frame.assign(mean=means).drop(columns="city").iloc[2:]
    assert ledger.behind(part, row_digests(part)) == {"the mean": Seen(2, 2)}
    assert ledger.behind(part.drop(columns="mean"), row_digests(part)) == {}
