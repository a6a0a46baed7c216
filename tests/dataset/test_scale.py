"""Data at scale: what is remembered, what is read, in which format and from where."""

import gc
import json
import os
import shutil
import sys
import threading
import weakref
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest.mock import Mock

import fsspec
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.cli.main import main
from briefing.dataset.cell_checks import broken_rules, cell_fault
from briefing.dataset.date_columns import days
from briefing.dataset.dates import span
from briefing.dataset.derive import FINDINGS
from briefing.dataset.files import stamp
from briefing.dataset.findings import InvalidPackage
from briefing.dataset.load import (
    FEW,
    digest_of_rules,
    forget,
    load,
    load_ahead,
    trusted,
)
from briefing.dataset.validate import check, strict
from briefing.garbage_collection import thrifty
from briefing.synth.package import synth
from helpers.examples import fewer
from helpers.paths import TEST_DATA

POCKET = TEST_DATA / "pocket"


def test_the_same_files_give_the_same_dataset(pocket):
    """Nothing is built twice: the dataset in memory is handed out again."""
    assert load(pocket) is load(pocket)


def test_one_folder_by_two_names_tells_each_its_name(pocket, monkeypatch):
    """A dataset knows its folder, so a relative and an absolute path name the same
    one.
    """
    first = load(pocket)
    monkeypatch.chdir(pocket.parent)

    assert first is load("pocket")


def test_a_changed_byte_is_a_new_dataset(pocket):
    """The files are read each time, so that no change is missed."""
    before = load(pocket)
    path = pocket / "reference" / "states.csv"
    stat = path.stat()
    path.write_text(path.read_text("utf-8").replace("Saltmere", "Saltmeer"), "utf-8")
    # Of the same length and age: only reading it can tell.
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    after = load(pocket)

    assert ("Saltmere", "Saltmeer") == (
        before.state_name("XSM"),
        after.state_name("XSM"),
    )


def test_a_remembered_package_is_still_refused(pocket):
    """A file that nobody declared is found, although the digest is that of before."""
    load(pocket)
    (pocket / "stray.csv").write_text("a\n")

    with pytest.raises(InvalidPackage, match="undeclared-file"):
        load(pocket)


@pytest.mark.parametrize("table", ["incidents", "claims", "memberships"])
def test_no_change_reaches_who_loads_next(pocket, table):
    """Whatever is done to a table handed out, the next one to load sees none of it."""
    before = load(pocket).table(table)
    frame = load(pocket).table(table)
    for name in frame.columns:
        values = frame[name].array
        values[0] = values[-1]
        values[:] = values[::-1]
    frame.index.name = "changed"
    frame.columns.name = "changed"

    pd.testing.assert_frame_equal(before, load(pocket).table(table))


def checks_of(first, second, pocket, monkeypatch):
    """Count how often the rules were asked after one call, and after another."""
    module = sys.modules["briefing.dataset.validate"]
    asked = Mock(wraps=module.findings_of)
    monkeypatch.setattr(module, "findings_of", asked)
    counts = []
    for call in (first, second):
        call(pocket)
        counts.append(asked.call_count)
    return counts


def test_what_was_read_ahead_is_given_out_once_it_is_known_to_be_sound(
    pocket, monkeypatch
):
    """One process checks while another reads: the second builds it no second time."""
    load(pocket)
    forget()
    load_ahead(pocket)
    monkeypatch.delattr(sys.modules["briefing.dataset.load"], "read_contents")

    assert load(pocket) is load(pocket)


def test_what_was_read_ahead_is_checked_where_nobody_did(pocket, monkeypatch, tmp_path):
    """The note that data are sound is what counts, and there is none here."""
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "empty"))

    assert [0, 1] == checks_of(load_ahead, load, pocket, monkeypatch)


def test_what_is_read_ahead_is_checked_at_once_where_nothing_can_be_noted(
    pocket, monkeypatch, tmp_path
):
    """Otherwise each kernel would check for itself."""
    (tmp_path / "taken").write_text("a file")
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "taken"))

    assert [1, 1] == checks_of(load_ahead, load, pocket, monkeypatch)


