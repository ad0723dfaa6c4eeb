"""Making classes and objects: what a program has a say in beside ``__init__``.

``__init_subclass__`` and a metaclass see each class that is made, a metaclass's ``__call__`` and
``__new__`` each object. What such an object is nobody knows: it may be one that was there already.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter import attribute_stores
from tunelint.interpreter.implicit_calls import method_of
from tunelint.interpreter.objects import Arguments, Class, Function, Instance
from tunelint.interpreter.values import Argument, Const, Opaque, Term

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

# The methods with which a metaclass may set attributes of the classes that it makes.
MAKING_CLASSES = ("__init__", "__new__", "__prepare__", "__setattr__", "__getattribute__")


def read_keywords(run: Interpreter, node: cst.ClassDef) -> Arguments:
    """What a class statement is given beside its bases."""
    given = Arguments()
    for written in node.keywords:
        argument = Argument(run.evaluate(written.value), run.place(written))
        if written.keyword is None:
            given.open_keywords = True
            given.spread.append(argument)
        else:
            argument.keyword = written.keyword.value
            given.keywords[argument.keyword] = argument
    return given


def finish_class(run: Interpreter, node: cst.ClassDef, cls: Class, given: Arguments) -> None:
    """Let the ancestors and the metaclass of a new class do to it what they do."""
    named = given.keywords.pop("metaclass", None)
    inherited = (one.metaclass for one in cls.lineage() if one.metaclass is not None)
    cls.metaclass = named.value if named is not None else next(inherited, None)
    if any(_of_metaclass(cls, name) is not None for name in MAKING_CLASSES):
        unseen = Opaque(cls.place, "perhaps set by the metaclass")
        attribute_stores.set_any(run, cls, unseen, unseen)
    for name, value in list(cls.scope.names.items()):
        naming = method_of(value, "__set_name__")
        if naming is not None:
            run.call_with(node, naming, [cls, Const(value.place, name)])
    for ancestor in list(cls.lineage())[1:]:
        hook = ancestor.scope.names.get("__init_subclass__")
        if hook is not None:
            told = replace(hook, receiver=cls) if isinstance(hook, Function) else hook
            run.call(node, told, given)
            return


def _of_metaclass(cls: Class, name: str) -> Function | None:
    metaclass = cls.metaclass
    member = metaclass.member(name) if isinstance(metaclass, Class) else None
    return member if isinstance(member, Function) else None


def made_by_the_class(
    run: Interpreter, node: cst.CSTNode, instance: Instance, arguments: Arguments
) -> Term:
    """What calling a class gives, of which `instance` is a plain object."""
    cls = instance.cls
    makers = [maker for maker in (_of_metaclass(cls, "__call__"), cls.member("__new__")) if maker]
    if not makers:
        return instance
    made = [
        run.call(node, replace(maker, receiver=cls), arguments)
        for maker in makers
        if isinstance(maker, Function)
    ]
    return Opaque(instance.place, "made by the class itself", (instance, *made))
