"""What holds for each project of a run: its configuration with the command line on top."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunelint.config.baseline import read_baseline
from tunelint.config.configuration import (
    Configuration,
    Sources,
    given_configuration,
    overridden,
    read_configuration,
)
from tunelint.config.rule_selection import Catalogue, Choice, Selection, installed, of_project
from tunelint.config.trust import is_allowed
from tunelint.errors import ConfigurationError
from tunelint.files.discover import DEFAULT_EXCLUDE
from tunelint.files.here import from_here, here
from tunelint.files.ignore_patterns import PathPatterns, path_patterns
from tunelint.files.limits import Limits
from tunelint.files.project import is_root

if TYPE_CHECKING:
    from tunelint.rule import Rule


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a door (the command line, flake8) asks for, over every configuration.

    `baseline` stands in for the configured ones, `without_baseline` for none. A pattern that is a
    name means that name anywhere; others are relative to the current folder.
    """

    choice: Choice = field(default_factory=Choice)
    advice: bool = False
    per_file_ignores: Mapping[str, tuple[str, ...]] | None = None
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    allow_project_rules: bool = False
    baseline: Path | None = None
    without_baseline: bool = False
    max_file_size: float | None = None
    max_nesting: int | None = None
    max_seconds: float | None = None
    sources: Sources = field(default_factory=Sources)


@dataclass(frozen=True, eq=False)
class ProjectSettings:
    """What holds in the project at `root`; `baseline` are the fingerprints that it accepts."""

    root: Path
    configuration: Configuration
    catalogue: Catalogue
    selection: Selection
    options: Mapping[str, Mapping[str, Any]]
    excluded: tuple[PathPatterns, ...]
    per_file_ignores: tuple[tuple[PathPatterns, tuple[str, ...]], ...]
    baseline: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)

    @cached_property
    def rules(self) -> tuple[Mapping[str, Rule], tuple[str, ...]]:
        """The selected rules by code, and why others cannot be used, a line each."""
        problems: list[str] = []
        rules = self.catalogue.instantiate(self.selection, self.options, problems)
        return rules, tuple(problems)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a run in this project leaves out without failing, in a line each."""
        if not self.catalogue.barred:
            return ()
        folders = ", ".join(self.configuration.rules)
        return (
            f"{self.configuration.origin_of('rules')}: the project's own rules in {folders} do not"
            " run: pass --allow-project-rules to run their code",
        )

    def ignored_in(self, path: Path, code: str) -> bool:
        """Whether the per-file ignores silence `code` in the file at `path`."""
        return any(
            code.startswith(codes) and patterns.match(path)
            for patterns, codes in self.per_file_ignores
        )


@dataclass(eq=False)
class Settings:
    """The settings of every project that a run meets, each read once."""

    wishes: Wishes = Wishes()
    _roots: dict[Path, Path | None] = field(default_factory=dict)
    _configurations: dict[Path, Configuration | None] = field(default_factory=dict)
    _configured: dict[Path | None, ProjectSettings] = field(default_factory=dict)
    _projects: dict[Path, ProjectSettings] = field(default_factory=dict)
    _folders: dict[Path, ProjectSettings] = field(default_factory=dict)

    @cached_property
    def checked_wishes(self) -> Wishes:
        """The wishes, in codes. Raises ConfigurationError where they name an unknown rule.

        Known are the installed rules and those of the project in the current folder.
        """
        wishes = self.wishes
        known = self._catalogue(self.configuration_of(here()))
        ignores = wishes.per_file_ignores
        if ignores is not None:
            ignores = {
                pattern: known.prefixes(codes, "--per-file-ignores")
                for pattern, codes in ignores.items()
            }
        choice = known.chosen(wishes.choice, lambda key: f"--{key}")
        return replace(wishes, choice=choice, per_file_ignores=ignores)

    @property
    def accepted(self) -> frozenset[str]:
        """The fingerprints in the baselines of all projects met so far."""
        return frozenset().union(*(one.baseline for one in self._projects.values()))

    def of_folder(self, folder: Path) -> ProjectSettings:
        """The settings of the project that a folder belongs to. Raises ConfigurationError."""
        if folder not in self._folders:
            start = folder if os.path.isdir(folder) else folder.parent
            root = self._root(start) or start
            if root not in self._projects:
                self._projects[root] = self._of_project(root)
            self._folders[folder] = self._projects[root]
        return self._folders[folder]

    def _of_project(self, root: Path) -> ProjectSettings:
        """The settings of a project; projects with one configuration differ by their root."""
        wishes = self.checked_wishes
        found = self.configuration_of(root)
        origin = found.file or (root if self._overriding else None)
        if origin not in self._configured:
            self._configured[origin] = _settings(root, found, self._catalogue(found), wishes)
        return _in_project(self._configured[origin], root, found, wishes)

    def _root(self, folder: Path) -> Path | None:
        """The nearest folder upwards with a root's mark; each is looked into once."""
        if folder not in self._roots:
            if is_root(folder):
                self._roots[folder] = folder
            else:
                above = folder.parent
                self._roots[folder] = self._root(above) if above != folder else None
        return self._roots[folder]

    def configuration_of(self, folder: Path) -> Configuration:
        """What is asked for in a folder, the settings of the command line among it.

        Whether its rules can be found is not looked at. Raises ConfigurationError.
        """
        found = self._given or self._above(folder) or Configuration(folder)
        return overridden(found, self._overriding)

    @cached_property
    def _given(self) -> Configuration | None:
        file = self.wishes.sources.file()
        return None if file is None else given_configuration(file)

    @cached_property
    def _overriding(self) -> Mapping[str, Any]:
        return self.wishes.sources.settings()

    def _above(self, folder: Path) -> Configuration | None:
        """The nearest configuration upwards; each folder is looked into once."""
        if self.wishes.sources.isolated:
            return None
        if folder not in self._configurations:
            found = read_configuration(folder)
            if found is None and folder.parent != folder:
                found = self._above(folder.parent)
            self._configurations[folder] = found
        return self._configurations[folder]

    def _catalogue(self, configuration: Configuration) -> Catalogue:
        if not configuration.rules:
            return installed()
        allowed = self.wishes.allow_project_rules or is_allowed(configuration.folder)
        return of_project(configuration, allowed=allowed)

    def exclusions(self, folder: Path) -> tuple[PathPatterns, ...]:
        """The exclusions that hold in a folder."""
        return self.of_folder(folder).excluded