def test_what_is_noted_goes_by_the_rules_that_were_imported(pocket, monkeypatch):
    """A rule that is edited later does not count as kept by what was checked before."""
    digest_of_rules.cache_clear()
    load_ahead(pocket)
    before = digest_of_rules.cache_info()
    load(pocket)

    assert (1, 1) == (before.misses, digest_of_rules.cache_info().misses)


def test_a_large_dataset_that_is_let_go_leaves_the_memory(pocket, monkeypatch):
    """It refers to itself, and a command looks seldom for what does."""
    monkeypatch.setattr("briefing.dataset.load.MUCH", 0)
    forget()
    path = pocket / "reference" / "states.csv"
    gc.disable()
    try:
        gone = weakref.ref(load(pocket).tables)
        path.write_text(path.read_text("utf-8").replace("Saltmere", "Saltmeer"))
        load(pocket)
    finally:
        gc.enable()

    assert gone() is None


def test_a_command_gives_back_how_often_it_collects():
    """Whoever calls it from a program of theirs finds Python as it was."""
    before = gc.get_threshold()
    with suppress(ZeroDivisionError), thrifty():
        within = gc.get_threshold()
        1 / 0  # noqa: B018  # whatever happens

    assert (before, True) == (gc.get_threshold(), within > before)


def test_what_is_wrong_is_refused_though_it_was_read_ahead(pocket):
    """Reading ahead makes nothing sound."""
    path = pocket / "incidents.csv"
    path.write_text(path.read_text("utf-8").replace("XSM", "XXX"), "utf-8")
    stamp(pocket)
    load_ahead(pocket)

    with pytest.raises(InvalidPackage, match="XXX"):
        load(pocket)


def test_only_a_few_are_remembered(pocket):
    """A long-lived process does not keep every version of the data that it has seen."""
    path = pocket / "reference" / "states.csv"
    text = path.read_text("utf-8")
    first = load(pocket)
    for n in range(FEW):
        path.write_text(text.replace("Saltmere", f"Saltmere {n}"), "utf-8")
        load(pocket)
    path.write_text(text, "utf-8")

    assert first is not load(pocket)


@pytest.fixture(scope="session")
def made(shared) -> Path:
    """A synthetic package of CSV files."""

    def make(folder: Path) -> None:
        synth(2000, folder / "csv", like=POCKET)

    return shared("synth", make) / "csv"


def test_a_synthetic_package_is_sound(made):
    """What the program invents breaks none of our rules."""
    assert [] == check(made)


def test_nobody_takes_a_synthetic_package_for_real(made):
    """Its title says so, and every state in it has a code that no state has."""
    data = load(made)

    assert data.title.startswith("SYNTHETIC DATA, MADE BY A PROGRAM: 2,000 INVENTED")
    assert {"X"} == {code[0] for code in data.states["state"]}


def test_a_synthetic_package_has_what_a_real_one_has(made):
    """Dates of every precision, ranges of people, doubt, denial, and many rights at
    once.
    """
    data = load(made)
    acts, claims = data.incidents, data.claims

    assert {4, 7, 10, 21} == set(acts["date"].str.len())
    assert (acts["persons_min"] < acts["persons_max"]).any()
    assert acts["persons_max"].max() > 100
    assert {"reported", "denied"} <= set(claims["value"])
    assert set(FINDINGS) == set(acts["finding"])
    assert data.violations.groupby("incident_id").size().max() > 6
    repeats = data.sources.set_index("source_id")["derived_from"]
    assert repeats.isin(repeats.index[repeats != "not_applicable"]).any()


def test_chance_is_repeated_by_its_seed(made, tmp_path):
    """The same number and seed give the same bytes; another seed gives others."""
    again = synth(2000, tmp_path / "again", like=POCKET)
    other = synth(2000, tmp_path / "other", like=POCKET, seed=7)

    assert load(made).digest == load(again).digest
    assert load(made).digest != load(other).digest


