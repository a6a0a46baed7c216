"""An independent recount: the csv module, the files, and nothing of ours.

It reads what METHOD.md says once more, in other words than the code under test, so that
a mistake in one is not a mistake in both.
"""

import csv
import json
from calendar import monthrange
from collections import Counter, defaultdict
from pathlib import Path

STRONGEST = ["adjudicated", "corroborated", "reported"]
MISSING = {"unknown", "not_reported", "not_applicable", "withheld"}


def read(package, table):
    """Read a table as rows of text, with what the corrections say of them, in order."""
    rows = written(package, table)
    schema = json.loads((Path(package) / "datapackage.json").read_text("utf-8"))
    name = Path(table).name
    (described,) = (one for one in schema["resources"] if one["name"] == name)
    key = described["schema"]["primaryKey"]
    known = {"|".join(row[part] for part in key): row for row in rows}
    for one in sorted(written(package, "corrections"), key=lambda row: row["date"]):
        if one["table"] == name:
            assert one["was"] == known[one["key"]][one["field"]]
            known[one["key"]][one["field"]] = one["now"]
    return rows


def written(package, table):
    """Read a table as rows of text, as they stand in the file."""
    with (Path(package) / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def first(date):
    """The first possible day of a date, as text that sorts."""
    start = date.split("/")[0]
    return start + {4: "-01-01", 7: "-01", 10: ""}[len(start)]


def last(date):
    """The last possible day of a date, as text that sorts."""
    end = date.split("/")[-1]
    if len(end) == 7:
        return f"{end}-{monthrange(int(end[:4]), int(end[5:]))[1]:02d}"
    return end + {4: "-12-31", 10: ""}[len(end)]


class Recount:
    """The acts and violations of a package, perhaps of some executing states and
    days.
    """

    def __init__(self, package, states=(), date_from="0000", date_to="9999-12-31"):
        """Read the files and keep the acts that lie wholly in the period."""
        self.origin = {
            s["source_id"]: s["derived_from"] for s in read(package, "sources")
        }
        self.by = {s["source_id"]: s["publisher"] for s in read(package, "sources")}
        voices = defaultdict(set)
        for claim in read(package, "claims"):
            if claim["field"] == "act" and claim["value"] == "reported":
                voices[claim["incident_id"]].add(
                    self.root_publisher(claim["source_id"])
                )
        rows = read(package, "violations")
        found = {row["incident_id"] for row in rows if row["basis"] == "adjudicated"}
        self.acts = {
            row["incident_id"]: row
            for row in read(package, "incidents")
            if row["record_kind"] == "act"
            and (not states or row["executing_state"] in states)
            and date_from <= first(row["date"])
            and last(row["date"]) <= date_to
        }
        self.violations = [row for row in rows if row["incident_id"] in self.acts]
        for key, act in self.acts.items():
            second = "corroborated" if len(voices[key]) > 1 else "reported"
            act["finding"] = "adjudicated" if key in found else second
            act["sources"] = len(voices[key])
            one = first(act["date"])[:4]
            act["year"] = one if one == last(act["date"])[:4] else "uncertain"
        for row in self.violations:
            second = (
                "corroborated" if len(voices[row["incident_id"]]) > 1 else "reported"
            )
            row["finding"] = row["basis"] if row["basis"] == "adjudicated" else second

    def root_publisher(self, source):
        """Who first said it."""
        while self.origin[source] not in MISSING:
            source = self.origin[source]
        return self.by[source]

    def incidents(self, field):
        """Acts by a field and finding."""
        return Counter((act[field], act["finding"]) for act in self.acts.values())

    def offences(self, field):
        """Violations by a field and finding."""
        return Counter((row[field], row["finding"]) for row in self.violations)

    def under_rights(self):
        """For each right the acts that violate it, each once with its strongest
        finding.
        """
        pairs = defaultdict(list)
        for row in self.violations:
            pairs[row["right"], row["incident_id"]].append(row["finding"])
        return {pair: min(all_, key=STRONGEST.index) for pair, all_ in pairs.items()}

    def incidents_by_right(self):
        """Acts under each right and finding."""
        return Counter(
            (right, found) for (right, _), found in self.under_rights().items()
        )

    def people(self, pairs):
        """Sum people over pairs of a code and an act, minimum and maximum."""
        sums = defaultdict(lambda: [0, 0])
        for code, key in pairs:
            for end, field in enumerate(("persons_min", "persons_max")):
                text = self.acts[key][field]
                sums[code][end] += 0 if text in MISSING else int(text)
        return {code: tuple(ends) for code, ends in sums.items()}

    def persons(self, field):
        """People by a field of the act."""
        return self.people((act[field], key) for key, act in self.acts.items())

    def persons_by_right(self):
        """People under each right, each act once."""
        return self.people(self.under_rights())

    def crossed(self, rows, row, col):
        """Cells of two fields."""
        return Counter((one[row], one[col]) for one in rows)
