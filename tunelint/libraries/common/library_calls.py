"""Library calls: what a call gives to a callable whose signature is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Argument, Term
from tunelint.libraries.common.signatures import Signature
from tunelint.model.fact_of import parameter_worth
from tunelint.model.facts import Fact, Unknown
from tunelint.model.library_errors import Rejection


@dataclass(frozen=True, eq=False)
class LibraryCall:
    """A call of something with this signature."""

    event: CallEvent
    signature: Signature

    def given(self, name: str) -> Argument | None:
        """The argument for the parameter `name`."""
        return self.event.arguments.get(name, self.signature.order)

    def value(self, name: str) -> Term | None:
        """What is given for the parameter `name`."""
        argument = self.given(name)
        return argument.value if argument is not None else None

    def may_have(self, name: str) -> bool:
        """Whether the parameter `name` is given, or could be."""
        return self.event.arguments.may_have(name, self.signature.order)

    def fact(self, name: str) -> Fact:
        """The parameter `name` as a fact, with the library's default."""
        default = self.signature.defaults.get(name)
        if default is ... and not self.may_have(name):
            return Unknown(None, (), "its default is no constant")
        return parameter_worth(self.event.arguments, name, self.signature.order, default)


def unsupported_arguments(
    call: LibraryCall, taker: str, instead: Mapping[str, str], error: str = "TypeError"
) -> Iterator[Rejection]:
    """The keywords that the `taker` does not take, with what to write `instead` by their names."""
    for name, argument in call.event.arguments.keywords.items():
        if name not in call.signature and not call.signature.open:
            yield Rejection(
                event=call.event,
                place=argument.spelled,
                taker=taker,
                written=f"{name}=",
                error=error,
                instead=instead.get(name),
            )
