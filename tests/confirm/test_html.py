"""The page of ``confirm``: what it says, what it lets through, and how a browser shows it."""

from __future__ import annotations

import html
import json
import math
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from tests.confirm import samples
from tunelint.findings.diagnostic import Span
from tunelint.lab.verdicts import Bars, Curve, Curves, Proposals, Ranking, confirmed
from tunelint.reports.html.bars import bars_table
from tunelint.reports.html.code import code_lines
from tunelint.reports.html.curves import apart, curves_figure
from tunelint.reports.html.labels import distinct
from tunelint.reports.html.numbers import Scale, aligned, scale_of, whole_ticks
from tunelint.reports.html.page import TEMPLATES, PageUnavailable, page
from tunelint.reports.html.proposals import proposals_table
from tunelint.reports.html.ranking import ranking_figure

STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")


class Seen(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.crossed: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.crossed.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [value for _, given in self.tags if (value := given.get(name)) is not None]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return samples.pages()


def test_each_finding_is_told_with_its_verdict_place_numbers_and_code(
    pages: dict[str, str],
) -> None:
    words = " ".join(" ".join(Seen(pages["realistic"]).words).split())

    for one in samples.realistic():
        assert one.diagnostic.code in words
        assert one.diagnostic.name in words
        assert one.diagnostic.message in words
        assert one.diagnostic.level.value in words
        assert one.verdict.line in words
        assert all(name.replace("_", " ") in words for name in one.verdict.numbers)
    assert "notebooks/search.ipynb:cell 14:2:1" in words
    assert "tuner.search(X_train, y_train, epochs=30, validation_split=0.2)" in words
    assert "3 of 6 findings confirmed" in words
    assert "keras 3.15.1" in words
    assert samples.GUARD in words
    assert "3 min 48 s" in words
    assert "forced, not flagged" in words


def test_confirmed_findings_come_first_and_the_jump_list_follows(pages: dict[str, str]) -> None:
    seen = Seen(pages["realistic"])

    articles = [given for tag, given in seen.tags if tag == "article"]
    outcomes = [str(given["class"]).split()[-1] for given in articles]
    assert outcomes == ["confirmed"] * 3 + ["inconclusive"] * 2 + ["refuted"]
    links = [given["href"] for tag, given in seen.tags if tag == "a" and "class" in given]
    assert links[1:] == [f"#{given['id']}" for given in articles]


@pytest.mark.parametrize("name", ["realistic", "long", "empty", "interrupted"])
def test_a_page_is_one_file_with_sound_markup(pages: dict[str, str], name: str) -> None:
    seen = Seen(pages[name])

    assert seen.open == []
    assert seen.crossed == []
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in seen.tags}
    assert seen.values("src") == []
    assert all(reference.startswith("#") for reference in seen.values("href"))
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    names = seen.values("id")
    assert len(names) == len(set(names))
    labelled = [one for value in seen.values("aria-labelledby") for one in value.split()]
    assert set(labelled) <= set(names)
    assert {"main", "header", "h1"} <= {tag for tag, _ in seen.tags}


def test_every_drawing_has_a_title_or_is_hidden_from_readers(pages: dict[str, str]) -> None:
    drawings = re.findall(r"<svg.*?</svg>", pages["realistic"], re.DOTALL)

    assert len(drawings) > 10
    for drawing in drawings:
        assert 'aria-hidden="true"' in drawing or "<title id=" in drawing


def test_nothing_from_a_users_file_becomes_markup_or_template(pages: dict[str, str]) -> None:
    text = page([samples.hostile()])

    assert "<script" not in text
    assert "</title></svg>" not in text.replace("</title></svg></", "")
    assert "{{ 7 * 7 }}" in text
    assert "\x1b" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    tags = {tag for tag, _ in Seen(text).tags}
    assert tags <= {tag for tag, _ in Seen(page(samples.realistic())).tags}


