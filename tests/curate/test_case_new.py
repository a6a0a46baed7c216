"""A new case: from a file or a template, filled in, checked, and written at once."""

import io
import json
import re
from pathlib import Path

import pytest

from briefing.cli.main import main
from briefing.cli.output import asked
from briefing.curate.casefile import as_toml, parse_case, read_case
from briefing.curate.cases import add_case
from briefing.curate.change import Change
from briefing.dataset.validate import check
from briefing.errors import BriefingError
from helpers.editor import at_a_terminal, kept, put
from helpers.paths import TEST_DATA

CASES = TEST_DATA / "cases"
# What a curator does with the template in an editor.
FILLED = """
for was, now in [
    ('title = ""', 'title = "Eastvale sends four back to Northmark"'),
    ('summary = ""', 'summary = "Four people were put on a bus."'),
    ('type = ""', 'type = "deportation"'),
    ('# executing_state = "not_reported"', 'executing_state = "XEV"'),
    ('# groups = []', 'groups = ["religious"]'),
    ('confidence = ""', 'confidence = "medium"'),
    ('publisher = ""', 'publisher = "Estuary Bulletin"'),
    ('kind = ""', 'kind = "press"'),
    ('[[violations]]', '[[claims]]\\nsource_id = "new 1"\\nfield = "date"\\n'
        'value = "2018-03-01"\\n[[claims]]\\nsource_id = "new 1"\\n'
        'field = "persons"\\nvalue = 4\\n[[violations]]'),
    ('right = ""', 'right = "NON_REFOULEMENT"'),
    ('responsible_state = ""', 'responsible_state = "XEV"'),
    ('basis = ""', 'basis = "alleged"'),
    ('grounds = ""', 'grounds = "Nobody heard them."'),
    ('# [[persons]]', '[[persons]]'),
    ('# name = ""', 'name = "Doru Pelkan"'),
    ('# named_by', 'named_by'),
    ('# age = "unknown"', 'age = 40'),
]:
    assert was in text, was
    text = text.replace(was, now, 1)
p.write_text(text, 'utf-8')
"""


def new(pocket: Path, *words: str) -> int:
    """Run `briefing case new`."""
    return main(["case", "new", *words, "--data", str(pocket)])


def with_claims(pocket: Path, *claims: tuple[str, str]) -> dict[str, str]:
    """Add the case of two dates with other claims of its date; give its incident."""
    change = Change(pocket)
    case = read_case(CASES / "01-two-dates.toml", change.package)
    kept = [row for row in case.sections["claims"] if row["field"] != "date"]
    dated = [{"source_id": s, "field": "date", "value": day} for s, day in claims]
    case.sections["claims"] = [*kept, *dated]
    key = add_case(change, case)
    assert [] == change.findings()
    return change.row("incidents", key)


@pytest.mark.parametrize(
    ("bulletin", "survey", "date"),
    [
        ("2017-03-06", "2017-03-04", "2017-03-04"),  # the weightier source
        ("2017-03-06", "2017-03", "2017-03-06"),  # the more precise day within it
        ("2017", "2017-03", "2017-03"),
        ("2017-02-01/2017-02-09", "2017-02-03/2017-02-04", "2017-02-03/2017-02-04"),
    ],
)
def test_the_date_follows_from_the_claims(pocket, bulletin, survey, date):
    """Where the case gives no date, the named rule derives it from the claims."""
    held = with_claims(pocket, ("bulletin", bulletin), ("survey", survey))

    assert date == held["date"]


@pytest.mark.parametrize(
    ("one", "other", "date"),
    [
        ("2017-03-06", "2017-04", "2017-03-06/2017-04"),
        ("2018/2018-02", "2017-03-04", "2017-03-04/2018-02"),
    ],
)
def test_sources_of_one_weight_that_disagree_give_an_interval(pocket, one, other, date):
    """Where two newspapers contradict each other, the record spans both."""
    held = with_claims(pocket, ("bulletin", one), ("S-0004", other))

    assert date == held["date"]


def test_what_is_left_out_says_why(pocket):
    """A field that the case leaves out holds the code for why there is no value."""
    held = with_claims(pocket, ("survey", "2017"))
    names = ("date_end", "outcome", "note", "verified", "unverified_cells")

    expected = ["not_applicable", "not_reported", "not_applicable", "true"]
    assert [*expected, "not_applicable"] == [held[name] for name in names]


def test_cells_that_nobody_saw_make_a_record_unverified(pocket):
    """Whoever names unverified cells need not say that the record is not verified."""
    change = Change(pocket)
    case = read_case(CASES / "02-listing.toml", change.package)
    case.incident["unverified_cells"] = "date"

    assert "false" == change.row("incidents", add_case(change, case))["verified"]


