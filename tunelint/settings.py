"""What holds for each project of a run: its configuration with the command line on top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunelint.baseline import read_baseline
from tunelint.catalogue import Catalogue, Choice, Selection, installed, of_project
from tunelint.config import Configuration, ConfigurationError, read_configuration
from tunelint.discovery import DEFAULT_EXCLUDE
from tunelint.limits import Limits
from tunelint.patterns import PathPatterns, path_patterns
from tunelint.permission import is_allowed
from tunelint.project import is_root

if TYPE_CHECKING:
    from tunelint.rule import Rule


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a door (the command line, flake8) asks for, over every configuration.

    `baseline` stands in for the configured ones, `without_baseline` for none.
    """

    choice: Choice = field(default_factory=Choice)
    advice: bool = False
    per_file_ignores: Mapping[str, tuple[str, ...]] | None = None
    force_exclude: bool = False
    allow_project_rules: bool = False
    baseline: Path | None = None
    without_baseline: bool = False
    max_file_size: float | None = None
    max_nesting: int | None = None
    max_seconds: float | None = None


@dataclass(frozen=True, eq=False)
class ProjectSettings:
    """What holds in one project; `baseline` are the fingerprints of its accepted findings."""

    configuration: Configuration
    catalogue: Catalogue
    selection: Selection
    options: Mapping[str, Mapping[str, Any]]
    excluded: PathPatterns
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
    def root(self) -> Path:
        """The project's root."""
        return self.configuration.root

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a run in this project leaves out without failing, in a line each."""
        if not self.catalogue.barred:
            return ()
        folders = ", ".join(self.configuration.rules)
        return (
            f"{self.configuration.file}: the project's own rules in {folders} are not run:"
            " --allow-project-rules lets them run their code",
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
    _roots: dict[Path, Path] = field(default_factory=dict)
    _marked: dict[Path, Path | None] = field(default_factory=dict)
    _configurations: dict[Path, Configuration] = field(default_factory=dict)
    _projects: dict[Path, ProjectSettings] = field(default_factory=dict)
    _unconfigured: ProjectSettings | None = None

    @cached_property
    def checked_wishes(self) -> Wishes:
        """The wishes. Raises ConfigurationError where they name an unknown code.

        Known are the installed rules and those of the project in the current folder.
        """
        choice = self.wishes.choice
        known = self._catalogue(self._configuration(Path.cwd()))
        known.check_codes(choice.select or (), "--select")
        known.check_codes(choice.ignore, "--ignore")
        known.check_codes(choice.extend_select, "--extend-select")
        for codes in (self.wishes.per_file_ignores or {}).values():
            known.check_codes(codes, "--per-file-ignores")
        return self.wishes

    @property
    def accepted(self) -> frozenset[str]:
        """The fingerprints in the baselines of all projects met so far."""
        return frozenset().union(*(one.baseline for one in self._projects.values()))

    def of_folder(self, folder: Path) -> ProjectSettings:
        """The settings of the project that a folder belongs to. Raises ConfigurationError."""
        wishes = self.checked_wishes
        configuration = self._configuration(folder)
        root = configuration.root
        if root not in self._projects:
            self._projects[root] = self._settings(configuration, wishes)
        return self._projects[root]

    def _settings(self, configuration: Configuration, wishes: Wishes) -> ProjectSettings:
        """The settings of a project; those of two without a configuration differ by the root."""
        like = self._unconfigured
        if configuration.file is not None or like is None:
            like = _settings(configuration, self._catalogue(configuration), wishes)
            if configuration.file is None:
                self._unconfigured = like
            return like
        return replace(
            like,
            configuration=configuration,
            excluded=_excluded(configuration),
            per_file_ignores=_ignores(configuration, wishes),
        )

    def _configuration(self, folder: Path) -> Configuration:
        if folder not in self._roots:
            start = folder if folder.is_dir() else folder.parent
            self._roots[folder] = self._marked_above(start) or start
        root = self._roots[folder]
        if root not in self._configurations:
            self._configurations[root] = read_configuration(root)
        return self._configurations[root]

    def _marked_above(self, folder: Path) -> Path | None:
        """The nearest folder upwards with a root's mark; each is looked into once."""
        if folder not in self._marked:
            if is_root(folder):
                self._marked[folder] = folder
            else:
                above = folder.parent
                self._marked[folder] = self._marked_above(above) if above != folder else None
        return self._marked[folder]

    def _catalogue(self, configuration: Configuration) -> Catalogue:
        if not configuration.rules:
            return installed()
        allowed = self.wishes.allow_project_rules or is_allowed(configuration.root)
        return of_project(configuration, allowed=allowed)

    def exclusions(self, folder: Path) -> PathPatterns:
        """The exclusions that hold in a folder."""
        return self.of_folder(folder).excluded


def _settings(
    configuration: Configuration, catalogue: Catalogue, wishes: Wishes
) -> ProjectSettings:
    _check_configured_codes(configuration, catalogue)
    configured = Choice(configuration.select, configuration.ignore, configuration.extend_select)
    return ProjectSettings(
        configuration,
        catalogue,
        catalogue.select((configured, wishes.choice), advice=configuration.advice or wishes.advice),
        catalogue.options(configuration),
        _excluded(configuration),
        _ignores(configuration, wishes),
        _baseline(configuration, wishes),
        _limits(configuration, wishes),
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


def _excluded(configuration: Configuration) -> PathPatterns:
    exclude = DEFAULT_EXCLUDE if configuration.exclude is None else configuration.exclude
    return _patterns(configuration, (*exclude, *configuration.extend_exclude))


def _ignores(
    configuration: Configuration, wishes: Wishes
) -> tuple[tuple[PathPatterns, tuple[str, ...]], ...]:
    ignores = wishes.per_file_ignores
    if ignores is None:
        ignores = configuration.per_file_ignores
    return tuple((_patterns(configuration, (one,)), codes) for one, codes in ignores.items())


def _baseline(configuration: Configuration, wishes: Wishes) -> frozenset[str]:
    if wishes.without_baseline:
        return frozenset()
    if wishes.baseline is not None:
        return read_baseline(wishes.baseline)
    if configuration.baseline is not None:
        return read_baseline(configuration.root / configuration.baseline)
    return frozenset()


def _check_configured_codes(configuration: Configuration, catalogue: Catalogue) -> None:
    where, check_codes = configuration.file, catalogue.check_codes
    check_codes(configuration.select or (), f"{where}: select")
    check_codes(configuration.ignore, f"{where}: ignore")
    check_codes(configuration.extend_select, f"{where}: extend-select")
    for pattern, codes in configuration.per_file_ignores.items():
        check_codes(codes, f"{where}: per-file-ignores: {pattern!r}")


def _patterns(configuration: Configuration, patterns: Iterable[str]) -> PathPatterns:
    try:
        return path_patterns(configuration.root, patterns)
    except ValueError as error:
        raise ConfigurationError(f"{configuration.file or 'command line'}: {error}") from None