def test_a_path_with_bytes_that_are_no_text_can_be_written() -> None:
    where = samples.span("x = 1\n", (1, 1), (1, 2), "caf\udce9.py")
    found = samples.diagnostic("TUN101", "unseeded-search", "message", where)
    one = samples.confirmation(found, confirmed("line"))

    assert page([one]).encode("utf-8")


def test_without_findings_the_page_says_so(pages: dict[str, str]) -> None:
    assert "Nothing to confirm" in pages["empty"]


def test_what_is_missing_is_told(pages: dict[str, str]) -> None:
    assert "2 findings have no verdict" in " ".join(Seen(pages["interrupted"]).words)
    assert "This finding has no experiment." in pages["interrupted"]


def test_without_jinja2_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)

    with pytest.raises(PageUnavailable, match="pip install jinja2"):
        page([])


def test_jinja2_is_imported_for_a_page_only() -> None:
    program = (
        "import sys, tunelint.reports.html.page as p; assert 'jinja2' not in sys.modules;"
        " p.page([]); assert 'jinja2' in sys.modules"
    )

    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_marked_part_of_a_line_is_the_place() -> None:
    where = Span(Path("a.py"), None, 2, 5, 3, 4, ((1, "a"), (2, "x = f("), (3, "  1)  # c")))

    lines = [(one.before, one.marked, one.after) for one in code_lines(where)]
    assert lines == [("a", "", ""), ("x = ", "f(", ""), ("  ", "1", ")  # c")]


def test_a_place_without_width_marks_the_character_after_it() -> None:
    where = Span(Path("a.py"), None, 1, 2, 1, 2, ((1, "abc"),))

    assert [one.marked for one in code_lines(where)] == ["b"]


def test_proposals_differ_where_the_runs_do_not_agree() -> None:
    first = {"units": 32, "rate": 0.1, "batch": True}
    table = proposals_table(Proposals(((first, first), ({**first, "rate": 0.2, "batch": 1},))))

    assert table.names == ("units", "rate", "batch")
    differing = [[cell.differs for group in row.groups for cell in group[:1]] for row in table.rows]
    assert differing == [[False, True, True], [True, True, True]]
    assert [cell.text for cell in table.rows[1].groups[0]] == ["32", "–"]
    assert "0 of 2 trials agree" in table.caption


def test_values_that_differ_are_not_shown_alike() -> None:
    table = proposals_table(Proposals((({"rate": 0.12345678},), ({"rate": 0.12345679},))))

    assert [cell.text for cell in table.rows[0].groups[0]] == ["0.12345678", "0.12345679"]


def test_one_run_tells_what_was_proposed_before() -> None:
    table = proposals_table(Proposals((({"a": 1}, {"a": 2}, {"a": 1}),)))

    assert [row.like for row in table.rows] == [None, None, 1]
    assert table.repeats


def test_ranks_follow_the_direction_and_ties_share_one() -> None:
    rows = (("a", 0.9, 0.5), ("b", 0.8, 0.7), ("c", 0.8, math.nan))

    figure = ranking_figure(Ranking("first", "second", True, rows), "f")
    assert [(row.label, row.ranks) for row in figure.rows] == [
        ("a", (1, 2)),
        ("b", (2, 1)),
        ("c", (2, 3)),
    ]
    assert [row.move for row in figure.rows] == ["falls", "rises", "falls"]
    assert figure.caption.endswith("1 of 3 pairs swap; the winner by first is 2nd by second")
    lower = ranking_figure(Ranking("first", "second", False, rows[:2]), "f")
    assert [row.label for row in lower.rows] == ["b", "a"]


def test_the_winner_is_drawn_over_all_others() -> None:
    rows = tuple((f"c{n}", float(n), float(n * 7 % 5)) for n in range(5))

    drawn = ranking_figure(Ranking("first", "second", True, rows), "f").wide
    styles = re.findall(r'<g class="(rank[^"]*)"', drawn)
    assert [("winner" in style) for style in styles] == [False] * 4 + [True]


