"""Suppression comments: which codes, for which lines."""

from __future__ import annotations

import pytest

from tunelint.files.suppression_comments import find_suppressions


def silent(text: str, code: str = "TUN101", line: int = 1) -> bool:
    return bool(find_suppressions(text).silencing(code, line, "unseeded-search"))


class TestForms:
    @pytest.mark.parametrize(
        "comment",
        [
            "# noqa",
            "#noqa",
            "# NoQA",
            "# noqa: TUN101",
            "# noqa:TUN101",
            "# noqa: E501,TUN101",
            "# noqa: E501 TUN101",
            "# noqa: tun101",
            "# noqa: TUN1",
            "# noqa: TUN101 the seed comes from the scheduler",
            "# type: ignore # noqa: TUN101",
            "# tunelint: ignore[TUN101]",
            "# tunelint: ignore[TUN102, TUN101] both on purpose",
            "# tunelint: ignore-file[TUN101]",
            "# tunelint: ignore",
            "#tunelint:ignore",
            "# Tunelint: Ignore[tun101]",
            "# tunelint: ignore  three runs on purpose",
            "# tunelint: ignore, three runs on purpose",
            "# tunelint: ignore-file",
            "# tunelint: ignore [TUN101]",
            "# tunelint: ignore[TUN1,]",
            "# type: ignore # tunelint: ignore[TUN101] # pylint: disable=x",
            "# tunelint: ignore[unseeded-search, TUN102]",
        ],
    )
    def test_silent(self, comment: str) -> None:
        assert silent(f"search()  {comment}\n")

    @pytest.mark.parametrize(
        "text",
        [
            "search()\n",
            "search()  # noqa: TUN102\n",
            "search()  # noqa: E501\n",
            "search()  # tunelint: ignore[TUN1012]\n",
            "search()  # tunelint: ignore[TUN102]\n",
            "search()  # tunelint: ignore[unseeded-training]\n",
            'search("# noqa")\n',
            "'''\n# noqa\n'''\n",
            "search()  # nothing to see; noqa\n",
        ],
    )
    def test_not_silent(self, text: str) -> None:
        assert not silent(text)

    @pytest.mark.parametrize(
        "comment",
        [
            "# tunelint: ingore[TUN101]",
            "# tunelint: ignore TUN101",
            "# tunelint: ignore  TUN101, TUN102",
            "# tunelint: ignore[]",
            "# tunelint: ignore[TUN101",
            "# tunelint: ignore(TUN101",
            "# tunelint: ignore[TUN101: three runs]",
            "# tunelint: ignore=TUN101",
            "# tunelint: ignored",
            "# tunelint: ignore-files[TUN101]",
            "# tunelint: disable=TUN101",
            "# tunelint:",
            "# TUNELINT: noqa",
        ],
    )
    def test_not_understood(self, comment: str) -> None:
        found = find_suppressions(f"search()  # a # b {comment}  \n")

        (misread,) = found.misread
        assert found.entries == ()
        assert misread.said == comment.removeprefix("# ").replace("TUNELINT", "tunelint")
        assert (misread.line, misread.column) == (1, len("search()  # a # b "))

    @pytest.mark.parametrize(
        "comment", ["# noqa: XYZ", "# see tunelint: ignore", "# the tunelint: rules", "# noqa"]
    )
    def test_not_ours(self, comment: str) -> None:
        assert find_suppressions(f"search()  {comment}\n").misread == ()


class TestLines:
    def test_a_comment_speaks_for_its_own_line_only(self) -> None:
        text = "a()\nb()  # noqa\nc()\n"

        assert [silent(text, line=line) for line in (1, 2, 3)] == [False, True, False]

    def test_a_comment_on_a_line_of_its_own_speaks_for_no_statement(self) -> None:
        text = "# noqa\na()\n# noqa\n"

        assert not silent(text, line=2)

    @pytest.mark.parametrize(
        "text",
        ["f(  # noqa\n    a,\n    b,\n)\n", "f(\n    a,\n    b,\n)  # noqa\n"],
        ids=["first line", "last line"],
    )
    def test_at_either_end_of_a_statement_it_speaks_for_all_of_it(self, text: str) -> None:
        assert [silent(text, line=line) for line in (1, 2, 3, 4)] == [True] * 4

    def test_inside_a_statement_it_speaks_for_its_line(self) -> None:
        text = "f(\n    a,  # noqa\n    b,\n)\n"

        assert [silent(text, line=line) for line in (1, 2, 3, 4)] == [False, True, False, False]

    def test_after_a_long_string_it_speaks_for_the_string(self) -> None:
        text = "f(\n    a,\n    '''\n    b''',  # noqa\n    c,\n)\n"

        assert [silent(text, line=line) for line in (2, 3, 4, 5)] == [False, True, True, False]

    def test_at_the_head_of_a_block_it_does_not_speak_for_the_body(self) -> None:
        text = "for a in (\n    b,\n):  # noqa\n    c()\n"

        assert [silent(text, line=line) for line in (1, 2, 3, 4)] == [True, True, True, False]


class TestFiles:
    def test_ignore_file_speaks_for_the_whole_file_wherever_it_stands(self) -> None:
        text = "a()\nb()\n# tunelint: ignore-file[TUN101]\n"

        assert silent(text, line=1)
        assert not silent(text, "TUN102", line=1)

    def test_the_flake8_form_needs_a_line_of_its_own(self) -> None:
        assert silent("# flake8: noqa\na()\n", line=2)
        assert silent("# flake8: noqa: TUN101\na()\n", line=2)
        assert not silent("# flake8: noqa: TUN102\na()\n", line=2)
        assert not silent("a()\nb()  # flake8: noqa: TUN101\n", line=1)


class TestPlaces:
    def test_each_code_has_its_own_place(self) -> None:
        text = "f()  # noqa: TUN101, TUN102\n"

        places = [(entry.code, entry.column) for entry in find_suppressions(text).entries]
        assert places == [("TUN101", text.index("TUN101")), ("TUN102", text.index("TUN102"))]

    def test_comments_before_a_syntax_error_are_found(self) -> None:
        assert silent("f()  # noqa\n'''")
