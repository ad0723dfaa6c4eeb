"""The command line: the commands, and those that speak of the rules."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from tunelint.cli.check import check
from tunelint.cli.confirm import confirm
from tunelint.cli.new_rule import new_rule
from tunelint.cli.streams import FAILED, Output, finish
from tunelint.cli.terminal import (
    ALLOW_PROJECT_RULES,
    doors,
    for_all,
    help_lines,
    one_line_errors,
    option,
    version_option,
)
from tunelint.config.configuration import Sources
from tunelint.config.rule_selection import Catalogue
from tunelint.config.settings import Settings, Wishes
from tunelint.files.here import here
from tunelint.reports.terminal_text import Document, colour_wanted, printable

if TYPE_CHECKING:
    from tunelint.reports.rule_pages import Row


@doors()
@version_option
@click.pass_context
def main(context: click.Context) -> None:
    """Find what will make a hyperparameter search fail, lie or not repeat, before it runs."""
    if context.invoked_subcommand is None:
        finish(help_lines(context), (), FAILED, Output(sys.stderr))


main.add_command(check)
main.add_command(confirm)


@main.command()
@option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="The format of the list.  [default: text]",
)
@option("--allow-project-rules", is_flag=True, help=ALLOW_PROJECT_RULES)
@for_all
def rules(output_format: str, allow_project_rules: bool, **given: Any) -> None:
    """List the rules with code, name, level and tuners."""
    from tunelint.reports.rule_pages import table, table_as_json

    with one_line_errors():
        sources = Sources(given["config"], given["isolated"])
        rows = list(_rows(_catalogue_here(allow_project_rules, sources)))
    finish([Document(table_as_json(rows))] if output_format == "json" else table(rows))


def _catalogue_here(allow_project_rules: bool, sources: Sources) -> Catalogue:
    settings = Settings(Wishes(allow_project_rules=allow_project_rules, sources=sources))
    return settings.of_folder(here()).catalogue


def _rows(catalogue: Catalogue) -> Iterator[Row]:
    from tunelint.reports.rule_pages import Row

    for code, found in catalogue.entries.items():
        if code not in catalogue.barred:
            rule = found.load()
            yield Row(code, found.name, rule.level.value, tuple(rule.tuners))


@main.command()
@click.argument("rule")
@for_all
def explain(rule: str, config: tuple[str, ...], isolated: bool, color: str) -> None:
    """Show the page of a RULE (code or name): what it flags, why, and what to write instead."""
    from tunelint.reports.rule_pages import rendered_page

    with one_line_errors():
        page = _catalogue_here(False, Sources(config, isolated)).entry(rule).page()
    lines = [printable(line) for line in page.split("\n")]
    if color != "always" and not sys.stdout.isatty():
        finish(lines)
    colour = colour_wanted(color, sys.stdout)
    finish([Document(rendered_page("\n".join(lines), colour=colour))])


main.add_command(new_rule)
