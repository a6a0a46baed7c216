"""Which incidents were published: they are corrected, and never edited in silence."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import BriefingError

if TYPE_CHECKING:
    from briefing.curate.change import Change

INCIDENT = re.compile(rb"INC-\d{4,}")


def published(root: Path) -> frozenset[str] | None:
    """Name the incidents that the editions beside a package speak of.

    None where no edition stands there: then nobody knows what of it was published.
    """
    tables = sorted(root.absolute().parent.glob("reports/*/tables/*.csv"))
    if not tables:
        return None
    try:
        found = {key for path in tables for key in INCIDENT.findall(path.read_bytes())}
    except OSError as error:
        message = (
            f"{error.filename} cannot be read ({error.strerror}), so that nobody knows "
            "what was published. Make it readable."
        )
        raise BriefingError(message) from None
    return frozenset(key.decode() for key in found)


def all_but(incident: str, change: "Change") -> frozenset[str]:
    """Name all other incidents: where nobody knows, what they share with it is
    published.
    """
    return frozenset(row["incident_id"] for row in change.rows("incidents")) - {
        incident
    }