@pytest.mark.parametrize("n", [1, 2, 3, 50])
def test_a_synthetic_package_may_be_tiny(tmp_path, n):
    """One incident is a package too."""
    assert [] == check(synth(n, tmp_path / "tiny", like=POCKET))


def test_nothing_is_written_over(made, capsys):
    """A folder with something in it is refused in one sentence."""
    code = main(["data", "synth", "--incidents", "5", "--out", str(made)])

    assert 2 == code
    assert "is not an empty folder" in capsys.readouterr().err


def test_the_command_writes_a_package(tmp_path, capsys):
    """The command names the folder that it wrote."""
    out = tmp_path / "new"
    asked = ["--incidents", "5", "--format", "csv", "--out", str(out)]

    assert 0 == main(["data", "synth", *asked, "--data", str(POCKET)])
    assert f"{out}\n" == capsys.readouterr().out
    assert 5 == len(load(out).incidents)


@pytest.fixture(scope="session")
def parted(shared) -> Path:
    """The same synthetic package in Parquet files, three of each table."""

    def make(folder: Path) -> None:
        out = folder / "parquet"
        synth(2000, out, form="parquet", partitions=3, like=POCKET)

    return shared("synth-parted", make) / "parquet"


@pytest.fixture
def broken(tmp_path, parted) -> Path:
    """A copy of it, which a test may break."""
    return Path(shutil.copytree(parted, tmp_path / "broken"))


def codes(package):
    """Check a package, and give where which codes were found."""
    return {(finding.file, finding.code) for finding in check(package)}


def rewrite(package, name, change):
    """Write a file of a package again, changed, without a word to the descriptor."""
    path = package / name
    pq.write_table(change(pq.read_table(path)), path)
    descriptor = json.loads((package / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        resource.pop("hash", None)
    (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")


def test_parquet_holds_what_csv_holds(made, parted):
    """Every table is the same, typed and as written, from one CSV file or three
    others.
    """
    from_csv, from_parquet = load(made), load(parted)

    for name in from_csv.package.tables:
        pd.testing.assert_frame_equal(from_csv.table(name), from_parquet.table(name))
        pd.testing.assert_frame_equal(
            from_csv.written(name), from_parquet.written(name)
        )


def test_only_what_is_asked_for_is_read(made, parted, monkeypatch):
    """Some columns of some rows are those of the whole table, which is then not
    made.
    """
    # As if the table were a large one.
    module = sys.modules["briefing.dataset.load"]
    monkeypatch.setattr(module, "SMALL", 0)
    ids = load(made).incidents["incident_id"][5:9].tolist()
    asked = {"columns": ["source_id", "value"], "where": {"incident_id": ids}}
    forget()
    lazy = load(parted)
    few = lazy.table("claims", **asked)
    forget()
    whole = load(made).claims

    assert "claims" not in lazy.tables.frames
    expected = whole[whole["incident_id"].isin(ids)][asked["columns"]]
    pd.testing.assert_frame_equal(expected.reset_index(drop=True), few)


def test_what_is_derived_can_be_asked_for_alone(made, parted):
    """A derived column comes from the whole, and is the same."""
    columns = ["incident_id", "finding"]

    assert (
        load(made)
        .table("incidents", columns)
        .equals(load(parted).table("incidents", columns))
    )


def test_a_csv_table_may_stand_in_several_files(tmp_path, made):
    """Each file has its own header, and a finding names the file and its own line."""
    package = synth(2000, tmp_path / "parts", partitions=3, like=POCKET)
    expected = load(made).claims
    pd.testing.assert_frame_equal(expected, load(package).claims)
    path = package / "incidents" / "part-0001.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:4], lines[4].replace("XNM", "X")[:30] + "\n"]))

    assert ("incidents/part-0001.csv", 5) in {(f.file, f.row) for f in check(package)}


def test_a_parquet_file_that_is_cut_short_is_a_finding(broken):
    """Damage is reported by the name of the file, and no traceback comes."""
    path = broken / "claims" / "part-0001.parquet"
    path.write_bytes(path.read_bytes()[:-100])

    assert ("claims/part-0001.parquet", "unreadable-file") in codes(broken)
    with pytest.raises(InvalidPackage, match="unreadable-file"):
        load(broken)


def test_a_parquet_file_that_changed_is_a_finding(broken):
    """The digest is that of all files of a table, one after the other."""
    first, second = (broken / "claims" / f"part-000{n}.parquet" for n in (0, 1))
    first.write_bytes(second.read_bytes())

    assert ("claims/part-0000.parquet", "file-changed") in codes(broken)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda table: table.drop_columns(["date"]), "missing-column"),
        (lambda table: table.append_column("extra", table["date"]), "unknown-column"),
        (
            lambda table: table.set_column(
                table.schema.get_field_index("persons_min"),
                "persons_min",
                pa.array([1.5] * len(table)),
            ),
            "wrong-type",
        ),
        (
            lambda table: table.set_column(
                table.schema.get_field_index("place"),
                "place",
                pa.nulls(len(table), pa.string()),
            ),
            "empty-cell",
        ),
    ],
)
def test_columns_of_parquet_are_those_of_the_descriptor(broken, change, code):
    """A column that is missing, unknown, of another type or empty is a finding."""
    rewrite(broken, "incidents/part-0002.parquet", change)

    assert ("incidents/part-0002.parquet", code) in codes(broken)