def test_a_curve_has_a_gap_where_it_is_not_finite() -> None:
    line = Curve("c", (1.0, 2.0, math.nan, 4.0, 5.0), ((5, "best"),))

    figure = curves_figure(Curves("loss", (line,)), "f")
    assert figure.wide.count('class="curve"') == 2
    assert figure.entries[0].note == "not finite from epoch 3"
    assert "nan" not in figure.wide
    assert figure.columns == (("best", "ring"),)


def test_an_epoch_that_all_curves_are_marked_in_has_one_word() -> None:
    marks = ((2, "the search's last epoch"),)
    lines = tuple(Curve(f"c{n}", (3.0 + n, 2.0, 1.0 + n), marks) for n in range(3))

    drawn = curves_figure(Curves("loss", lines), "f").wide
    assert drawn.count('class="mark-word"') == 1
    assert drawn.count('class="mark"') == 3


@pytest.mark.parametrize(
    "values",
    [(), (math.nan,), (0.0, 0.0), (1e308, -1e308), (5e-324, 1.0), (1e-320,), (1.0, 1.0 + 1e-16)],
)
def test_any_numbers_can_be_drawn(values: tuple[float, ...]) -> None:
    curve = curves_figure(Curves("loss", (Curve("a", values), Curve("b", values))), "f")
    bars = bars_table(Bars("s", tuple(("n", value) for value in values)))
    ranks = ranking_figure(Ranking("a", "b", True, tuple(("c", v, -v) for v in values)), "f")

    for drawn in (curve.wide, curve.narrow, ranks.wide, ranks.narrow):
        assert not re.search(r'="[^"<>]*\b(nan|inf)\b[^"<>]*"', drawn.split("</desc>")[1])
    assert all(0 <= bar.start <= bar.start + bar.length <= 100.01 for bar in bars.rows)


def test_bars_begin_at_zero() -> None:
    table = bars_table(Bars("s", (("up", 3.0), ("down", -1.0))))

    assert table.zero == 25
    assert [(bar.start, bar.length) for bar in table.rows] == [(25, 75), (0, 25)]


def test_shares_are_of_the_whole() -> None:
    table = bars_table(Bars("share of rows", (("moved", 0.6467),)))

    assert [(bar.length, bar.text) for bar in table.rows] == [(64.67, "64.7%")]


def test_ticks_are_round_and_inside() -> None:
    scale = scale_of([0.013, 0.87], 0, 100)

    assert [text for _, text in scale.ticks(5)] == ["0.0", "0.2", "0.4", "0.6", "0.8"]
    assert [text for _, text in Scale(0.9, 1e6, 0, 1, True).ticks(4)] == [
        "1",
        "100",
        "10000",
        "10⁶",
    ]
    assert whole_ticks(30, 8) == [1, 5, 10, 15, 20, 25, 30]
    assert whole_ticks(1, 8) == [1]


def test_names_at_the_end_of_curves_keep_their_distance() -> None:
    moved = apart([10, 11, 12, 98, 99], 15, 0, 100)

    assert all(lower - upper >= 15 for upper, lower in pairwise(moved))
    assert moved[-1] <= 100


def test_labels_drop_what_all_of_them_say() -> None:
    assert distinct(["a=1, b=2", "a=1, b=3"]) == ["b=2", "b=3"]
    assert distinct(["a=1", "a=1"]) == ["a=1", "a=1"]


def test_numbers_of_a_column_have_equally_many_decimals() -> None:
    assert aligned([0.5, 0.1234]) == ["0.5000", "0.1234"]
    assert aligned([1e-9, 1.0]) == ["1e-09", "1"]


def variables(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))


LIGHT = variables(STYLE.split("@media")[0])
DARK = LIGHT | variables(STYLE.split("@media")[1])

