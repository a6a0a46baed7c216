"""The data in other forms: each holds what is counted, and what can be checked is
sound.
"""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from frictionless import Package

from briefing.cli import exit_codes
from briefing.cli.main import main
from briefing.curate.export import FORMS
from briefing.dataset.codebook import render_codebook
from briefing.dataset.load import load
from briefing.dataset.validate import check
from helpers.paths import POCKET, ROOT
from helpers.recount import read, written

DATA = ROOT / "data"
# The core hashtags of HXL 1.1 that are used, and the form of extensions to them.
CORE = {
    "affected",
    "cause",
    "country",
    "crisis",
    "date",
    "description",
    "event",
    "group",
    "impact",
    "item",
    "loc",
    "meta",
    "org",
    "status",
    "value",
}
TAG = re.compile(r"#([a-z]\w*)(\+[a-z]\w*)*", re.ASCII)


def export(form, folder, *more, data=POCKET):
    """Export as a person does, and give the folder."""
    asked = [
        "data",
        "export",
        "--out",
        str(folder),
        "--format",
        form,
        "--data",
        str(data),
        *more,
    ]

    assert exit_codes.DONE == main(asked)
    return folder


@pytest.fixture
def unpacked(tmp_path):
    """The package as a zip, taken apart."""
    (archive,) = export("zip", tmp_path / "zip").iterdir()
    with zipfile.ZipFile(archive) as file:
        file.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


def rows(content):
    """Read CSV from text."""
    return list(csv.DictReader(io.StringIO(content)))


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("data", [POCKET, DATA], ids=["pocket", "data"])
def test_a_package_holds_what_it_was_made_from(tmp_path, form, data):
    """An exported package is sound, and every table of it is loaded as that of ours."""
    made = export(form, tmp_path / "made", data=data)
    ours, theirs = load(data), load(made)

    assert [] == check(made)
    for name in set(ours.package.tables) - {"corrections"}:
        pd.testing.assert_frame_equal(ours.table(name), theirs.table(name))


def test_the_tables_of_an_export_are_corrected(tmp_path):
    """Who reads the file alone reads what is counted, and still what was corrected."""
    made = export("csv", tmp_path / "made")
    found = {row["incident_id"]: row for row in written(made, "incidents")}

    assert "Grey Harbour" == found["INC-0006"]["place"]
    assert read(POCKET, "incidents") == [*found.values()]
    assert written(POCKET, "corrections") == sorted(
        written(made, "corrections"), key=lambda row: row["key"]
    )


@pytest.mark.parametrize(("form", "named"), [("csv", "csv"), ("parquet", "parquet")])
def test_a_corrected_key_is_followed(pocket, tmp_path, form, named):
    """A correction of an export names the row by the key that it has there."""
    with (pocket / "corrections.csv").open("a", encoding="utf-8") as table:
        cell = "violations,INC-0006|ASYLUM|XSM,responsible_state,XSM,XNM"
        table.write(f"{cell},A reason.,S-0007,2026-02-01\n")
    made = export(form, tmp_path / "made", data=pocket)
    keys = set(load(made).corrections["key"])

    assert [] == check(made)
    assert "INC-0006|ASYLUM|XNM" in keys
    assert {f".{named}"} == {
        path.suffix for path in made.glob("reference/*") if path.is_file()
    }


def test_parquet_keeps_the_types_of_what_is_always_known(tmp_path):
    """Truths and days that every row has are such; where a code may stand there is
    text.
    """
    made = export("parquet", tmp_path / "made")
    incidents = pq.read_schema(made / "incidents.parquet")
    memberships = pq.read_schema(made / "reference" / "memberships.parquet")

    assert "bool" == str(incidents.field("verified").type)
    assert "string" == str(incidents.field("persons_min").type)
    assert "date32[day]" == str(memberships.field("from").type)


