"""Programs changed as trees: statements moved about and wrapped, expressions exchanged."""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Callable, Iterator, Sequence

from benchmarks.fuzz import seeds

_LARGEST = 6_000

Body = list[ast.stmt]
Slot = tuple[ast.AST, str, int | None]
"""Where an expression stands: the node, its field, and the index in a list of it."""


def mutated(text: str, chance: random.Random) -> str:
    """The program after some changes of its tree; as it is where Python does not accept it."""
    tree = seeds.parsed(text)
    if tree is None:
        return text
    for _ in range(_how_many(chance)):
        chance.choices(_CHANGES, _WEIGHTS)[0](tree, chance)
        if sum(1 for _ in ast.walk(tree)) > _LARGEST:
            break
    try:
        return ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    except (ValueError, RecursionError, AttributeError, TypeError, KeyError):
        return text


def _how_many(chance: random.Random) -> int:
    return min(1 + int(chance.expovariate(0.35)), 25)


def _bodies(tree: ast.AST) -> list[Body]:
    return [
        body
        for node in ast.walk(tree)
        for _, body in ast.iter_fields(node)
        if isinstance(body, list) and body and isinstance(body[0], ast.stmt)
    ]


def _slots(tree: ast.AST) -> list[Slot]:
    return list(_found_slots(tree))


def _found_slots(tree: ast.AST) -> Iterator[Slot]:
    for node in ast.walk(tree):
        for name, value in ast.iter_fields(node):
            if isinstance(value, ast.expr):
                yield node, name, None
            elif isinstance(value, list):
                for index, item in enumerate(value):
                    if isinstance(item, ast.expr):
                        yield node, name, index


def _get(slot: Slot) -> ast.expr:
    node, name, index = slot
    value = getattr(node, name)
    found: ast.expr = value if index is None else value[index]
    return found


def _put(slot: Slot, value: ast.expr) -> None:
    node, name, index = slot
    if index is None:
        setattr(node, name, value)
    elif index < len(getattr(node, name)):
        getattr(node, name)[index] = value