TEXT_ON = [
    *(("ink", ground) for ground in ("paper", "card", "code")),
    *(("soft", ground) for ground in ("paper", "card", "code")),
    *(("soft", f"{name}-tint") for name in ("confirmed", "refuted", "inconclusive")),
    *((name, f"{name}-tint") for name in ("confirmed", "refuted", "inconclusive")),
    *((name, "paper") for name in ("confirmed", "refuted", "inconclusive")),
    ("on-confirmed", "confirmed"),
    ("differs-ink", "differs"),
    *((f"s{number}", "card") for number in range(1, 9)),
]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_has_contrast(scheme: dict[str, str], text: str, ground: str) -> None:
    lighter, darker = sorted((luminance(scheme[text]), luminance(scheme[ground])), reverse=True)

    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


MEASURE = """\
<script>
addEventListener("load", () => {
  const inside = (box) => box.left >= -0.5 && box.right <= innerWidth + 0.5;
  const scrolled = (one) => one.closest(".scroll") || one.closest(".away, .skip");
  const all = [...document.querySelectorAll("body *")].filter((one) => !scrolled(one));
  const shown = (one) => one.getClientRects().length > 0;
  const texts = [...document.querySelectorAll("figure > svg text")].filter(shown);
  // Of what holds words only: cards and links may reach into their parents' margins.
  const clipped = (one) => !one.childElementCount && one.scrollWidth > one.clientWidth + 1
    && getComputedStyle(one).overflowX === "visible" && getComputedStyle(one).display !== "inline";
  parent.document.body.textContent = JSON.stringify({
    width: innerWidth,
    page: document.documentElement.scrollWidth,
    figures: [...document.querySelectorAll("figure")].length,
    drawings: [...document.querySelectorAll("figure > svg")].filter(shown).length,
    wide: [...document.querySelectorAll("figure > svg.wide")].filter(shown).length,
    outside: all.filter((one) => shown(one) && !inside(one.getBoundingClientRect()))
      .map((one) => one.outerHTML.slice(0, 120)),
    clipped: all.filter((one) => one instanceof HTMLElement && clipped(one))
      .map((one) => one.outerHTML.slice(0, 120)),
    small: texts.filter((one) => one.getBoundingClientRect().height < 11).length,
    texts: texts.length,
  });
});
</script>
"""

OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--dump-dom",
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture
def profile() -> Iterator[Path]:
    # Not below pytest's folder: sockets in a profile need a short path.
    folder = Path(tempfile.mkdtemp(prefix="page-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def measured(text: str, width: int, profile: Path) -> dict[str, object]:
    """What a browser makes of a page in a window of a width."""
    file = profile / "page.html"
    # The page's own policy lets no script run, so this one runs without it.
    lenient = re.sub(r"<meta http-equiv=.*?>", "", text)
    inner = html.escape(lenient.replace("</body>", f"{MEASURE}</body>"))
    # A window of a browser has a least width, a frame in it has none.
    frame = f'<iframe srcdoc="{inner}" width="{width}" height="1500" style="border: 0"></iframe>'
    file.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{frame}</body>", encoding="utf-8")
    window = [f"--user-data-dir={profile / 'data'}", "--window-size=1400,1600"]
    ran = subprocess.run(
        [str(CHROMIUM), *OPTIONS, *window, file.as_uri()],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    body = re.search(r"<body>(\{.*\})</body>", ran.stdout, re.DOTALL)
    assert body is not None, ran.stderr[-2000:]
    found: dict[str, object] = json.loads(html.unescape(body[1]))
    return found


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium here (apt-get install chromium)")
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["realistic", "long", "empty", "interrupted"])
def test_a_browser_shows_all_of_it(
    pages: dict[str, str], name: str, width: int, profile: Path
) -> None:
    found = measured(pages[name], width, profile)

    assert found["width"] == width
    assert found["page"] == width
    assert found["outside"] == []
    assert found["clipped"] == []
    assert found["small"] == 0
    drawn = {"realistic": 3, "long": 4, "empty": 0, "interrupted": 0}[name]
    assert found["drawings"] == drawn
    assert found["wide"] == (drawn if width > 600 else 0)
    assert bool(found["texts"]) == bool(drawn)