def test_the_zip_is_valid_for_frictionless(tmp_path):
    """A validator by others reads the package out of the zip, and finds nothing."""
    (archive,) = export("zip", tmp_path / "zip").iterdir()
    report = Package(str(archive)).validate()

    assert (True, "sco-briefing-pocket-2026.1.zip") == (report.valid, archive.name)


def test_the_zip_is_valid_for_us(unpacked):
    """Taken apart, it is a package like any other."""
    assert [] == check(unpacked)


def test_the_zip_has_the_same_bytes_each_time(tmp_path):
    """Neither the clock nor the machine is in it."""
    first, second = (export("zip", tmp_path / name) for name in ("a", "b"))
    bytes_of = [next(folder.iterdir()).read_bytes() for folder in (first, second)]

    assert bytes_of[0] == bytes_of[1]


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_codebook_lies_beside(tmp_path, form):
    """Nobody has to ask what a code means."""
    made = export(form, tmp_path / "made")
    if form == "zip":
        with zipfile.ZipFile(next(made.iterdir())) as file:
            file.extractall(made)
    text = (made / "CODEBOOK.md").read_text("utf-8")
    own = made if (made / "datapackage.json").exists() else POCKET

    assert render_codebook(own) == text


def lines(folder):
    """Read the lines of JSON by incident."""
    text = (folder / "incidents.jsonl").read_text("utf-8")
    return {one["incident_id"]: one for one in map(json.loads, text.splitlines())}


@pytest.mark.parametrize("table", ["violations", "claims", "involvements"])
@pytest.mark.parametrize("data", [POCKET, DATA], ids=["pocket", "data"])
def test_what_hangs_on_an_incident_stands_in_its_line(tmp_path, table, data):
    """Each row of the file stands once, under its incident."""
    found = lines(export("jsonl", tmp_path / "made", data=data))
    nested = [
        {"incident_id": key} | row for key, one in found.items() for row in one[table]
    ]
    expected = read(data, table)

    assert sorted(map(sorted, (row.items() for row in expected))) == sorted(
        map(sorted, (row.items() for row in nested))
    )


def test_a_line_has_types_and_what_is_derived(tmp_path):
    """Numbers are numbers, lists are lists, and a code says why there is no number."""
    found = lines(export("jsonl", tmp_path / "made"))
    one, unknown = found["INC-0002"], found["INC-0009"]

    assert (5, 6, ["religious"]) == tuple(
        one[name] for name in ("persons_min", "persons_max", "groups")
    )
    assert unknown["persons_min"] in load(POCKET).missing
    assert ("corroborated", 2006) == (one["derived"]["finding"], one["derived"]["year"])
    assert ["INC-0005"] == [row["key"] for row in found["INC-0005"]["corrections"]]
    assert ["P-0006"] == [row["person_id"] for row in found["INC-0005"]["persons"]]
    assert {"S-0009"} == {row["source_id"] for row in found["INC-0005"]["sources"]}


def test_hashtags_stand_below_the_header(tmp_path):
    """Below the hashtags every table is what the CSV export holds."""
    plain, tagged = (export(form, tmp_path / form) for form in ("csv", "hxl"))
    for path in sorted(plain.rglob("*.csv")):
        header, *rest = path.read_text("utf-8").splitlines()
        same = (tagged / path.relative_to(plain)).read_text("utf-8").splitlines()

        assert [header, *rest] == [same[0], *same[2:]]
        assert header.count(",") == same[1].count(",")


def test_hashtags_are_those_that_others_know(tmp_path):
    """Each is well formed, and of the core of HXL or marked as an extension of it."""
    made = export("hxl", tmp_path / "made", data=DATA)
    tags = {
        tag
        for path in made.rglob("*.csv")
        for tag in path.read_text("utf-8").splitlines()[1].split(",")
    }
    names = {TAG.fullmatch(tag)[1] for tag in tags}

    assert set() == {name for name in names - CORE if not name.startswith("x_")}