def test_parquet_may_keep_its_own_types(broken):
    """Lists, truths and codes in a dictionary are read as the text that CSV would
    hold.
    """

    def retyped(table):
        for name, kind in (("verified", pa.bool_()), ("groups", None), ("type", None)):
            place = table.schema.get_field_index(name)
            column = table[name]
            if name == "verified":
                column = pc.equal(column, "true").cast(kind)
            elif name == "groups":
                column = pc.split_pattern(column, ";")
            else:
                column = column.dictionary_encode()
            table = table.set_column(place, name, column)
        return table

    before = load(broken).incidents
    rewrite(broken, "incidents/part-0000.parquet", retyped)

    pd.testing.assert_frame_equal(before, load(broken).incidents)


def test_a_parquet_file_that_nobody_declared_is_a_finding(broken):
    """What lies in the package and is not named is found, as with CSV."""
    shutil.copy(broken / "claims" / "part-0000.parquet", broken / "more.parquet")

    assert {("more.parquet", "undeclared-file")} == codes(broken)


def test_frictionless_accepts_parquet_in_parts(tmp_path):
    """The second opinion is given on the same tables, whatever files they stand in."""
    out = tmp_path / "small"

    assert [] == strict(synth(40, out, form="parquet", partitions=2, like=POCKET))


def test_a_package_is_read_by_its_address(parted):
    """Whatever fsspec reads can hold a package; here it is memory."""
    memory = fsspec.filesystem("memory")
    memory.put(f"{parted}/", "/bucket/data", recursive=True)
    there = load("memory://bucket/data/datapackage.json")

    assert "memory://bucket/data" == str(there.root)
    assert load(parted).digest == there.digest
    pd.testing.assert_frame_equal(load(parted).incidents, there.incidents)
    assert there is load(str(there.root))


