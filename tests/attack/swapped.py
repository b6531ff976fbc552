"""A changed source in place of the one that is loaded: what a process has imported computes wrongly at once.

Whoever holds a function of the module holds it still, with other code in it: nothing is imported again.
"""

import gc
import sys
from collections import defaultdict
from types import FunctionType, ModuleType
from typing import Any

KEPT = (FunctionType, type, ModuleType)


def swap(module: ModuleType, source: bytes) -> None:
    """Make a module, and all that was imported from it, compute what another source says."""
    assert module.__file__
    code = compile(source, module.__file__, "exec", dont_inherit=True)
    fresh: dict[str, Any] = {
        **{n: vars(module)[n] for n in ("__name__", "__package__")},
        "__file__": module.__file__,
    }
    old = _by_place(vars(module))
    exec(code, fresh)
    new = _by_place(fresh)
    for place, functions in old.items():
        for function, other in zip(functions, new.get(place, ()), strict=False):
            function.__code__ = other.__code__
            function.__defaults__, function.__kwdefaults__ = other.__defaults__, other.__kwdefaults__
    _swap_constants(vars(module), fresh)


def _by_place(namespace: dict[str, Any]) -> dict[tuple[str, int], list[FunctionType]]:
    """Return the functions that live in a namespace, by name and line."""
    found: dict[tuple[str, int], list[FunctionType]] = defaultdict(list)
    gc.unfreeze()  # what the tests set aside for speed is not among the objects that are told
    for one in gc.get_referrers(namespace):  # a function refers to its globals; to list all objects is slow
        if isinstance(one, FunctionType) and one.__globals__ is namespace:
            found[one.__qualname__, one.__code__.co_firstlineno].append(one)
    return found


def _swap_constants(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Give the constants of a module their new values, wherever they were imported to by their name."""
    for name, value in list(before.items()):
        if name.startswith("__") or name not in after or isinstance(value, KEPT) or callable(value):
            continue
        if repr(after[name]) == repr(value):
            continue
        for module in list(sys.modules.values()):
            if module is not None and vars(module).get(name) is value:
                setattr(module, name, after[name])
