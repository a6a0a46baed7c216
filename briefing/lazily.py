"""Rooms whose names are fetched when they are first used.

A command that only looks whether anything changed may not wait for pandas. So the
`__init__` of a room imports its names under TYPE_CHECKING, where type checkers and
editors find them, and this reads the same lines to know where each name lives.
"""

import ast
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType


class Room(ModuleType):
    """A package that knows where its names live."""

    def __getattr__(self, name: str) -> object:
        """Fetch a name from its module, once."""
        home = self.__dict__["_homes"].get(name)
        if home is None:
            message = f"module '{self.__name__}' has no attribute '{name}'"
            raise AttributeError(message)
        found = getattr(import_module(home), name)
        self.__dict__[name] = found
        return found

    def __setattr__(self, name: str, value: object) -> None:
        """Keep a module that bears the name of what it holds from hiding it.

        Python puts every module into its package as it is imported: after
        `briefing.measure.totals` was imported, `totals` is still the function.
        """
        hides = isinstance(value, ModuleType) and name in self.__dict__["_homes"]
        super().__setattr__(name, getattr(value, name) if hides else value)

    def __dir__(self) -> list[str]:
        """List the names too that were not fetched yet."""
        return sorted({*self.__dict__, *self.__dict__["_homes"]})


def lazily(name: str) -> None:
    """Let the package *name* fetch what it imports under TYPE_CHECKING when it is
    used.
    """
    package = sys.modules[name]
    text = Path(str(package.__file__)).read_text("utf-8")
    package.__dict__["_homes"] = {
        alias.name: line.module
        for block in ast.parse(text).body
        if isinstance(block, ast.If)
        for line in block.body
        if isinstance(line, ast.ImportFrom)
        for alias in line.names
    }
    package.__class__ = Room