def test_a_package_is_read_from_a_web_server(parted):
    """An address that begins with http is read as a folder is."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(parted))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there = load(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()

    assert load(parted).digest == there.digest


def test_what_lies_beside_a_package_elsewhere_is_found(parted):
    """A file that nobody declared is found there too, where a server lists its
    files.
    """
    memory = fsspec.filesystem("memory")
    memory.put(f"{parted}/", "/shelf/data", recursive=True)
    memory.pipe_file("/shelf/data/stray.csv", b"a\n")

    assert {("stray.csv", "undeclared-file")} == codes("memory://shelf/data")


def test_a_file_address_is_a_folder(made):
    """An address of a file on this machine is the folder itself."""
    assert load(made) is load(f"file://{made}")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nosuch://host/data", "nosuch"),
        ("https://me:secret@example.org/data", "from the environment"),
    ],
)
def test_an_address_that_cannot_be_read_is_one_sentence(address, said, capsys):
    """A driver that is missing and a password in an address are said, and never
    repeated.
    """
    code = main(["check", "--data", address])
    error = capsys.readouterr().err

    assert 2 == code
    assert said in error
    assert "secret" not in error


def test_a_long_run_of_findings_is_counted(broken):
    """A column that is wrong in every row is listed for some and counted for the
    rest.
    """

    def without_type(table):
        place = table.schema.get_field_index("type")
        return table.set_column(place, "type", pa.array(["none"] * len(table)))

    for n in range(3):
        rewrite(broken, f"incidents/part-000{n}.parquet", without_type)
    found = check(broken)
    wrong = [one for one in found if one.code == "unknown-code"]

    assert 2000 == sum(one.times for one in wrong)


def test_contents_are_checked_once(pocket, tmp_path, monkeypatch):
    """What was found sound is noted, and a byte more makes it unknown again."""
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "cache"))
    forget()
    digest = load(pocket).digest

    assert trusted(digest)
    assert not trusted(digest[::-1])
    # Without a place to note it nothing is noted, and loading goes on.
    monkeypatch.setenv("BRIEFING_CACHE", str(pocket / "claims.csv"))
    forget()
    assert digest == load(pocket).digest
    assert not trusted(digest)


def test_a_damaged_note_is_no_note(pocket, tmp_path, monkeypatch):
    """What stands in the cache may be anything: then contents are checked, and
    noted.
    """
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path))
    forget()
    digest = load(pocket).digest
    (note,) = (path for path in tmp_path.rglob("sound/*/*") if path.is_file())
    note.write_bytes(b"\xff\x00")
    forget()

    assert not trusted(digest)
    assert digest == load(pocket).digest
    assert trusted(digest)


def test_the_descriptor_that_was_checked_is_the_one_that_is_noted(pocket, monkeypatch):
    """A descriptor exchanged while the package is read is read and checked again."""
    place = pocket / "datapackage.json"
    sound, read = place.read_bytes(), Path.read_bytes

    def exchanged(path):
        found = read(path)
        if path == place:
            place.write_bytes(found.replace(b'"categories"', b'"categoriez"'))
        return found

    before = load(pocket).digest
    monkeypatch.setattr(Path, "read_bytes", exchanged)
    forget()

    digest = load(pocket).digest
    monkeypatch.undo()

    assert sound != place.read_bytes()
    assert before != digest
    assert digest == load(pocket).digest


CELL = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"\A[0-9/.\-]{1,12}\Z"),
    st.sampled_from(["unknown", "withheld", "XNM", "INC-0001", "5-May", "1E5", "=1"]),
)


@given(st.lists(CELL, max_size=30))
@fewer(2)
def test_whole_columns_are_judged_as_single_cells_are(texts):
    """The first rule that a text breaks does not depend on its neighbours."""
    for resource in load(POCKET).package.resources[:4]:
        missing = frozenset(load(POCKET).missing)
        for field in resource.table.fields:
            faults = {text: cell_fault(field, text, missing) for text in texts}
            expected = {text: fault[0] for text, fault in faults.items() if fault}

            column = pa.array([*faults], pa.string())
            assert expected == broken_rules(field, column, missing)


@given(st.lists(st.one_of(CELL, st.dates().map(str)), max_size=40))
def test_whole_columns_of_dates_are_read_as_single_ones_are(texts):
    """The first and the last day of each text are those that the rule for one text
    gives.
    """
    spans = [span(text) for text in texts]
    found = days(pd.Series(texts, dtype="str"))

    for name, part in (("first_day", "first"), ("last_day", "last")):
        expected = [None if one is None else getattr(one, part) for one in spans]
        actual = [None if pd.isna(day) else day.date() for day in found[name]]
        assert expected == actual
