"""The notebook's language: the names an analyst may use, and nothing else.

Each name stands in `__init__.pyi` with the module that it lives in, and is imported
when it is first used: importing the package costs next to nothing.
"""

import sys

import lazy_loader

# jsonschema, which nbformat imports, would build the grammar of an IRI if it could: a
# second of every start, and nothing here has an IRI to check.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None keeps it out

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
