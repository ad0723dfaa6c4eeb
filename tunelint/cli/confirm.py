"""``tunelint confirm``: runs the flagged search in processes of its own and proves each finding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tunelint.cli.terminal import ALLOW_PROJECT_RULES, Command, codes, for_all, option, selecting
from tunelint.cli.values import Name, amount
from tunelint.config.configuration import OutputFormat

_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


class _WithScriptArguments(Command):
    """A command whose words after ``--`` are for the script that it runs."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own, given = args, []
        if "--" in args:
            place = args.index("--")
            own, given = args[:place], args[place + 1 :]
        ctx.meta["script arguments"] = tuple(given)
        return super().parse_args(ctx, own)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [*super().collect_usage_pieces(ctx), "[-- SCRIPT ARGUMENTS]"]


@click.command(cls=_WithScriptArguments)
@click.argument("paths", nargs=-1, type=Name())
@option(
    "--output-format",
    type=click.Choice([name.value for name in OutputFormat]),
    help="How findings and verdicts are printed.  [default: full]",
)
@option(
    "--html",
    metavar="FILE",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the findings with their evidence into this page, too.",
)
@option("--fresh", is_flag=True, help="Ask again, even where an earlier run's verdict still holds.")
@selecting("confirm")
@option(
    "--advice",
    section="Rule selection",
    is_flag=True,
    help="Confirm advice too, not only errors and warnings.",
)
@option(
    "--force",
    section="Rule selection",
    metavar="CODES",
    multiple=True,
    callback=codes,
    help="Codes, prefixes or names of rules to ask about everywhere, whether check finds something"
    " or not.",
)
@option("--allow-project-rules", section="Rule selection", is_flag=True, help=ALLOW_PROJECT_RULES)
@option(
    "--budget",
    section="Experiments",
    metavar="SECONDS",
    type=click.FLOAT,
    callback=amount,
    help="What one finding may cost.  [default: 120]",
)
@option(
    "--trials",
    section="Experiments",
    metavar="N",
    type=click.INT,
    callback=amount,
    help="How many configurations an experiment tries, and how many trials any other search on"
    " the way runs.  [default: 8; 3 on the way]",
)
@option(
    "--epochs",
    section="Experiments",
    metavar="N",
    type=click.INT,
    callback=amount,
    help="How long a training goes on at most, where the experiment leaves that open."
    "  [default: 3]",
)
@option(
    "--rows",
    section="Experiments",
    metavar="N",
    type=click.INT,
    callback=amount,
    help="How many rows a training gets; verdicts that depend on the others are inconclusive."
    "  [default: all]",
)
@option(
    "--full",
    section="Experiments",
    is_flag=True,
    help="Let searches and trainings on the way run as they are written.",
)
@option(
    "--entry",
    section="Running the script",
    metavar="FILE",
    type=_EXISTING,
    help="The script to run, where that is not the flagged file.",
)
@option(
    "--setup",
    section="Running the script",
    metavar="FILE",
    type=_EXISTING,
    help="A file to run first, which defines what a fragment needs.",
)
@option(
    "--synthetic",
    section="Running the script",
    is_flag=True,
    help="Put made-up data in the place of what the script cannot load; verdicts that depend on it"
    " are inconclusive.",
)
@option(
    "--python",
    section="Running the script",
    metavar="PATH",
    help="The interpreter that has the libraries.  [default: the active virtual environment's]",
)
@option(
    "--device",
    section="Running the script",
    type=click.Choice(["auto", "cpu", "gpu"]),
    default="auto",
    help="Where trainings run.  [default: auto]",
)
@option(
    "--memory",
    section="Running the script",
    metavar="MIB",
    type=click.INT,
    callback=amount,
    help="How much memory a process may use.  [default: a share of the machine's]",
)
@option(
    "-e",
    "--exit-zero",
    section="Miscellaneous",
    is_flag=True,
    help="Exit with status 0 even if a finding stands.",
)
@for_all
@click.pass_context
def confirm(context: click.Context, /, **given: Any) -> None:
    """Run the flagged searches among and below PATHS just enough to prove each finding.

    Every finding of `tunelint check` gets a verdict: confirmed, refuted or inconclusive, and the
    numbers behind it. Your script runs up to the search, in processes of its own and with the
    words after `--` as its arguments; the search itself is never run to its end.

    Exits with status 0 if no finding stands (there is none, or all are refuted), 1 if one does
    (confirmed, inconclusive, or without an experiment), 2 if not all could be done, and 130 if
    Ctrl-C ended it; the verdicts so far are printed.
    """
    # A command line that only checks never imports the machinery.
    from tunelint.cli.confirm_run import Wanted
    from tunelint.cli.confirm_run import confirm as confirm_as_wanted

    confirm_as_wanted(Wanted(**given, arguments=context.meta["script arguments"]))
