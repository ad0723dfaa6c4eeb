"""Children are those of libcst in its order, without the whitespace."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest

from tunelint.files.tree import children

FIXTURES = sorted(Path("fixtures").rglob("*.py"))
EVERY_CLAUSE = """\
import a.b as c, d
from . import (e as f, g,)
from h import *
@i(1)
@j
async def k(l, /, m: int = 1, *n, o=2, **p) -> int:  # q
    async with r as s, t: pass
    async for u in v: await w
    else:
        x = y = lambda z, *a: (yield)
    return [b async for c in d if e if f for g in h], {i: j for k in l}, {*m, 1}, {**n, "o": p}
class Q(R, metaclass=S):
    t: int = 1
    global u; del v, w
    raise X(f"y{z!r:>{a}} b{c=}" "d") from e
if f and not g or h not in i is not j: k[1:2:3, ..., *l] += m if n else -o
elif (p := q) != 1.5 @ 2j: assert r, "s"
else: pass
while t:
    break
else: continue
try: nonlocal_ = print(*u, **v, w=1)
except (X, Y) as z: pass
except: raise
else: pass
finally: pass
try: pass
except* E as e: pass
match a, b:
    case [1, *c, _] | {"d": e, **f} | G(h, i=None) as j if k: pass
    case -1 | "l" | m.n: pass
with (o as p,): q = yield from r
type S[T: int = str, *U, **V] = T
def f[W](): return (1, 2)
"""


def nodes(tree: cst.CSTNode) -> list[cst.CSTNode]:
    found = [tree]
    for node in found:
        found.extend(node.children)
    return found


def is_code(node: cst.CSTNode) -> bool:
    return type(node).__module__ != "libcst._nodes.whitespace"


@pytest.mark.parametrize(
    "text",
    [EVERY_CLAUSE, *(path.read_text(encoding="utf-8") for path in FIXTURES[::10])],
    ids=["every clause", *map(str, FIXTURES[::10])],
)
def test_children_are_those_of_libcst(text: str) -> None:
    for node in filter(is_code, nodes(cst.parse_module(text))):
        theirs = [child for child in node.children if is_code(child)]
        assert list(map(id, children(node))) == list(map(id, theirs)), type(node)