def test_sources_and_persons_that_are_there_are_named_by_identifier(pocket):
    """A case whose source and person are known adds neither."""
    assert 0 == new(pocket, str(CASES / "03-known-source.toml"), "--yes")
    change = Change(pocket)

    assert (14, 7) == (len(change.rows("sources")), len(change.rows("persons")))
    assert "unknown" == change.row("appearances", "P-0004|INC-0016")["age"]


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ("[incident]", "[incidents]", "a section 'incidents'; .* 'incident'"),
        ("place =", "plaze =", "a field 'plaze'; .* 'place'"),
        ('title = "', "title = ", "cannot be read as TOML"),
        ('groups = ["other"]', 'groups = ["a;b"]', "an item of groups holds ';'"),
        ("value = 1\n", "value = 1.5\n", "claims 3: value is 1.5; expected a text"),
        ('confidence = "medium"', "", "give confidence; it is never left out"),
        ('type = "deportation"', 'type = "deport"', "did you mean 'deportation'"),
        ("[incident]", '[incident]\nincident_id = "INC-0001"', "case edit INC-0001"),
        ('"ferryman"', '"P-0001"', "in the package with another name"),
        ('source_id = "survey"', 'source_id = "survay"', "broken-reference|pattern"),
        ("XSM", "XSS", "broken-reference"),
    ],
)
def test_a_mistake_in_a_file_is_a_sentence(pocket, tmp_path, capsys, was, now, words):
    """A case that cannot be added says why, and nothing is written."""
    text = (CASES / "01-two-dates.toml").read_text("utf-8")
    assert was in text
    place = tmp_path / "case.toml"
    last = was == 'source_id = "survey"'
    other = text[::-1].replace(was[::-1], now[::-1], 1)[::-1]
    place.write_text(other if last else text.replace(was, now), "utf-8")
    before = {p: p.read_bytes() for p in pocket.rglob("*.csv")}

    assert 2 == new(pocket, str(place), "--yes")
    assert before == {p: p.read_bytes() for p in pocket.rglob("*.csv")}
    assert re.search(words, capsys.readouterr().err)


def test_a_case_told_again_is_shown_and_refused(pocket, capsys):
    """The names in another script, a day later: the case that it is, and what to do."""
    assert 2 == new(pocket, str(CASES / "told-again.toml"), "--yes")
    said = capsys.readouterr().err

    assert "It may be INC-0001" in said
    assert "briefing case edit INC-0001" in said


def test_a_dry_run_writes_nothing(pocket, capsys):
    """What would be written is shown and checked, and nothing is written."""
    before = {p: p.read_bytes() for p in pocket.rglob("*.csv")}
    assert 0 == new(pocket, str(CASES / "05-travel-ban.toml"), "--dry-run")
    said = capsys.readouterr()

    assert before == {p: p.read_bytes() for p in pocket.rglob("*.csv")}
    assert "INC-0016,act,Northmark lawyer kept from leaving" in said.out
    assert "Nothing was written." in said.err


