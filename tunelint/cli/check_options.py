"""What the options of `check` ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from tunelint.config.configuration import Sources
from tunelint.config.rule_selection import Choice
from tunelint.config.settings import Wishes
from tunelint.findings.finding import Level


def codes_by_pattern(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> Mapping[str, tuple[str, ...]] | None:
    """``pattern:code`` pairs, separated by commas, over all uses of an option."""
    found: dict[str, tuple[str, ...]] = {}
    for part in (part.strip() for value in values for part in value.split(",")):
        pattern, _, code = (piece.strip() for piece in part.rpartition(":"))
        if not pattern or not code:
            raise click.BadParameter(f"{part!r} is not of the form PATTERN:CODE")
        found[pattern] = (*found.get(pattern, ()), code)
    return found if values else None


def patterns(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Patterns, separated by commas, over all uses of an option; None without any."""
    parts = (part.strip() for value in values for part in value.split(","))
    return tuple(part for part in parts if part) if values else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options of the command line; None where nothing is said."""

    paths: tuple[Path, ...] = ()
    fix: bool | None = None
    unsafe_fixes: bool | None = None
    diff: bool = False
    show_fixes: bool = False
    output_format: str | None = None
    statistics: bool = False
    show_files: bool = False
    baseline: Path | None = None
    new_baseline: Path | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] | None = None
    extend_ignore: tuple[str, ...] | None = None
    per_file_ignores: Mapping[str, tuple[str, ...]] | None = None
    advice: bool = False
    allow_project_rules: bool = False
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] | None = None
    force_exclude: bool = False
    max_file_size: float | None = None
    max_nesting: int | None = None
    max_seconds: float | None = None
    jobs: int | None = None
    no_cache: bool = False
    stdin_filename: Path | None = None
    exit_zero: bool = False
    fail_on: str | None = None
    quiet: bool = False
    config: tuple[str, ...] = ()
    isolated: bool = False
    color: str = "auto"

    @property
    def wishes(self) -> Wishes:
        """What is wanted over every configuration."""
        return Wishes(
            Choice(
                self.select,
                self.ignore or (),
                self.extend_select or (),
                self.extend_ignore or (),
            ),
            self.advice,
            self.per_file_ignores,
            self.exclude,
            self.extend_exclude or (),
            self.force_exclude,
            self.allow_project_rules,
            self.baseline,
            self.new_baseline is not None,
            self.max_file_size,
            self.max_nesting,
            self.max_seconds,
            Sources(self.config, self.isolated),
        )

    @property
    def failing(self) -> Level | None:
        """The least level that the exit status tells of; None for no level at all."""
        return None if self.exit_zero else Level(self.fail_on or Level.ADVICE)