def _settings(
    root: Path, configuration: Configuration, catalogue: Catalogue, wishes: Wishes
) -> ProjectSettings:
    said = Choice(
        configuration.select,
        configuration.ignore,
        configuration.extend_select,
        configuration.extend_ignore,
    )
    configured = catalogue.chosen(said, lambda key: f"{configuration.origin_of(key)}: {key}")
    where = f"{configuration.origin_of('per-file-ignores')}: per-file-ignores"
    ignores = {
        pattern: catalogue.prefixes(codes, f"{where}: {pattern!r}")
        for pattern, codes in configuration.per_file_ignores.items()
    }
    return ProjectSettings(
        root,
        replace(configuration, per_file_ignores=ignores),
        catalogue,
        catalogue.select((configured, wishes.choice), advice=configuration.advice or wishes.advice),
        catalogue.options(configuration),
        (),
        (),
        _baseline(configuration, wishes),
        _limits(configuration, wishes),
    )


def _in_project(
    like: ProjectSettings, root: Path, configuration: Configuration, wishes: Wishes
) -> ProjectSettings:
    """The same settings with the patterns of a project."""
    configuration = replace(configuration, per_file_ignores=like.configuration.per_file_ignores)
    return replace(
        like,
        root=root,
        configuration=configuration,
        excluded=_excluded(configuration, wishes),
        per_file_ignores=_ignores(configuration, wishes),
    )


def _limits(configuration: Configuration, wishes: Wishes) -> Limits:
    limits = Limits()
    for asks in (configuration, wishes):
        if asks.max_file_size is not None:
            limits = replace(limits, size=asks.max_file_size)
        if asks.max_nesting is not None:
            limits = replace(limits, nesting=asks.max_nesting)
        if asks.max_seconds is not None:
            limits = replace(limits, seconds=asks.max_seconds)
    return limits


def _excluded(configuration: Configuration, wishes: Wishes) -> tuple[PathPatterns, ...]:
    exclude = DEFAULT_EXCLUDE if configuration.exclude is None else configuration.exclude
    usual = () if wishes.exclude is not None else exclude
    configured = (*usual, *configuration.extend_exclude)
    wished = (*(wishes.exclude or ()), *wishes.extend_exclude)
    for key, words in (("exclude", usual), ("extend-exclude", configuration.extend_exclude)):
        if key in configuration.overriding:
            _patterns(configuration.folder, configuration.origin_of(key), words)
    found = _patterns(configuration.folder, str(configuration.file or ""), configured)
    return (found, *(_wished(configuration, pattern) for pattern in wished))


def _ignores(
    configuration: Configuration, wishes: Wishes
) -> tuple[tuple[PathPatterns, tuple[str, ...]], ...]:
    wished = wishes.per_file_ignores
    if wished is not None:
        return tuple((_wished(configuration, one), codes) for one, codes in wished.items())
    folder, origin = configuration.folder, configuration.origin_of("per-file-ignores")
    configured = configuration.per_file_ignores
    return tuple((_patterns(folder, origin, (one,)), codes) for one, codes in configured.items())


def _wished(configuration: Configuration, pattern: str) -> PathPatterns:
    """A pattern of the command line, as it holds for the files of a project."""
    is_name = "/" not in pattern.rstrip("/")
    return _patterns(
        configuration.folder if is_name else from_here(Path()), "command line", (pattern,)
    )


def _baseline(configuration: Configuration, wishes: Wishes) -> frozenset[str]:
    if wishes.without_baseline:
        return frozenset()
    if wishes.baseline is not None:
        return read_baseline(wishes.baseline)
    if configuration.baseline is not None:
        return read_baseline(configuration.folder / configuration.baseline)
    return frozenset()


def _patterns(folder: Path, origin: str, patterns: Iterable[str]) -> PathPatterns:
    try:
        return path_patterns(folder, patterns)
    except ValueError as error:
        raise ConfigurationError(f"{origin}: {error}") from None