def test_a_state_and_a_number_have_the_hashtags_of_the_standard(tmp_path):
    """What humanitarian tools look for first is found."""
    made = export("hxl", tmp_path / "made")
    first = rows((made / "incidents.csv").read_text("utf-8"))[0]

    assert "#country+executing+code+v_iso3" == first["executing_state"]
    assert "#affected+min+num" == first["persons_min"]
    assert "#date+start" == first["date"]


def texts(folder):
    """Read whatever an export holds as text, file by file."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            yield path.stem, pq.read_table(path).to_pandas().to_csv()
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield Path(name).stem, archive.read(name).decode()
        elif path.is_file():
            yield path.stem, path.read_text("utf-8")


@pytest.mark.parametrize("form", sorted(FORMS))
def test_names_are_withheld_in_every_form(tmp_path, form):
    """No spelling of a name is in any file, and the tables of people are empty."""
    people = read(POCKET, "persons")
    spellings = {
        one
        for row in people
        for one in (row["name"], *row["other_names"].split(";"))
        if one not in load(POCKET).missing
    }
    made = export(form, tmp_path / "made", "--names", "withheld")
    found = dict(texts(made))

    assert 7 <= len(spellings)
    assert set() == {one for one in spellings for text in found.values() if one in text}
    assert not any("P-0001" in text for text in found.values())


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("data", [POCKET, DATA], ids=["pocket", "data"])
def test_a_package_without_names_is_sound(tmp_path, form, data):
    """What is masked in a table is masked in its corrections alike."""
    made = export(form, tmp_path / "made", "--names", "withheld", data=data)

    assert [] == check(made)
    assert load(made).package.description.endswith("the tables of people are empty.")


def test_a_masked_cell_agrees_with_its_correction(pocket, tmp_path):
    """An address that spells a name is withheld whole, and its correction says no
    more.
    """
    name = "lin-zhiyuan-林知远"
    path = pocket / "sources.csv"
    before = written(pocket, "sources")[0]
    text = path.read_text("utf-8")
    path.write_text(text.replace(before["url"], f"https://example.org/{name}", 1))
    with (pocket / "corrections.csv").open("a", encoding="utf-8") as table:
        cell = f"sources,{before['source_id']},url,https://example.org/{name}"
        table.write(f"{cell},https://example.org/{name}/2,Why,S-0007,2026-02-01\n")
    made = export("csv", tmp_path / "made", "--names", "withheld", data=pocket)

    assert [] == check(made)
    assert not any("林知远" in text for _, text in texts(made))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--format", "cvs"], "did you mean 'csv'?"),
        (
            ["--format", "csv", "--names", "hidden"],
            "'hidden' is not one of 'shown', 'withheld'",
        ),
    ],
)
def test_what_cannot_be_exported_is_refused(tmp_path, capsys, asked, said):
    """A misspelt form is refused with the one that is meant, and nothing is written."""
    out = tmp_path / "made"
    code = main(["data", "export", "--out", str(out), "--data", str(POCKET), *asked])

    assert exit_codes.REFUSED == code
    assert said in capsys.readouterr().err
    assert [] == [*tmp_path.iterdir()]


def test_nothing_is_written_over(tmp_path, capsys):
    """A folder with something in it stays as it is."""
    (tmp_path / "mine.txt").write_text("mine")
    asked = [
        "data",
        "export",
        "--out",
        str(tmp_path),
        "--format",
        "csv",
        "--data",
        str(POCKET),
    ]

    assert exit_codes.REFUSED == main(asked)
    assert "is not an empty folder" in capsys.readouterr().err
    assert ["mine.txt"] == [path.name for path in tmp_path.iterdir()]


def test_the_folder_one_is_in_is_refused(tmp_path, monkeypatch, capsys):
    """It cannot be replaced, empty as it may be."""
    monkeypatch.chdir(tmp_path)
    code = main(
        ["data", "export", "--out", ".", "--format", "csv", "--data", str(POCKET)]
    )

    assert exit_codes.FAILED < code
    assert "is the folder you are in" in capsys.readouterr().err
