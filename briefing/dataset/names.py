"""The tables and fields that our rules and counts call by name.

Their types, labels and bounds are told in datapackage.json and nowhere else.
"""

from collections.abc import Collection, Mapping

NEEDED: dict[str, str] = {
    "incidents": "incident_id record_kind title date date_end type executing_state "
    "requesting_state persons_min persons_max fate unverified_cells",
    "violations": "incident_id right responsible_state basis authority source_id",
    "claims": "incident_id source_id field value",
    "sources": "source_id publisher kind derived_from",
    "persons": "person_id name",
    "appearances": "person_id incident_id",
    "involvements": "incident_id state role",
    "corrections": "table key field now date",
    "states": "state name",
    "memberships": "state status from to",
    "rights": "right label short_label",
    "right_articles": "right treaty articles",
    "treaties": "treaty title",
    "treaty_parties": "treaty state status",
    "presidencies": "state from to",
    "events": "event_id date label",
}


def lacking(fields: Mapping[str, Collection[str]]) -> list[str]:
    """Name each table, or field of a table, that a package would need and has not."""
    absent = []
    for table, names in NEEDED.items():
        if table not in fields:
            absent.append(table)
        else:
            absent += [f"{table}.{n}" for n in names.split() if n not in fields[table]]
    return absent
