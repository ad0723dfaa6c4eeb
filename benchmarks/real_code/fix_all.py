"""Fixes all that can be fixed in a folder of clones, on copies: `make fix-all FOLDER=…`.

Every project is copied as far as it is Python and fixed with ``--fix --unsafe-fixes``, pass by
pass. After each pass every changed file must still be readable, and must differ from what it was in
the stretches of the edits alone; at the end a second run must change nothing. Prints the fixes by
code, the findings that are new after fixing, and a line for each failure and for each script that
CPython no longer compiles; exits with 1 if there is one.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tunelint.config.settings import Settings, Wishes
from tunelint.engine.apply_fixes import PASSES, choose, fix_batches, fixed_bytes
from tunelint.engine.jobs import Batch
from tunelint.engine.run import check_batch, plan
from tunelint.engine.screen import Content
from tunelint.files.notebook.cells import code_cells
from tunelint.findings.diagnostic import Diagnostic
from tunelint.findings.fixes.text_edit import Repair, TextEdit

SUFFIXES = (".py", ".ipynb")
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass
class Tally:
    """What was found and fixed by code, what only fixing showed, and what went wrong."""

    projects: int = 0
    found: Counter[str] = field(default_factory=Counter)
    fixed: Counter[str] = field(default_factory=Counter)
    unsafe: Counter[str] = field(default_factory=Counter)
    uncovered: Counter[str] = field(default_factory=Counter)
    remaining: Counter[str] = field(default_factory=Counter)
    files: set[Path] = field(default_factory=set)
    refused: list[Path] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def copied(clone: Path, folder: Path) -> Path:
    """A copy of the project's Python files and notebooks, as a project of its own."""
    folder.mkdir(parents=True)
    (folder / "tunelint.toml").touch()
    for path in sorted(clone.rglob("*")):
        inside = path.relative_to(clone)
        if path.suffix in SUFFIXES and path.is_file() and ".git" not in inside.parts:
            (folder / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / inside)
    return folder


def look_at(folder: Path, tally: Tally) -> None:
    """Fix one project and check what that did."""
    tally.projects += 1
    for batch in plan([folder], Settings(Wishes())).batches:
        contents: dict[Path, Content] = {}
        expected: Counter[str] | None = None
        for _ in range(PASSES):
            result = check_batch(replace(batch, contents=contents))
            tally.failures += [one for one in result.problems if "mistake" in one]
            marks = Counter(one.code for one in result.diagnostics)
            if expected is None:
                tally.found.update(marks)
            else:
                tally.uncovered.update(marks - expected)
            before = tally.fixed + tally.unsafe
            if not fix_once(result.diagnostics, contents, tally):
                tally.remaining.update(marks)
                break
            expected = marks - (tally.fixed + tally.unsafe - before)
        settle(batch, contents, tally)


def fix_once(
    diagnostics: Sequence[Diagnostic], contents: dict[Path, Content], tally: Tally
) -> bool:
    """One pass over the files; whether anything was fixed."""
    progress = False
    for path, chosen in choose(diagnostics, unsafe=True).items():
        before = contents.get(path)
        data = before if isinstance(before, bytes) else path.read_bytes()
        after = fixed_bytes(path, data, chosen)
        if isinstance(after, str):
            tally.failures.append(f"{path}: {after}")
            continue
        repairs = [one.fix for one in chosen if one.fix is not None]
        tally.failures += [f"{path}: {what}" for what in differences(path, data, after, repairs)]
        if path.suffix == ".py" and compiles(data) and not compiles(after):
            tally.refused.append(path)
        contents[path] = after
        tally.files.add(path)
        progress = True
        for one in chosen:
            safe = one.fix is not None and one.fix.applicability == "safe"
            (tally.fixed if safe else tally.unsafe)[one.code] += 1
    return progress


