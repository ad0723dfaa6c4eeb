"""Assumptions: what the interpreter takes for granted although some run of Python contradicts it.

They are rulings, not faults. The programs here are written around them, or the comparison allows
for them; nowhere else may the interpreter say more than a run shows.
"""

from __future__ import annotations

ASSUMPTIONS = {
    "loops are entered": (
        "What happens in a loop is sure to have happened after it: people loop over what is there."
        " Programs mark the beginning of every pass, and a claim about a loop without one is"
        " excused. The values of names do allow for a loop without a pass."
    ),
    "handed functions are called": (
        "What happens in a function that is handed to a library is sure to have happened after"
        " the call. The same marks excuse it. Values allow for no call, and for several."
    ),
    "a name that some arms bind": (
        "It keeps what they bind: reading it elsewhere fails. Only where the name means something"
        " further out (a built-in, a global name in a class body) both are possible."
    ),
    "a literal and the command line": (
        "A literal that only the command line overwrites counts as that literal, and the literal"
        " default of an option counts as its value. Programs here read no arguments."
    ),
    "functions that nobody calls": (
        "They are read after all else, with their defaults. No run calls them, so nothing is"
        " compared."
    ),
    "libraries leave alone what they are given": (
        "A call of unknown code does not change the lists, dictionaries and objects that it is"
        " handed, and what it gives back is new. Unknown calls here behave so; functions that they"
        " are handed they do call."
    ),
    "decorators of libraries": (
        "What they decorate still gives back what its body returns. Those that the program itself"
        " defines are called."
    ),
    "paths are texts": (
        "``Path('a') / 'b'`` is worth ``'a/b'``, and ``os.path.abspath(path)`` is worth the path."
        " Programs here have no paths."
    ),
    "numbers of NumPy are numbers": (
        "``numpy.float64(1)`` is worth ``1.0``. Programs here have no NumPy."
    ),
    "assertions are checked": (
        "Nothing follows ``assert False``: Python is not started with ``-O``."
    ),
    "interrupts": (
        "An exception is raised by something that a program does: not between two constants that"
        " are assigned. ``KeyboardInterrupt`` and the like come from outside."
    ),
    "methods are not replaced by a computed name": (
        "``setattr(object, name, value)`` with a name that is not known may set any attribute, but"
        " no method."
    ),
    "objects compare by themselves": (
        "What two calls of unknown code give back are two objects, with attributes and items of"
        " their own."
    ),
    "what libraries remember": (
        "A function under ``functools.lru_cache`` runs anew with each call."
    ),
    "functions stay as they are": (
        "Nobody assigns to ``__defaults__``, ``__code__`` or ``__closure__``, or to ``__class__``."
    ),
    "names of libraries": (
        "``from library import *`` binds no name that the program binds itself."
    ),
    "deep and long programs": (
        "A call more than sixteen deep, or a function's forty-ninth, is not followed. What it"
        " gives back is unknown; what it changes is not looked at. To see what passes of loops"
        " change, a function is read eight times in all; what is missed then is found when the"
        " loop is read, and read again once."
    ),
}