def _renamed(tree: ast.AST, chance: random.Random, names: Sequence[str]) -> ast.AST:
    """A copy in which the placeholder names are some of the program's."""
    tree = copy.deepcopy(tree)
    meant = {name: chance.choice(names) for name in ("x", "y", "z")} if names else {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in meant and chance.random() < 0.8:
            node.id = meant[node.id]
    return tree


def _names(tree: ast.AST) -> list[str]:
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return [*sorted(found), *seeds.NAMES]


def _some_body(tree: ast.AST, chance: random.Random) -> Sequence[Body]:
    """One of the bodies, if there is any."""
    bodies = _bodies(tree)
    return [chance.choice(bodies)] if bodies else []


# -- statements -------------------------------------------------------------------------------


def _delete(tree: ast.AST, chance: random.Random) -> None:
    for body in _some_body(tree, chance):
        body[chance.randrange(len(body))] = ast.Pass()


def _duplicate(tree: ast.AST, chance: random.Random) -> None:
    for body in _some_body(tree, chance):
        index = chance.randrange(len(body))
        body[index:index] = copy.deepcopy([body[index]] * chance.choice((1, 1, 2, 5)))


def _move(tree: ast.AST, chance: random.Random) -> None:
    bodies = _bodies(tree)
    if not bodies:
        return
    source, target = chance.choice(bodies), chance.choice(bodies)
    moved = copy.deepcopy(chance.choice(source))
    if len(source) > 1 and chance.random() < 0.7:
        source.remove(chance.choice(source))
    target.insert(chance.randrange(len(target) + 1), moved)


def _splice(tree: ast.AST, chance: random.Random) -> None:
    """Statements of another program."""
    other = seeds.parsed(chance.choice(seeds.programs()))
    bodies, others = _bodies(tree), _bodies(other) if other is not None else []
    if not bodies or not others:
        return
    body, taken = chance.choice(bodies), chance.choice(others)
    start = chance.randrange(len(taken))
    body[chance.randrange(len(body) + 1) : 0] = copy.deepcopy(taken[start : start + 3])


def _hostile(tree: ast.AST, chance: random.Random) -> None:
    bodies = _bodies(tree)
    if not bodies:
        return
    body = chance.choice(bodies)
    start = chance.randrange(len(seeds.pieces()))
    pieces = seeds.pieces()[start : start + chance.choice((1, 1, 1, 2, 40))]
    names = _names(tree)
    meant = chance.choice(names)
    at = chance.randrange(len(body) + 1)
    body[at:at] = [
        statement
        for piece in pieces
        if isinstance(statement := _renamed(piece, chance, [meant]), ast.stmt)
    ]
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        _use(tree, chance, meant)


def _use(tree: ast.AST, chance: random.Random, name: str) -> None:
    """A name in the place of some expression, or among the arguments of some call."""
    slots = _slots(tree)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    value = ast.Name(name, ast.Load())
    if calls and chance.random() < 0.6:
        call = chance.choice(calls)
        keyword = chance.choice(call.keywords).arg if call.keywords else None
        match chance.randrange(5):
            case 0:
                call.args.append(value)
            case 1:
                call.args.append(ast.Starred(value, ast.Load()))
            case 2:
                call.keywords.append(ast.keyword(None, value))
            case _ if call.keywords:
                chance.choice(call.keywords).value = value
            case _:
                call.keywords.append(ast.keyword(keyword or "x", value))
    elif slots:
        _put(chance.choice(slots), value)


def _wrap(tree: ast.AST, chance: random.Random) -> None:
    """Statements inside of a function, a loop, a branch or a class."""
    bodies = _bodies(tree)
    if not bodies:
        return
    body = chance.choice(bodies)
    start = chance.randrange(len(body))
    end = min(start + chance.choice((1, 2, 5, 100)), len(body))
    text = chance.choice(_WRAPPERS)
    wrapper = seeds.parsed(text)
    if wrapper is None:
        return
    for inner in _bodies(wrapper):
        if isinstance(inner[0], ast.Expr) and isinstance(inner[0].value, ast.Constant):
            inner[:] = body[start:end]
            break
    wrapped = _renamed(wrapper, chance, _names(tree))
    body[start:end] = wrapped.body  # type: ignore[attr-defined]


_WRAPPERS = (
    "def f(hp, x=1, *args, **kwargs):\n    ...\nf(x)",
    "def f(self, trial):\n    ...\n    return x",
    "def f():\n    ...\nfor x in y:\n    f()",
    "def f():\n    def g():\n        ...\n    return g\nf()()",
    "async def f():\n    ...\nawait f()",
    "class C(x):\n    ...",
    "class C:\n    def __init__(self, x):\n        ...\n        self.x = x\nx = C(x)",
    "class C(x):\n    def build(self, hp):\n        ...\n    def fit(self, hp, model, *args, **kwargs):\n        return model.fit(*args, **kwargs)\ny = C()",
    "if x:\n    ...",
    "if x:\n    pass\nelif y:\n    ...\nelse:\n    pass",
    "if __name__ == '__main__':\n    ...",
    "for x in range(3):\n    ...",
    "for x, y in zip(x, y):\n    ...\n    if x:\n        break\nelse:\n    pass",
    "for x in [1, 2, 3]:\n    for y in itertools.product([1], [2]):\n        ...",
    "while True:\n    ...\n    break",
    "while x:\n    ...\n    continue",
    "while x > 0:\n    x -= 1\n    ...",
    "try:\n    ...\nexcept (ValueError, x) as y:\n    x = y",
    "try:\n    x\nexcept:\n    ...\nfinally:\n    x = 1",
    "try:\n    x\nfinally:\n    ...",
    "with x(y) as y:\n    ...",
    "match x:\n    case 1 | 2:\n        ...\n    case _:\n        pass",
    "x = lambda hp: hp\nif x:\n    ...",
)

# -- expressions ------------------------------------------------------------------------------


def _swap(tree: ast.AST, chance: random.Random) -> None:
    slots = _slots(tree)
    if len(slots) < 2:
        return
    one, other = chance.sample(slots, 2)
    first, second = copy.deepcopy(_get(one)), copy.deepcopy(_get(other))
    _put(one, second)
    _put(other, first)


def _replace(tree: ast.AST, chance: random.Random) -> None:
    slots = _slots(tree)
    if not slots:
        return
    value = _renamed(chance.choice(seeds.values()), chance, _names(tree))
    if isinstance(value, ast.expr):
        _put(chance.choice(slots), value)


def _replace_literal(tree: ast.AST, chance: random.Random) -> None:
    slots = [slot for slot in _slots(tree) if isinstance(_get(slot), ast.Constant)]
    if not slots:
        return
    value = _renamed(chance.choice(seeds.values()), chance, _names(tree))
    if isinstance(value, ast.expr):
        _put(chance.choice(slots), value)


def _dress(tree: ast.AST, chance: random.Random) -> None:
    """An expression inside of another one."""
    slots = _slots(tree)
    if not slots:
        return
    slot = chance.choice(slots)
    dress = seeds.parsed(f"async def f():\n    y = {chance.choice(_DRESSES)}")
    if dress is None:
        return
    for inner in _slots(dress):
        value = _get(inner)
        if isinstance(value, ast.Name) and value.id == "IT":
            _put(inner, copy.deepcopy(_get(slot)))
    dressed = dress.body[0].body[0].value  # type: ignore[attr-defined]
    renamed = _renamed(dressed, chance, _names(tree))
    if isinstance(renamed, ast.expr):
        _put(slot, renamed)


_DRESSES = (
    *("IT + IT", "-IT", "not IT", "IT if x else IT", "IT or IT", "[IT]", "[IT, IT]", "(IT,)"),
    *("{'a': IT}", "{IT: IT}", "{**IT}", "IT[0]", "IT['a']", "IT[IT]", "IT[1:]", "IT.x", "IT()"),
    *("IT(IT)", "x(IT)", "x(*IT)", "x(**IT)", "x(y=IT)", "lambda: IT", "lambda hp: IT", "f'{IT}'"),
    *("(lambda q: q)(IT)", "[IT for x in y]", "[x for x in IT]", "{x: IT for x in y}", "await IT"),
    *("(x := IT)", "IT == IT", "IT in IT", "list(IT)", "dict(x=IT)", "range(IT)", "int(IT)"),
    *("functools.partial(IT)", "functools.partial(IT, x)", "getattr(IT, 'x')", "super().x(IT)"),
    *("sorted([IT, IT], key=lambda q: q)[0]", "max([IT, IT])", "dict(zip(x, IT))", "copy.copy(IT)"),
)


def _arguments(tree: ast.AST, chance: random.Random) -> None:
    """A call with fewer, more or other arguments."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    if not calls:
        return
    call = chance.choice(calls)
    match chance.randrange(6):
        case 0 if call.args:
            del call.args[chance.randrange(len(call.args))]
        case 1 if call.keywords:
            del call.keywords[chance.randrange(len(call.keywords))]
        case 2 if call.keywords:
            call.args.append(call.keywords.pop().value)
        case 3 if call.keywords:
            chance.choice(call.keywords).arg = None
        case 4:
            call.args.append(ast.Starred(ast.Name(chance.choice(_names(tree))), ast.Load()))
        case _:
            other = chance.choice(calls)
            call.keywords += copy.deepcopy(other.keywords)
            call.args += copy.deepcopy(other.args)


def _rename(tree: ast.AST, chance: random.Random) -> None:
    names = _names(tree)
    before, after = chance.choice(names), chance.choice(names)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == before:
            node.id = after
        elif isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == before:
            node.name = after


_CHANGES: Sequence[Callable[[ast.AST, random.Random], None]] = (
    *(_delete, _duplicate, _move, _splice, _hostile, _wrap),
    *(_swap, _replace, _replace_literal, _dress, _arguments, _rename),
)
_WEIGHTS = (2, 3, 4, 3, 4, 5, 4, 4, 4, 5, 4, 3)