def compiles(data: bytes) -> bool:
    """Whether CPython takes a script."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(data, "<script>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def settle(batch: Batch, contents: dict[Path, Content], tally: Tally) -> None:
    """That nothing is left to fix."""
    again = fix_batches([replace(batch, contents=contents)], unsafe=True)[0]
    tally.failures += [f"{one.path}: fixed again" for one in again.changed]


def differences(
    path: Path, before: bytes, after: bytes, repairs: Iterable[Repair]
) -> Iterator[str]:
    """What changed besides the stretches of the edits."""
    edits = [edit for repair in repairs for edit in repair.edits]
    if path.suffix != ".ipynb":
        if not kept(before.decode("latin-1"), after.decode("latin-1"), edits, before):
            yield "more than the edits has changed"
        return
    one, other = json.loads(before), json.loads(after)
    if bare(one) != bare(other):
        yield "more than sources has changed"
    touched = {edit.cell for edit in edits}
    for old, new in zip(code_cells(before), code_cells(after), strict=True):
        own = [edit for edit in edits if edit.cell == old.number]
        if old.number not in touched and old != new:
            yield f"cell {old.number} has changed without an edit"
        elif not kept(old.text, new.text, own):
            yield f"more than the edits has changed in cell {old.number}"


def bare(value: object) -> object:
    """A notebook without the sources of its cells."""
    if isinstance(value, dict):
        return {k: bare(v) for k, v in value.items() if k not in ("source", "input")}
    return [bare(one) for one in value] if isinstance(value, list) else value


def kept(before: str, after: str, edits: Sequence[TextEdit], data: bytes | None = None) -> bool:
    """Whether `after` is `before` with the stretches of the edits replaced, and nothing else.

    Of a file both are given byte by byte, and `data` tells how its characters are counted.
    """
    text = before if data is None else data.decode("utf-8-sig", "surrogateescape")
    mark = 3 if data is not None and data.startswith(b"\xef\xbb\xbf") else 0
    starts = [0, *(found.end() for found in LINE_END.finditer(text))]
    rest, position = after, 0
    pieces = []
    for edit in sorted(edits, key=lambda edit: edit.start):
        start = starts[edit.line - 1] + edit.column - 1
        pieces.append((text[position:start], edit.content))
        position = starts[edit.end_line - 1] + edit.end_column - 1
    expected = []
    for piece, content in [*pieces, (text[position:], "")]:
        expected.append(re.escape(as_bytes(piece, data)))
        expected.append(re.escape(as_bytes(content, data)).replace("\\\n", "(?:\\r\\n|\\r|\\n)"))
    return re.fullmatch("".join(expected), rest[mark:]) is not None


def as_bytes(text: str, data: bytes | None) -> str:
    """The characters as they are compared."""
    return text if data is None else text.encode("utf-8", "surrogateescape").decode("latin-1")


def table(tally: Tally) -> Iterator[str]:
    """The counts by code, and the failures."""
    yield f"projects {tally.projects}, fixed files {len(tally.files)}"
    yield "\n| rule | found | fixed safely | fixed unsafely | new after fixing | remaining |"
    yield "|---|---|---|---|---|---|"
    for code in sorted(tally.found.keys() | tally.uncovered.keys()):
        counts = (tally.found, tally.fixed, tally.unsafe, tally.uncovered, tally.remaining)
        yield f"| {code} | {' | '.join(str(count[code]) for count in counts)} |"
    fixed = tally.fixed.total() + tally.unsafe.total()
    refused = len(tally.refused)
    yield f"\nfixed {fixed}, failures {len(tally.failures)}, no longer compiled {refused}"
    yield from tally.failures
    yield from (f"{path}: CPython no longer compiles it" for path in tally.refused)


def main() -> None:
    """Fix the clones in the folder that is named on the command line, or some of them by name."""
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: make fix-all FOLDER=folder-of-clones")
    tally = Tally()
    wanted = set(sys.argv[2:])
    for clone in sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir()):
        if not wanted or clone.name in wanted:
            with tempfile.TemporaryDirectory() as folder:
                look_at(copied(clone, Path(folder) / clone.name), tally)
            print(".", end="", file=sys.stderr, flush=True)
    print("\n".join(["", *table(tally)]))
    sys.exit(1 if tally.failures or tally.refused else 0)


if __name__ == "__main__":
    main()
