"""
Which incidents were published: they are corrected, and never edited in silence.
"""

import re
from pathlib import Path

INCIDENT = re.compile(rb"INC-\d{4,}")


def published(root: Path) -> frozenset[str] | None:
    """
    Name the incidents that the editions beside a package speak of.

    None where no edition stands there: then nobody knows what of it was published.
    """
    tables = sorted(root.absolute().parent.glob("reports/*/tables/*.csv"))
    if not tables:
        return None
    found = {key for path in tables for key in INCIDENT.findall(path.read_bytes())}
    return frozenset(key.decode() for key in found)
