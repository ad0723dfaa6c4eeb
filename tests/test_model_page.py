"""docs/model.md says what the model's comments say."""

from __future__ import annotations

from tools.model_page import PAGE, page, records_of
from tunelint.model import search


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run make model-page"


def test_it_tells_which_readers_fill_a_field() -> None:
    (row,) = (line for line in page().splitlines() if line.startswith("| `gives_none` |"))

    assert row.endswith("| bayes_opt, keras_tuner |")


def test_fields_have_the_comment_above_them() -> None:
    from pathlib import Path

    (record,) = (one for one in records_of(Path(search.__file__)) if one.name == "Search")
    meanings = {one.name: one.meaning for one in record.fields}

    assert meanings["loop"].startswith(
        "For a hand-written search the frame whose body is the trial"
    )
    assert meanings["randomness"] == ""


def test_it_tells_what_can_be_asked() -> None:
    rows = [line.split(" | ")[0] for line in page().splitlines()]

    for question in ("trainings", "epochs_of(training)", "always(test)", "smallest(fact)"):
        assert f"| `{question}`" in rows
