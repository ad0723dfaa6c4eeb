"""The rules by code: which there are, which of them run, and with which options."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from types import MappingProxyType
from typing import Any

from tunelint.config.configuration import Configuration
from tunelint.config.near_miss import nearest
from tunelint.config.rule_index import Entry, folder_entries, own_entries, package_entries
from tunelint.errors import ConfigurationError
from tunelint.findings.finding import Level
from tunelint.rule import Rule

UNREADABLE_FILE = "TUN901"
UNUSED_IGNORE = "TUN902"
EVERY_RULE = "ALL"


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
    extend_ignore: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rules that there are, by code; those that are `barred` are known but may not run."""

    entries: Mapping[str, Entry]
    barred: frozenset[str] = frozenset()

    def entry(self, word: str) -> Entry:
        """The rule with this code or name. Raises ConfigurationError where there is none."""
        code = self._code(word)
        if code is None:
            raise ConfigurationError(f"unknown rule code {word!r}{self._nearest(word)}")
        return self.entries[code]

    def prefixes(self, words: Iterable[str], where: str) -> tuple[str, ...]:
        """What codes begin with that are meant by codes, prefixes or names, in any case.

        Raises ConfigurationError where a word is none of them.
        """
        return tuple(self._prefix(word, where) for word in words)

    def chosen(self, choice: Choice, where: Callable[[str], str]) -> Choice:
        """The choice with prefixes of codes for all words; `where` names the place of a key."""

        def prefixes(key: str) -> tuple[str, ...]:
            words = getattr(choice, key.replace("-", "_"))
            return self.prefixes(words or (), where(key))

        select = prefixes("select") if choice.select is not None else None
        return Choice(
            select, prefixes("ignore"), prefixes("extend-select"), prefixes("extend-ignore")
        )

    def start_of(self, word: str) -> str | None:
        """What the codes begin with that a code, a prefix or a name means; None where none does."""
        start = word.upper()
        if start and any(code.startswith(start) for code in self.entries):
            return start
        return self._code(word)

    def _prefix(self, word: str, where: str) -> str:
        if word.upper() == EVERY_RULE:
            return ""
        start = self.start_of(word)
        if start is None:
            raise ConfigurationError(f"{where}: unknown rule code {word!r}{self._nearest(word)}")
        return start

    def _code(self, word: str) -> str | None:
        """The code of the rule with this code or name; None where there is none."""
        if word.upper() in self.entries:
            return word.upper()
        names = (code for code, one in self.entries.items() if one.name == word.lower())
        return next(names, None)

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
                wish = _longest(wanted, code)
                veto = _longest((*choice.ignore, *choice.extend_ignore), code)
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
        result: dict[str, dict[str, Any]] = {}
        for word, table in configuration.rule_options.items():
            code = self._code(word)
            if code is None:
                from tunelint.config.value_types import SETTINGS

                hint = nearest(word, list(SETTINGS)) or self._nearest(word)
                where = configuration.origin_of(word)
                raise ConfigurationError(f"{where}: unknown rule code {word!r}{hint}")
            if code in self.barred:
                continue
            rule = self.entries[code].load()
            fields = {field.name.replace("_", "-"): field for field in dataclasses.fields(rule)}
            options = (
                _option(f"{configuration.origin_of(f'{word}.{key}')}: {word}", fields, key, value)
                for key, value in table.items()
            )
            result.setdefault(code, {}).update(options)
        return result

    def _nearest(self, word: str) -> str:
        code = word.upper()
        if "-" in code:
            return nearest(word, [one.name for one in self.entries.values()])
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
    own = folder_entries(configuration.folder / folder for folder in configuration.rules)
    for code, found in own.items():
        if code in installed().entries:
            taken = installed().entries[code].origin
            raise ConfigurationError(f"{found.origin}: {code} is also the code of {taken}")
    entries = dict(sorted({**installed().entries, **own}.items()))
    return Catalogue(MappingProxyType(entries), frozenset() if allowed else frozenset(own))


def _option(
    where: str, fields: Mapping[str, dataclasses.Field[Any]], key: str, value: object
) -> tuple[str, Any]:
    from tunelint.config.value_types import Words, checked

    if key not in fields:
        hint = nearest(key, list(fields))
        raise ConfigurationError(f"{where}: unknown option {key!r}{hint}")
    name, default = fields[key].name, fields[key].default
    kind = Words if isinstance(default, tuple) else type(default)
    return name, checked(f"{where}: {key}", value, kind)


def _shared_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _longest(prefixes: Iterable[str], code: str) -> int:
    """How much of the code the longest of its prefixes tells; 0 where none is one."""
    return max((1 + len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)