@pytest.mark.parametrize(("answer", "rows"), [("y", 16), ("n", 15), ("", 15)])
def test_without_yes_it_asks(pocket, monkeypatch, answer, rows):
    """Only whoever says yes has it written."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{answer}\n"))

    assert 0 == new(pocket, str(CASES / "05-travel-ban.toml"))
    assert rows == len(Change(pocket).rows("incidents"))


def test_where_nobody_answers_nothing_is_written(pocket, monkeypatch, capsys):
    """A script that forgets --yes is told so."""
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    assert 2 == new(pocket, str(CASES / "05-travel-ban.toml"))
    assert "--yes to write without being asked" in capsys.readouterr().err


def test_a_mark_that_an_editor_puts_first_is_no_mistake(pocket, tmp_path):
    """A case saved on Windows with a mark of its encoding is read as without it."""
    place = tmp_path / "case.toml"
    text = (CASES / "02-listing.toml").read_text("utf-8")
    place.write_text(text, "utf-8-sig")

    assert 0 == new(pocket, str(place), "--yes")


def test_a_case_is_added_where_nobody_was_named_before(pocket):
    """A package without a person or a source is counted from the first one on."""
    change = Change(pocket)
    for table in ("appearances", "persons"):
        for key in list(change.table_rows(table).index):
            change.remove(table, key)
    change.write()

    assert 0 == new(pocket, str(CASES / "01-two-dates.toml"), "--yes")
    assert ["P-0001"] == [one["person_id"] for one in Change(pocket).rows("persons")]


def test_what_show_prints_is_what_new_takes(pocket, capsys):
    """A case comes back from its printed form as it was; JSON holds the same."""
    assert 0 == new(pocket, str(CASES / "01-two-dates.toml"), "--yes")
    show = ["case", "show", "INC-0016", "--data", str(pocket)]
    capsys.readouterr()
    assert 0 == main(show)
    package = Change(pocket).package
    case = parse_case(capsys.readouterr().out, "case.toml", package)

    assert "INC-0016" == case.incident["incident_id"]
    assert ["S-0015", "S-0016"] == [
        row["source_id"] for row in case.sections["sources"]
    ]
    assert "Дору Пелкан;多鲁" == case.sections["persons"][0]["other_names"]
    assert case == parse_case(as_toml(case, package), "case.toml", package)
    assert 0 == main([*show, "--json"])
    assert case.mapping() == json.loads(capsys.readouterr().out)


def test_the_template_explains_every_field(pocket, capsys):
    """Each field stands there with its title and its codes, and is a field of ours."""
    assert 0 == new(pocket, "--template")
    text = capsys.readouterr().out
    bare = re.sub(r"^# (?=\w+ = |\[)", "", text, flags=re.MULTILINE)
    package = Change(pocket).package
    case = parse_case(bare, "template", package)

    assert {"sources", "claims", "violations", "persons", "involvements"} == {
        *case.sections
    }
    unwrapped = text.replace("\n# ", " ")
    for table in ("incidents", *case.sections, "appearances"):
        for field in package.tables[table].table.fields:
            if field.name not in ("incident_id", "person_id"):
                assert f"{field.title}: {field.description}" in unwrapped
                assert all(code in unwrapped for code in field.codes)
    assert "XEV (Eastvale)" in unwrapped


def test_a_template_that_is_filled_in_becomes_a_case(pocket):
    """Date and people follow from the claims, the draft is gone, all is valid."""
    done = at_a_terminal(pocket, FILLED, "case", "new")

    assert (0, []) == (done.returncode, kept(pocket)), done.stderr
    change = Change(pocket)
    held = change.row("incidents", "INC-0016")
    assert ["2018-03-01", "XEV", "4", "4"] == [
        held[name] for name in ("date", "executing_state", "persons_min", "persons_max")
    ]
    key = "INC-0016|NON_REFOULEMENT|XEV"
    assert "S-0015" == change.row("violations", key)["source_id"]
    assert "40" == change.row("appearances", "P-0008|INC-0016")["age"]
    assert [] == check(pocket)


def test_a_template_that_nobody_filled_in_adds_nothing(pocket):
    """It is said, and nothing was typed that would have to be kept."""
    done = at_a_terminal(pocket, "", "case", "new")

    assert (2, []) == (done.returncode, kept(pocket))
    assert "The editor saved nothing new." in done.stderr


@pytest.mark.parametrize(
    ("script", "words", "answer", "code"),
    [
        (FILLED, [], "n", 0),
        (FILLED, ["--dry-run"], "y", 0),
        (f"{FILLED}\nsys.exit(3)", [], "y", 2),
        (put('title = ""', 'title = "Four" back"'), [], "y", 2),
        (put('title = ""', 'title = "Four back"'), [], "y", 2),
    ],
)
def test_what_is_not_written_is_kept(pocket, script, words, answer, code):
    """Whatever stands in the way, what was saved is in a file to go on from."""
    done = at_a_terminal(pocket, script, "case", "new", *words, answer=answer)

    assert code == done.returncode, done.stderr
    [place] = kept(pocket)
    assert f"`briefing case new {place.name}`" in done.stderr
    again = new(pocket, str(place), "--yes")
    assert (0 if script == FILLED else again) == again


def test_a_case_comes_from_standard_input(pocket, monkeypatch):
    """Another program may write it."""
    text = (CASES / "02-listing.toml").read_text("utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(text))

    assert 0 == new(pocket, "-", "--yes")
    assert 16 == len(Change(pocket).rows("incidents"))


def test_without_a_file_and_a_terminal_it_says_how(pocket, monkeypatch, capsys):
    """Where no editor can be opened, the way by a file is told."""
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    assert 2 == new(pocket)
    assert "briefing case new --template > case.toml" in capsys.readouterr().err


def test_the_draft_outlives_the_window(pocket):
    """Where the program ends in the middle, what was saved is still there."""
    title = put('title = ""', 'title = "Four back"')
    script = f"{title}\nos.kill(os.getppid(), 9)"
    at_a_terminal(pocket, script, "case", "new")

    assert b"Four back" in kept(pocket)[0].read_bytes()


def test_an_answer_that_is_no_text_is_asked_for_again(monkeypatch, capsys):
    """A sign in another encoding ends no question."""
    typed = io.TextIOWrapper(io.BytesIO(b"caf\xe9\nMoor\n"), "utf-8", "surrogateescape")
    monkeypatch.setattr("sys.stdin", typed)

    assert "Moor" == asked("Place: ")


def test_a_stream_that_ends_within_a_sign_is_nobody(monkeypatch):
    """Python fails to read it again and again, and never says that it has ended."""
    typed = io.TextIOWrapper(io.BytesIO(b"caf\xc3"), "utf-8")
    monkeypatch.setattr("sys.stdin", typed)

    with pytest.raises(BriefingError, match="Nobody answers here"):
        asked("Place: ")
