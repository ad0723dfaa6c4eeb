"""How a Python file becomes text: encodings, line endings, form feeds, and where a line stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tunelint.files.source import (
    Location,
    Source,
    UnreadableSource,
    read_source,
    source_from_bytes,
    source_from_text,
)

PATH = Path("/project/train.py")


def source(data: bytes) -> Source:
    return source_from_bytes(PATH, data)


class TestEncodings:
    @pytest.mark.parametrize(
        ("data", "text"),
        [
            ("x = 'é'\n".encode(), "x = 'é'\n"),
            ("\ufeffx = 'é'\n".encode(), "x = 'é'\n"),
            ("# coding: latin-1\nx = 'é'\n".encode("latin-1"), "# coding: latin-1\nx = 'é'\n"),
            (
                "#!/usr/bin/python\n# -*- coding: cp1252 -*-\nx = '€'\n".encode("cp1252"),
                "#!/usr/bin/python\n# -*- coding: cp1252 -*-\nx = '€'\n",
            ),
            ("\n# vim: set fileencoding=koi8-r :\n'ж'".encode("koi8-r"), None),
            ("# coding: cp1252\rx = '€'\r".encode("cp1252"), "# coding: cp1252\nx = '€'\n"),
        ],
        ids=["utf-8", "mark", "first line", "second line", "vim", "lone carriage returns"],
    )
    def test_the_declared_encoding_is_used(self, data: bytes, text: str | None) -> None:
        found = source(data).text

        assert found == text if text is not None else "'ж'" in found

    @pytest.mark.parametrize(
        ("data", "reason", "line"),
        [
            (b"x = 1\ny = '\xff'\n", "can't decode byte 0xff", 2),
            (b"# coding: klingon\n", "unknown encoding: klingon", None),
            (b"# coding: rot13\n", "not a text encoding", None),
            (b"\xef\xbb\xbf# coding: latin-1\n", "encoding problem", None),
            (b"# coding: ascii\nx = '\xc3\xa9'\n", "'ascii' codec can't decode", None),
        ],
        ids=["wrong byte", "unknown", "no text encoding", "mark contradicts", "too narrow"],
    )
    def test_what_cannot_be_decoded_is_said_in_python_s_words(
        self, data: bytes, reason: str, line: int | None
    ) -> None:
        with pytest.raises(UnreadableSource) as raised:
            source(data)

        assert reason in raised.value.reason
        assert raised.value.line == line
        assert raised.value.path == PATH

    def test_a_long_first_line_is_not_cut_inside_a_character(self) -> None:
        text = "# " + "é" * 5000 + "\nx = 1\n"

        assert source(text.encode()).text == text


class TestLines:
    @pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
    def test_every_line_ending_counts_once(self, ending: str) -> None:
        read = source(ending.join(["a", "", "b", ""]).encode())

        assert read.text == "a\n\nb\n"
        assert read.locate(3, 0) == Location(None, 3, 1)

    @pytest.mark.parametrize("separator", ["\x0b", "\x1c", "\x85", "\u2028", "\u2029"])
    def test_other_separators_do_not_end_a_line(self, separator: str) -> None:
        read = source(f"x = 'a{separator}b'\ny = 2\n".encode())

        assert read.line_text(2) == "y = 2"

    def test_a_form_feed_before_a_statement_is_no_indentation(self) -> None:
        read = source(b"if a:\n    b\n\x0c    c\n\x0cd = 1\n")

        assert read.text == "if a:\n    b\n    c\nd = 1\n"
        assert read.line_text(4) == "\x0cd = 1"
        assert read.locate(4, 0) == Location(None, 4, 2)

    def test_a_form_feed_inside_a_string_is_kept(self) -> None:
        text = "a = '''\n\x0cb\n'''\n"

        assert source(text.encode()).text == text

    def test_positions_count_code_points(self) -> None:
        assert source("é𝔘 = f(x)\n".encode()).locate(1, 5) == Location(None, 1, 6)

    def test_an_empty_file_has_one_empty_line(self) -> None:
        assert source(b"").locate(1, 0) == Location(None, 1, 1)


class TestIPythonLinesInScripts:
    def test_a_script_is_taken_as_it_is_until_it_does_not_parse(self) -> None:
        text = "%matplotlib inline\nx = 1\n"
        read = source_from_text(PATH, text)

        assert read.text == text
        assert read.read_as_notebook_code().text == "pass\nx = 1\n"
        assert read.read_as_notebook_code().line_text(1) == "%matplotlib inline"
        assert not read.read_as_notebook_code().is_notebook


def test_a_file_that_is_not_there_is_an_operating_system_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_source(tmp_path / "missing.py")
