"""Random programs: the statements and expressions of which the interpreter must hold the law.

Names tell what they hold, so that most of a program runs: ``n`` numbers, ``s`` strings, ``l``
lists, ``d`` dictionaries, ``q`` sets, ``f`` functions, ``o`` objects, ``x`` anything. Every body
that may run several times, or never, begins with a `mark`; every `probe` has a number of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

DEEPEST = 4
NUMBERS = ("0", "1", "2", "3", "-1", "0.5", "True", "False", "2.0")
TEXTS = ("'a'", "'b'", "''", "'val_loss'", "'A'")
KEYS = ("'a'", "'b'", "1", "True")
STARTS = {
    "n": ["1", "0", "2.0", "True"],
    "s": ["'a'", "''"],
    "l": ["[1, 2]", "[]", "[0]"],
    "d": ["{'a': 1}", "{}", "{1: 'x', 'b': [2]}"],
    "q": ["{1}", "set()"],
    "x": ["None", "[3]", "'b'"],
}
# What Python itself calls of an object: a method, its parameters, and what it has to give back.
SPECIAL = (
    ("__bool__", "self", "unknown() == 1"),
    ("__len__", "self", "1"),
    ("__eq__", "self, p", ""),
    ("__contains__", "self, p", ""),
    ("__getitem__", "self, p", ""),
    ("__add__", "self, p", ""),
    ("__str__", "self", "'a'"),
    ("__iter__", "self", "iter([1, 2])"),
    ("kept", "self", ""),
)
USES = (
    *("len({})", "({} == 1)", "(1 in {})", "{}[0]", "({} + 1)", "str({})", "(not {})"),
    *("len([*{}])", "({} and 1)", "{}.kept"),
)
POOLS = {"n": 4, "s": 2, "l": 3, "d": 2, "q": 1, "x": 2}


@dataclass
class Names:
    """The names that can be read where a statement stands, and those that it can bind."""

    readable: dict[str, list[str]] = field(default_factory=dict)
    functions: dict[str, Signature] = field(default_factory=dict)
    generators: list[str] = field(default_factory=list)
    classes: dict[str, list[str]] = field(default_factory=dict)
    objects: dict[str, str] = field(default_factory=dict)
    own: str = ""  # what the names begin with that a function binds as its own
    outer: list[str] = field(default_factory=list)  # names around that it binds, too

    def of(self, kind: str) -> list[str]:
        return self.readable.get(kind, [])

    def inside(self, own: str) -> Names:
        """The same names, seen from the body of a function."""
        return Names(
            {kind: list(names) for kind, names in self.readable.items()},
            dict(self.functions),
            list(self.generators),
            {name: list(members) for name, members in self.classes.items()},
            dict(self.objects),
            own,
        )


@dataclass(frozen=True)
class Signature:
    """How a function is called: with how many numbers, and by which keywords."""

    required: int
    keywords: tuple[str, ...] = ()
    star: bool = False
    double: bool = False


class Writer:
    """Writes one program; every choice is drawn."""

    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw
        self.lines: list[str] = []
        self.depth = 0
        self.names = Names()
        self.probes = 0
        self.marks = 0
        self.named = 0
        self.loops: list[str] = []  # around, inside of the function
        self.function = ""  # "", "function" or "generator"
        self.budget = 0

    # -- drawing ----------------------------------------------------------------------------------

    def pick(self, options: tuple[str, ...] | list[str]) -> str:
        return self.draw(st.sampled_from(options))

    def number(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def likely(self) -> bool:
        return self.draw(st.booleans())

    def one_of(self, *options: Callable[[], str]) -> str:
        return self.draw(st.sampled_from(options))()

    def fresh(self, kind: str) -> str:
        self.named += 1
        return f"{kind}{self.names.own or '_'}{self.named}"

    # -- writing ----------------------------------------------------------------------------------

    def write(self, line: str) -> None:
        self.lines.append("    " * self.depth + line)

    @contextmanager
    def block(self, head: str, *, marked: bool = False) -> Iterator[None]:
        self.write(head)
        self.depth += 1
        if marked:
            self.marks += 1
            self.write(f"mark({self.marks})")
        names, before = self.names, self.names.inside(self.names.own)
        yield
        self.depth -= 1
        # What only some runs bind is read afterwards now and then: most often that would fail.
        if self.number(0, 4):
            names.readable, names.functions = before.readable, before.functions
            names.classes, names.objects = before.classes, before.objects
            names.generators = before.generators

    def body(self, most: int = 3) -> None:
        """A few statements; what they bind can be read afterwards, where they ran."""
        for _ in range(self.number(1, most)):
            if self.budget <= 0:
                break
            self.statement()
        else:
            return
        self.write("pass")

    def bound(self, kind: str, name: str) -> str:
        """The name, which is bound by what is being written."""
        known = self.names.readable.setdefault(kind, [])
        if name not in known:
            known.append(name)
        return name

    def target(self, kind: str) -> str:
        """A name to bind: one of a few, so that names are bound again and again."""
        name = f"{kind}{self.names.own}{self.number(0, POOLS.get(kind, 2) - 1)}"
        around = [each for each in self.names.outer if each.startswith(kind)]
        return self.pick([name, *around]) if around else name

    # -- expressions ------------------------------------------------------------------------------

    def value(self, kind: str, depth: int = 0) -> str:
        return {
            "n": self.numeric,
            "s": self.text,
            "l": self.listed,
            "d": self.dictionary,
            "q": self.set_of,
            "x": self.anything,
        }[kind](depth)

    def anything(self, depth: int = 0) -> str:
        kind = self.pick(["n", "n", "s", "l", "d", "x"])
        return "unknown()" if kind == "x" else self.value(kind, depth)

    def name_or(self, kind: str, literal: str) -> str:
        known = self.names.of(kind)
        return self.pick(known) if known and self.number(0, 3) else literal

    def numeric(self, depth: int = 0) -> str:
        literal = self.pick(NUMBERS)
        if depth > 2:
            return self.name_or("n", literal)
        inner = depth + 1

        def operation() -> str:
            operator = self.pick(["+", "-", "+", "*", "//", "%", "/"])
            right = self.pick(["2", "3", "1"]) if operator != "+" else self.numeric(inner)
            return f"({self.numeric(inner)} {operator} {right})"

        return self.one_of(
            lambda: literal,
            lambda: self.name_or("n", literal),
            lambda: self.name_or("n", literal),
            lambda: self.name_or("n", literal),
            operation,
            operation,
            lambda: f"-{self.name_or('n', '1')}",
            lambda: f"len({self.value(self.pick(['l', 'd', 's', 'q']), inner)})",
            lambda: f"{self.name_or('l', '[1, 2]')}[{self.pick(['0', '-1', '1'])}]",
            lambda: f"{self.name_or('d', '{}')}[{self.pick(KEYS)}]",
            lambda: f"{self.name_or('d', '{}')}.get({self.pick(KEYS)}, {self.numeric(inner)})",
            lambda: f"({self.numeric(inner)} if {self.test(inner)} else {self.numeric(inner)})",
            lambda: f"({self.name_or('n', '0')} or {self.numeric(inner)})",
            lambda: f"({self.name_or('n', '0')} and {self.numeric(inner)})",
            lambda: f"{self.pick(['int', 'abs', 'bool', 'float'])}({self.name_or('n', '2')})",
            lambda: f"{self.pick(['max', 'min'])}({self.numeric(inner)}, {self.name_or('n', '2')})",
            lambda: self.test(inner),
            self.call,
            self.member,
            lambda: "unknown()",
            lambda: f"({self.bound('n', self.plain_target('n'))} := {self.numeric(inner)})",
        )

    def plain_target(self, kind: str) -> str:
        """A name that belongs to the function, or the module, that is written."""
        return f"{kind}{self.names.own}{self.number(0, POOLS.get(kind, 2) - 1)}"

    def text(self, depth: int = 0) -> str:
        literal = self.pick(TEXTS)
        return self.one_of(
            lambda: literal,
            lambda: self.name_or("s", literal),
            lambda: f"({self.name_or('s', literal)} + {literal})",
            lambda: f"f'v{{{self.name_or('n', '1')}}}_{{{self.name_or('s', '2')}}}'",
            lambda: f"f'{{{self.name_or('n', '1')}!r:>3}}'",
            lambda: f"{self.name_or('s', literal)}.{self.pick(['upper', 'lower', 'strip'])}()",
            lambda: f"'-'.join([{literal}, {self.name_or('s', literal)}])",
            lambda: f"str({self.name_or('n', '1')})",
            lambda: f"({literal} if {self.test(2)} else {self.name_or('s', literal)})",
        )

    def test(self, depth: int = 0) -> str:
        if depth > 2:
            return self.pick(["unknown()", self.name_or("n", "True")])
        comparison = self.pick(["==", "!=", "<", ">", "<=", ">="])
        return self.one_of(
            lambda: "unknown()",
            lambda: "unknown()",
            lambda: f"({self.name_or('n', '1')} {comparison} {self.pick(NUMBERS)})",
            lambda: f"({self.name_or('s', TEXTS[0])} == {self.pick(TEXTS)})",
            lambda: f"(0 <= {self.name_or('n', '1')} < {self.numeric(3)})",
            lambda: f"({self.numeric(3)} in {self.name_or('l', '(0, 1)')})",
            lambda: f"({self.pick(KEYS)} not in {self.name_or('d', '{}')})",
            lambda: f"not {self.name_or('n', 'unknown()')}",
            lambda: f"({self.test(depth + 1)} {self.pick(['and', 'or'])} {self.test(depth + 1)})",
            lambda: f"({self.name_or('x', 'unknown()')} is None)",
            lambda: f"isinstance({self.name_or('x', 'unknown()')}, int)",
            lambda: self.name_or(self.pick(["x", "x", "l", "d"]), "unknown()"),
            lambda: self.pick(list(self.names.objects)) if self.names.objects else "unknown()",
        )

    def listed(self, depth: int = 0) -> str:
        inner = depth + 1
        if depth > 1:
            return self.name_or("l", "[1, 2]")
        return self.one_of(
            lambda: "[]",
            lambda: f"[{', '.join(self.numeric(inner) for _ in range(self.number(1, 3)))}]",
            lambda: f"[{self.numeric(2)}, *{self.name_or('l', '(1, 2)')}]",
            lambda: self.name_or("l", "[0]"),
            lambda: self.name_or("l", "[0]"),
            lambda: f"[{self.value(self.pick(['l', 'd', 's']), 2)}]",
            lambda: f"list({self.name_or('l', 'range(2)')})",
            lambda: f"list(range({self.number(0, 3)}))",
            lambda: f"({self.name_or('l', '[2]')} + [{self.numeric(2)}])",
            lambda: f"{self.name_or('l', '[1, 2]')}[{self.pick(['1:', ':1', '::-1', ':'])}]",
            lambda: f"sorted({self.name_or('l', '[2, 1]')})",
            lambda: f"list({self.name_or('d', '{}')})",
            lambda: f"list({self.name_or('d', '{}')}.{self.pick(['keys', 'values', 'items'])}())",
            lambda: f"list(reversed({self.name_or('l', '[2, 1]')}))",
            lambda: f"{self.name_or('l', '[1]')}.copy()",
            self.comprehension,
            self.comprehension,
            lambda: (
                f"list({self.pick(self.names.generators)}())" if self.names.generators else "[1]"
            ),
        )

    def comprehension(self) -> str:
        over = self.iterable(2)
        name = self.pick(["c", "n0", "e"])
        condition = self.pick(["", f" if {name}", " if unknown()", f" if {self.name_or('n', '1')}"])
        element = self.pick([name, f"[{name}]", f"({name}, {self.name_or('n', '1')})", "[]"])
        return f"[{element} for {name} in {over}{condition}]"

    def iterable(self, depth: int = 0) -> str:
        return self.one_of(
            lambda: f"range({self.number(0, 3)})",
            lambda: self.name_or("l", "(1, 2)"),
            lambda: self.name_or("l", "(1, 2)"),
            lambda: self.name_or("d", "{'a': 1}"),
            lambda: self.name_or("q", "{1}"),
            lambda: f"[{self.numeric(2)}, {self.numeric(2)}]",
            lambda: f"({self.text()}, {self.numeric(2)})",
            lambda: "unknown()",
            lambda: f"range({self.name_or('n', '2')})",
            lambda: f"{self.pick(self.names.generators)}()" if self.names.generators else "(1,)",
            lambda: f"(c + 1 for c in {self.name_or('l', '(1, 2)')})",
            lambda: self.pick(list(self.names.objects)) if self.names.objects else "(1,)",
        )

    def dictionary(self, depth: int = 0) -> str:
        inner = depth + 1
        if depth > 1:
            return self.name_or("d", "{'a': 1}")
        pair = f"{self.pick(KEYS)}: {self.value(self.pick(['n', 'n', 'l', 's']), 2)}"
        return self.one_of(
            lambda: "{}",
            lambda: f"{{{pair}}}",
            lambda: f"{{{pair}, {self.pick(KEYS)}: {self.numeric(inner)}}}",
            lambda: self.name_or("d", "{'b': 2}"),
            lambda: f"{{**{self.name_or('d', '{}')}, {pair}}}",
            lambda: f"{{{pair}, **{self.name_or('d', '{}')}}}",
            lambda: f"dict(a={self.numeric(2)}, b={self.numeric(2)})",
            lambda: f"dict({self.name_or('d', '{}')})",
            lambda: f"{self.name_or('d', '{}')}.copy()",
            lambda: f"({self.name_or('d', '{}')} | {{{pair}}})",
            lambda: f"{{c: c + 1 for c in {self.name_or('l', '(1,)')}}}",
        )

    def set_of(self, depth: int = 0) -> str:
        return self.one_of(
            lambda: "set()",
            lambda: f"{{{self.numeric(2)}, {self.pick(NUMBERS)}}}",
            lambda: f"set({self.name_or('l', '(1,)')})",
            lambda: self.name_or("q", "{1}"),
            lambda: f"{{c for c in {self.name_or('l', '(1, 2)')}}}",
        )

    def call(self) -> str:
        if not self.names.functions:
            return "unknown()"
        name = self.pick(list(self.names.functions))
        signature = self.names.functions[name]
        given = [self.numeric(2) for _ in range(signature.required)]
        given += [f"{each}={self.numeric(2)}" for each in signature.keywords if self.likely()]
        if signature.star and self.likely():
            given.insert(signature.required, f"*{self.name_or('l', '(1, 2)')}")
        if signature.double and self.likely():
            given.append(f"**{{'k{self.number(0, 1)}': {self.numeric(2)}}}")
        return f"{name}({', '.join(given)})"

    def member(self) -> str:
        """An attribute or a method of an object."""
        if not self.names.objects:
            return self.name_or("n", "1")
        name = self.pick(list(self.names.objects))
        cls = self.names.objects[name]
        methods = self.names.classes[cls]
        attribute = self.pick(["a", "b", "c"])
        if methods and self.likely():
            return f"{name}.{self.pick(methods)}({self.numeric(3)})"
        if self.number(0, 2) == 0:
            special = self.pick(USES)
            return special.format(name)
        if self.number(0, 4) == 0:
            return f"getattr({name}, '{attribute}', {self.pick(NUMBERS)})"
        return f"{name}.{attribute}"

    # -- statements -------------------------------------------------------------------------------

    def statement(self) -> None:
        self.budget -= 1
        simple = [
            *[self.assign] * 4, *[self.probe] * 5, *[self.augment] * 2, *[self.change] * 4,
            self.alias, self.unpack, self.item, self.attribute, self.delete, self.expression,
        ]  # fmt: skip
        jumps = [self.jump, self.jump]
        compound = [
            *[self.if_] * 3, *[self.for_] * 3, *[self.while_] * 2, *[self.try_] * 3,
            self.with_, self.match, self.function_, self.class_, self.make, self.call_,
        ]  # fmt: skip
        deep = self.depth >= DEEPEST
        self.draw(st.sampled_from([*simple, *jumps, *([] if deep else compound)]))()

    def probe(self) -> None:
        self.probes += 1
        kind = self.pick(["n", "s", "l", "l", "d", "q", "x"])
        known = self.names.of(kind)
        value = self.one_of(
            lambda: self.pick(known) if known else self.numeric(1),
            lambda: self.pick(known) if known else self.numeric(1),
            lambda: self.anything(1),
            lambda: f"len({self.name_or('l', '[]')})",
            self.member,
        )
        self.write(f"probe({self.probes}, {value})")

    def assign(self) -> None:
        kind = self.pick(["n", "n", "n", "s", "l", "l", "d", "q", "x"])
        value = self.value(kind)
        self.write(f"{self.bound(kind, self.target(kind))} = {value}")

    def augment(self) -> None:
        kind = self.pick(["n", "n", "l", "s", "q", "d"])
        operator, value = {
            "n": (self.pick(["+", "-", "*", "//"]), self.pick(["1", "2", "0.5"])),
            "l": ("+", f"[{self.numeric(2)}]"),
            "s": ("+", self.pick(TEXTS)),
            "q": ("|", f"{{{self.numeric(2)}}}"),
            "d": ("|", f"{{{self.pick(KEYS)}: {self.numeric(2)}}}"),
        }[kind]
        self.write(f"{self.bound(kind, self.target(kind))} {operator}= {value}")

    def alias(self) -> None:
        kind = self.pick(["l", "l", "d", "q"])
        value = self.name_or(kind, {"l": "[7]", "d": "{}", "q": "set()"}[kind])
        name = self.target(self.pick([kind, "x"]))
        self.write(f"{self.bound(name[0], name)} = {value}")

    def unpack(self) -> None:
        def number() -> str:
            return self.bound("n", self.target("n"))

        def rest() -> str:
            return self.bound("l", self.target("l"))

        def swapped() -> str:
            one, other = self.name_or("l", "[7]"), self.name_or("l", "[8]")
            return f"{rest()}, {rest()} = {one}, {other}"

        line = self.one_of(
            lambda: f"{number()}, {number()} = {self.numeric(2)}, {self.numeric(2)}",
            lambda: f"{number()}, *{rest()} = {self.name_or('l', '[1, 2]')}",
            lambda: f"*{rest()}, {number()} = {self.name_or('l', '[1, 2]')}",
            lambda: f"{number()}, {number()} = {self.name_or('d', '(1, 2)')}",
            lambda: f"{self.bound('x', self.target('x'))} = {rest()} = {self.listed(1)}",
            swapped,
            swapped,
        )
        self.write(line)

    def change(self) -> None:
        """A list, dictionary or set is changed by a method."""
        kind = self.pick(["l", "l", "l", "d", "d", "q", "x"])
        known = [*self.names.of(kind)]
        if not known:
            self.assign()
            return
        name = self.pick(known)
        number, key = self.numeric(2), self.pick(KEYS)
        methods = {
            "l": [
                f"append({number})", f"append({number})", f"append({self.name_or('l', '[]')})",
                f"extend([{number}])", f"insert(0, {number})", "pop()", "pop(0)",
                f"remove({number})", "clear()", "reverse()", "sort()",
                f"__setitem__(0, {number})", "__delitem__(0)", f"__iadd__([{number}])",
            ],
            "d": [
                f"update(a={number})", f"update({self.name_or('d', '{}')})", f"pop({key}, 0)",
                f"setdefault({key}, {number})", "clear()", f"pop({key})", "popitem()",
                f"__setitem__({key}, {number})", f"__delitem__({key})",
            ],
            "q": [f"add({number})", f"discard({number})", f"update([{number}])", "pop()"],
            "x": [f"append({number})", f"update(b={number})", "pop()", "clear()"],
        }[kind]  # fmt: skip
        method = self.pick(methods)
        if method.startswith("pop") and self.likely():
            self.write(f"{self.bound('n', self.target('n'))} = {name}.{method}")
        else:
            self.write(f"{name}.{method}")

    def item(self) -> None:
        if self.likely():
            key = self.pick(["0", "-1", "1", "1:", ":1", self.name_or("n", "0")])
            value = self.listed(2) if ":" in key else self.numeric(2)
            self.write(f"{self.name_or('l', 'l_9')}[{key}] = {value}")
            return
        key = self.pick([*KEYS, self.name_or("s", "'a'"), "unknown()"])
        target = f"{self.name_or('d', 'd_9')}[{key}]"
        operator = self.pick(["=", "=", "+="])
        self.write(f"{target} {operator} {self.value(self.pick(['n', 'n', 'l']), 2)}")

    def attribute(self) -> None:
        owners = [*self.names.objects, *self.names.classes]
        if not owners:
            self.assign()
            return
        name, attribute, value = self.pick(owners), self.pick(["a", "b", "c"]), self.numeric(2)
        line = self.one_of(
            lambda: f"{name}.{attribute} = {value}",
            lambda: f"{name}.{attribute} = {value}",
            lambda: f"{name}.{attribute} += 1",
            lambda: f"setattr({name}, '{attribute}', {value})",
            lambda: f"setattr({name}, {self.pick(['ab', 'bc'])!r}[unknown() == 1], {value})",
            lambda: f"del {name}.{attribute}",
        )
        self.write(line)

    def delete(self) -> None:
        kind = self.pick(["n", "l", "d", "l", "d"])
        known = self.names.of(kind)
        if not known:
            self.write("pass")
            return
        name = self.pick(known)
        own = f"{kind}{self.names.own}"
        if kind == "n" or self.number(0, 3) == 0:
            if name.startswith(own) and name[len(own) :].isdigit():
                self.write(f"del {name}")
            else:
                self.write("pass")
        else:
            self.write(
                f"del {name}[{self.pick(['0', '-1', '1:']) if kind == 'l' else self.pick(KEYS)}]"
            )

    def expression(self) -> None:
        line = self.one_of(
            lambda: f"{self.test()} and unknown()",
            lambda: f"assert {self.test()}, unknown()",
            self.call,
            self.member,
            lambda: f"unknown({self.numeric(2)})",
            lambda: f"{self.name_or('x', 'unknown()')}",
        )
        self.write(line)

    def call_(self) -> None:
        handed = [name for name, one in self.names.functions.items() if not one.keywords]
        if handed and self.likely():
            self.write(f"hand({self.pick(handed)})")
        else:
            self.write(f"{self.bound('n', self.target('n'))} = {self.call()}")

    def jump(self) -> None:
        options = ["raise ValueError('no')", "assert False"] if self.depth else []
        if self.loops and self.loops[-1]:
            options += ["break", "continue", "break", "continue"]
        if self.function == "function":
            options += [f"return {self.anything(1)}", f"return {self.numeric(1)}"]
        if self.function == "generator":
            options += [f"yield {self.numeric(1)}"] * 3 + ["return"]
        if not options:
            self.probe()
            return
        self.write(self.pick(options))

    def if_(self) -> None:
        test = self.test()
        with self.block(f"if {test}:"):
            self.body()
        for _ in range(self.number(0, 1)):
            with self.block(f"elif {self.test()}:"):
                self.body(2)
        if self.likely():
            with self.block("else:"):
                self.body()

    @contextmanager
    def loop(self, head: str) -> Iterator[None]:
        self.loops.append(head)
        with self.block(head, marked=True):
            yield
        self.loops.pop()

    def for_(self) -> None:
        over = self.iterable()
        target = self.one_of(
            lambda: self.bound("n", self.target("n")),
            lambda: self.bound("n", self.target("n")),
            lambda: self.bound("x", self.target("x")),
        )
        head = self.one_of(
            lambda: f"for {target} in {over}:",
            lambda: f"for {target} in {over}:",
            lambda: f"for n_i, {target} in enumerate({over}):",
            lambda: f"for n_k, {target} in {self.name_or('d', '{}')}.items():",
            lambda: f"for n_z, {target} in zip({over}, {self.name_or('l', '(5, 6)')}):",
        )
        with self.loop(head):
            self.body(4)
        self._else()

    def while_(self) -> None:
        counter = self.target("n")
        kind = self.pick(["unknown", "counter", "list", "true"])
        if kind == "counter":
            self.write(f"{self.bound('n', counter)} = {self.number(0, 3)}")
        head = {
            "unknown": f"while {self.test()}:",
            "counter": f"while {counter} > 0:",
            "list": f"while {self.name_or('l', '[]')}:",
            "true": "while True:",
        }[kind]
        with self.loop(head):
            if kind == "counter":
                self.write(f"{counter} -= 1")
            if kind == "list":
                self.write("if unknown(): break")
            self.body(3)
            if kind == "true":
                self.write("if unknown(): break")
        self._else()

    def _else(self) -> None:
        if self.number(0, 2) == 0:
            with self.block("else:"):
                self.body(2)

    def try_(self) -> None:
        kinds = self.pick(["except", "except", "finally", "both", "else"])
        with self.block("try:"):
            self.body(4)
        if kinds != "finally":
            caught = self.pick(["Exception", "ValueError", "(TypeError, KeyError, IndexError)"])
            name = self.pick(["", " as x_e"])
            with self.block(f"except {caught}{name}:"):
                self.body(2)
            if self.number(0, 2) == 0:
                with self.block("except Exception:"):
                    self.body(2)
        if kinds == "else":
            with self.block("else:"):
                self.body(2)
        if kinds in ("finally", "both"):
            with self.block("finally:"):
                # A jump out of it would swallow the end of a run that is too long.
                self.loops.append("")
                outer, self.function = self.function, ""
                self.body(2)
                self.function = outer
                self.loops.pop()

    def with_(self) -> None:
        head = self.pick(
            [
                "with contextlib.suppress(Exception):",
                "with contextlib.suppress(ValueError, TypeError):",
                f"with contextlib.nullcontext({self.numeric(2)}) as x_w:",
            ]
        )
        with self.block(head):
            self.body(4)

    def match(self) -> None:
        subject = self.pick(
            [
                self.name_or("n", "1"),
                self.name_or("l", "[1, 2]"),
                self.name_or("d", "{}"),
                "unknown()",
            ]
        )
        with self.block(f"match {subject}:"):
            for _ in range(self.number(1, 3)):
                name = self.bound("n", self.plain_target("n"))
                rest = self.bound("l", self.plain_target("l"))
                pattern = self.pick(
                    [
                        "0", "1 | 2", "'a'", "None", f"[{name}, 2]", f"[{name}, *{rest}]",
                        f"{{'a': {name}}}", f"int({name})", f"bool() as {name}", f"str({name})",
                    ]
                )  # fmt: skip
                guard = self.pick(["", "", f" if {self.test(1)}"])
                with self.block(f"case {pattern}{guard}:"):
                    self.body(2)
            if self.likely():
                with self.block("case _:"):
                    self.body(2)

    # -- functions and classes --------------------------------------------------------------------

    def function_(self) -> None:
        if self.likely() and self.number(0, 2) == 0:
            name = self.fresh("f")
            self.write(f"{name} = lambda p, k=1: {self.numeric(1)} + p + k")
            self.names.functions[name] = Signature(1, ("k",))
            return
        kind = self.pick(["function", "function", "generator"])
        name = self.fresh("f")
        required = 0 if kind == "generator" else self.number(0, 2)
        keywords = ("k",) if kind == "function" and self.likely() else ()
        star, double = self.number(0, 3) == 0, self.number(0, 3) == 0
        own = f"{self.names.own}{'hij'[min(len(self.names.own), 2)]}"
        parameters = [f"n{own}p{number}" for number in range(required)]
        defaults = [
            self.pick(["1", "[]", "{}", "None"]) if self.likely() else "2" for _ in keywords
        ]
        written = [
            *parameters,
            *(f"{key}={value}" for key, value in zip(keywords, defaults, strict=True)),
        ]
        if kind == "generator":
            written, star, double = [], False, False
        written += ["*l_rest"] * star + ["**d_rest"] * double
        outer, names = self._enter(kind, own)
        with self.block(f"def {name}({', '.join(written)}):", marked=True):
            self._declare(names)
            self._start(own)
            self.names.readable.setdefault("n", []).extend(parameters)
            if keywords:
                self.names.readable.setdefault(self.pick(["n", "l", "d"]), []).append("k")
            if star:
                self.names.readable.setdefault("l", []).append("l_rest")
            if double:
                self.names.readable.setdefault("d", []).append("d_rest")
            self.body(4)
            if kind == "generator":
                self.write(f"yield {self.numeric(1)}")
                self.body(2)
            elif self.likely():
                self.write(f"return {self.anything(1)}")
            elif self.number(0, 2) == 0:
                self.write("raise ValueError('always')")
        self._leave(outer, names)
        if kind == "generator":
            self.names.generators.append(name)
        else:
            self.names.functions[name] = Signature(required, keywords, star, double)

    def _enter(self, kind: str, own: str) -> tuple[tuple[str, list[str]], Names]:
        outer, names = (self.function, self.loops), self.names
        self.function, self.loops, self.names = kind, [], names.inside(own)
        return outer, names

    def _leave(self, outer: tuple[str, list[str]], names: Names) -> None:
        (self.function, self.loops), self.names = outer, names

    def _start(self, own: str) -> None:
        """Names that the function binds before all else."""
        for kind in ("n", "l"):
            if self.likely():
                name = f"{kind}{own}{self.number(0, 1)}"
                self.write(f"{self.bound(kind, name)} = {self.pick(STARTS[kind])}")

    def _declare(self, around: Names) -> None:
        """``global`` and ``nonlocal`` names that the function binds."""
        if self.likely():
            return
        word = "nonlocal" if around.own else "global"
        own = [
            name
            for kind in ("n", "l", "s")
            for name in around.of(kind)
            if name.startswith(kind + around.own) and name[len(kind + around.own) :].isdigit()
        ]
        if own:
            chosen = sorted({self.pick(own) for _ in range(2)})
            self.write(f"{word} {', '.join(chosen)}")
            self.names.outer = chosen

    def class_(self) -> None:
        name = self.fresh("C")
        bases = list(self.names.classes)
        base = self.pick(bases) if bases and self.likely() else ""
        methods = list(self.names.classes.get(base, ()))
        outer, names = self._enter("", self.names.own)
        with self.block(f"class {name}({base}):" if base else f"class {name}:"):
            self.write(f"{self.pick(['a', 'b', 'c'])} = {self.pick(NUMBERS)}")
            if self.likely():
                self.write(f"{self.pick(['a', 'b'])} = {self.listed(1)}")
            if self.likely():
                self._method("__init__", "(self, p=1):", names)
            for _ in range(self.number(0, 2)):
                method = self.pick(["go", "up"])
                self._method(method, "(self, p=1):", names)
                if method not in methods:
                    methods.append(method)
            for _ in range(self.number(0, 3)):
                self._special(names)
        self._leave(outer, names)
        self.names.classes[name] = methods
        self.make()

    def _method(self, name: str, parameters: str, names: Names) -> None:
        outer, inside = self._enter("function", f"{names.own}m")
        with self.block(f"def {name}{parameters}", marked=True):
            self.names.readable.setdefault("n", []).extend(["p", "self.a", "self.b"])
            for _ in range(self.number(1, 2)):
                attribute = self.pick(["a", "b", "c"])
                self.write(f"self.{attribute} = {self.numeric(1)}")
                self.body(2)
            if name != "__init__" and self.likely():
                self.write(f"return {self.numeric(1)}")
        self._leave(outer, inside)

    def _special(self, names: Names) -> None:
        """A method that Python itself calls."""
        method, parameters, returned = self.draw(st.sampled_from(SPECIAL))
        if method == "kept":
            self.write("@functools.cached_property")
        outer, inside = self._enter("function", f"{names.own}m")
        with self.block(f"def {method}({parameters}):", marked=True):
            self.names.readable.setdefault("n", []).extend(["self.a", "self.b"])
            self.write(f"self.{self.pick(['a', 'b', 'c'])} = {self.numeric(1)}")
            self.body(2)
            self.write(f"return {returned or self.numeric(1)}")
        self._leave(outer, inside)

    def make(self) -> None:
        if not self.names.classes:
            self.assign()
            return
        cls = self.pick(list(self.names.classes))
        name = f"o{self.names.own}{self.number(0, 2)}"
        self.write(f"{name} = {cls}()")
        self.names.objects[name] = cls


@st.composite
def programs(draw: DrawFn, most: int = 30) -> str:
    """The text of a random program."""
    writer = Writer(draw)
    writer.budget = most
    for kind, number in (("n", 2), ("l", 2), ("d", 1), ("s", 1), ("q", 1), ("x", 1)):
        for name in (f"{kind}{index}" for index in range(number)):
            value = writer.pick(STARTS[kind])
            writer.write(f"{writer.bound(kind, name)} = {value}")
    for _ in range(draw(st.integers(2, 8))):
        writer.statement()
    for kind in ("n", "l", "d", "x"):
        for name in writer.names.of(kind):
            writer.probes += 1
            writer.write(f"probe({writer.probes}, {name})")
    text = "import contextlib\nimport functools\n" + "\n".join(writer.lines) + "\n"
    assume(_compiles(text))
    return text


def _compiles(text: str) -> bool:
    """Whether Python takes the program: ``nonlocal`` and ``global`` have rules of their own."""
    try:
        compile(text, "program", "exec")
    except SyntaxError:
        return False
    return True


Programs = SearchStrategy[str]
