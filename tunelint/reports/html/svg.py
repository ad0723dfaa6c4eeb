"""A drawing as SVG inside a page. Every text goes through an XML writer: none becomes markup."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree

from tunelint.reports.terminal_text import printable, width

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

# Of the page's sans serif fonts, an average character in the size of the drawings' text.
CHARACTER = 6.3


@dataclass(frozen=True, eq=False)
class Drawing:
    """Marks on a canvas, in CSS pixels from the top left; the page's style gives them colours."""

    element: ElementTree.Element

    def group(self, style: str, description: str = "") -> Drawing:
        """A part with a style of its own; a pointer that rests on it shows the description."""
        inner = ElementTree.SubElement(self.element, "g", {"class": style})
        if description:
            ElementTree.SubElement(inner, "title").text = printable(description)
        return Drawing(inner)

    def line(self, start: Point, end: Point, style: str) -> None:
        """A straight line."""
        self._add("path", style, d=f"M{_place(start)}L{_place(end)}")

    def path(self, points: Iterable[Point], style: str) -> None:
        """Straight lines from point to point."""
        self._add("path", style, d="M" + "L".join(_place(point) for point in points))

    def curve(self, start: Point, end: Point, style: str) -> None:
        """A line that leaves and arrives level."""
        middle = (start[0] + end[0]) / 2
        bends = f"{_place((middle, start[1]))} {_place((middle, end[1]))}"
        self._add("path", style, d=f"M{_place(start)}C{bends} {_place(end)}")

    def dot(self, at: Point, radius: float, style: str) -> None:
        """A disc."""
        self._add("circle", style, cx=_size(at[0]), cy=_size(at[1]), r=_size(radius))

    def polygon(self, points: Iterable[Point], style: str) -> None:
        """A closed shape."""
        self._add("polygon", style, points=" ".join(_place(point) for point in points))

    def text(self, at: Point, words: str, style: str, anchor: Anchor = "start") -> None:
        """Words on one line; `at` is where their base line starts, has its middle or ends."""
        made = self._add("text", style, x=_size(at[0]), y=_size(at[1]))
        if anchor != "start":
            made.set("text-anchor", anchor)
        made.text = printable(words)

    def _add(self, tag: str, style: str, **attributes: str) -> ElementTree.Element:
        given = {"class": style, **attributes} if style else attributes
        return ElementTree.SubElement(self.element, tag, given)

    def __str__(self) -> str:
        return ElementTree.tostring(self.element, encoding="unicode")


def drawing(size: Point, name: str, title: str, description: str, style: str) -> Drawing:
    """An empty drawing; `title` and `description` say what it shows, `name` is unique."""
    wide, high = (_size(length) for length in size)
    root = ElementTree.Element(
        "svg",
        {
            "class": style,
            "viewBox": f"0 0 {wide} {high}",
            "width": wide,
            "height": high,
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-description",
        },
    )
    ElementTree.SubElement(root, "title", {"id": f"{name}-title"}).text = printable(title)
    ElementTree.SubElement(root, "desc", {"id": f"{name}-description"}).text = printable(
        description
    )
    return Drawing(root)


def shortened(words: str, room: float) -> str:
    """The words, or as much of them as fits into `room` pixels."""
    if text_width(words) <= room:
        return words
    kept = words
    while kept and text_width(kept) + CHARACTER > room:
        kept = kept[:-1]
    return f"{kept.rstrip(' ,;:=')}…" if kept else ""


def text_width(words: str) -> float:
    """About how wide the words are drawn."""
    return width(words) * CHARACTER


def _place(point: Point) -> str:
    return f"{_size(point[0])},{_size(point[1])}"


def _size(length: float) -> str:
    return f"{round(length, 1):g}"
