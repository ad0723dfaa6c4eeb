"""The rules by code: which there are, which of them run, and with which options."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from types import MappingProxyType
from typing import Any

from tunelint.config import Configuration, ConfigurationError, nearest
from tunelint.entries import Entry, folder_entries, own_entries, package_entries
from tunelint.rule import Level, Rule

UNREADABLE_FILE = "TUN901"
UNUSED_IGNORE = "TUN902"


@dataclass(frozen=True, slots=True)
class Selection:
    """The codes that are chosen; `outspoken` are those whose advice is shown too."""

    codes: frozenset[str]
    outspoken: frozenset[str]

    def shows(self, code: str, level: Level) -> bool:
        """Whether findings of `code` at `level` are wanted."""
        if code == UNREADABLE_FILE:
            return True
        return code in self.codes and (level is not Level.ADVICE or code in self.outspoken)


@dataclass(frozen=True, slots=True)
class Choice:
    """What one place (the configuration, the command line) says about codes."""

    select: Sequence[str] | None = None
    ignore: Sequence[str] = ()
    extend_select: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rules that there are, by code; those that are `barred` are known but may not run."""

    entries: Mapping[str, Entry]
    barred: frozenset[str] = frozenset()

    def entry(self, code: str) -> Entry:
        """The rule with exactly this code. Raises ConfigurationError where there is none."""
        if code not in self.entries:
            raise ConfigurationError(f"unknown rule code {code!r}{self._nearest(code)}")
        return self.entries[code]

    def check_codes(self, codes: Iterable[str], where: str) -> None:
        """Raises ConfigurationError where one is neither a code nor a prefix of one."""
        for code in codes:
            if not code or not any(name.startswith(code) for name in self.entries):
                raise ConfigurationError(
                    f"{where}: unknown rule code {code!r}{self._nearest(code)}"
                )

    def select(self, choices: Iterable[Choice], *, advice: bool) -> Selection:
        """The codes that run, given what the configuration and then the command line say.

        Without a word every rule runs. A later choice with `select` starts anew; otherwise it adds
        to the earlier ones. Within one choice the longer of two prefixes wins, `ignore` if they
        are equal. Rules of level advice need `advice` or their full code.
        """
        chosen: set[str] = set(self.entries)
        named: set[str] = set()
        for choice in choices:
            if choice.select is not None:
                chosen, named = set(), set()
            wanted = (*(choice.select or ()), *choice.extend_select)
            named.update(code for code in wanted if code in self.entries)
            for code in self.entries:
                wish, veto = _longest(wanted, code), _longest(choice.ignore, code)
                if veto and veto >= wish:
                    chosen.discard(code)
                elif wish:
                    chosen.add(code)
        outspoken = frozenset(self.entries) if advice else frozenset(named)
        return Selection(frozenset(chosen - self.barred | {UNREADABLE_FILE}), outspoken)

    def instantiate(
        self,
        selection: Selection,
        options: Mapping[str, Mapping[str, Any]],
        problems: list[str],
    ) -> Mapping[str, Rule]:
        """The rules that run, with their options, by code, in the order of the codes.

        A rule that cannot be used stands in `problems`, a line each; the others run.
        """
        rules = {}
        for code in sorted(selection.codes):
            try:
                rule = self.entries[code].load()
                if selection.shows(code, rule.level):
                    rules[code] = rule(**options.get(code, {}))
            except ConfigurationError as error:
                problems.append(str(error))
        return rules

    def options(self, configuration: Configuration) -> Mapping[str, Mapping[str, Any]]:
        """The options of every rule that the configuration has a table for, as rules name them.

        Raises ConfigurationError for an unknown code or option, or a value of the wrong type.
        """
        result = {}
        for code, table in configuration.rule_options.items():
            if code not in self.entries:
                hint = self._nearest(code)
                raise ConfigurationError(f"{configuration.file}: unknown rule code {code!r}{hint}")
            if code in self.barred:
                continue
            rule = self.entries[code].load()
            fields = {field.name.replace("_", "-"): field for field in dataclasses.fields(rule)}
            where = f"{configuration.file}: {code}"
            result[code] = dict(_option(where, fields, key, value) for key, value in table.items())
        return result

    def _nearest(self, code: str) -> str:
        digits = code[3:].translate(str.maketrans("OoQIlLZzSsB", "00011122558"))
        alike = code[:3] + digits
        longest = max(_shared_start(alike, known) for known in self.entries)
        close = [known for known in self.entries if _shared_start(alike, known) == longest]
        return nearest(alike, close)


@cache
def installed() -> Catalogue:
    """Tunelint's rules and those of other installed packages."""
    return Catalogue(MappingProxyType({**own_entries(), **package_entries()}))


def of_project(configuration: Configuration, *, allowed: bool) -> Catalogue:
    """The installed rules and those of the project's own folders, which run only if `allowed`.

    Raises ConfigurationError where the folders are none, or a code is taken.
    """
    own = folder_entries(configuration.root / folder for folder in configuration.rules)
    for code, found in own.items():
        if code in installed().entries:
            taken = installed().entries[code].origin
            raise ConfigurationError(f"{found.origin}: {code} is the code of {taken} too")
    entries = dict(sorted({**installed().entries, **own}.items()))
    return Catalogue(MappingProxyType(entries), frozenset() if allowed else frozenset(own))


def _option(
    where: str, fields: Mapping[str, dataclasses.Field[Any]], key: str, value: object
) -> tuple[str, Any]:
    if key not in fields:
        hint = nearest(key, list(fields))
        raise ConfigurationError(f"{where}: unknown option {key!r}{hint}")
    field = fields[key]
    return field.name, _typed(f"{where}: {key}", field.default, value)


def _typed(where: str, default: object, value: object) -> object:
    """The value in the type of the option's default."""
    match default, value:
        case (bool(), bool()) | (str(), str()):
            return value
        case (int(), int()) if not isinstance(default, bool) and not isinstance(value, bool):
            return value
        case (float(), int() | float()) if not isinstance(value, bool):
            return float(value)
        case (tuple(), [*words]) if all(isinstance(word, str) for word in words):
            return tuple(words)
    raise ConfigurationError(f"{where} must be {_KINDS.get(type(default), 'of another type')}")


_KINDS: Mapping[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
    tuple: "a list of strings",
}


def _shared_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _longest(prefixes: Iterable[str], code: str) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)
