"""Front and back matter: where each thing on the cover and the last pages comes
from.
"""

from briefing.render.document import front_of, tables
from briefing.render.notebook import concat
from briefing.render.pdf import to_pdf
from helpers.pdf import chapter, opened, payload, words


def test_the_joined_notebook_speaks_before_its_chapters():
    """What the publisher says wins over what a chapter says."""
    front = front_of(concat([chapter("One?")], {"title": "Said"}))

    assert ("Said", payload("context")["scope"]) == (front.title, front.scope)


def test_digests_are_listed_one_to_a_line():
    """A mapping within the making becomes a row for each of its values."""
    made = {"Python": "3.11", "SHA-256": {"a.csv": "9f", "b.csv": "07"}}

    front = front_of(concat([chapter("One?")], {"made": made}))

    assert [
        ["Python", "3.11"],
        ["SHA-256: a.csv", "9f"],
        ["SHA-256: b.csv", "07"],
    ] == front.made


def test_a_parameter_that_was_changed_is_marked():
    """The last page shows which parameters differ from their defaults."""
    parameters = [["states", "XNM", "all", "State codes."]]

    pdf = to_pdf(chapter("One?", parameters=parameters))

    assert "statesXNM*allStatecodes." in words(pdf)


def test_tables_of_one_key_with_other_numbers_are_both_kept():
    """Two tables never overwrite one another."""
    one = payload("table")
    other = one | {"data": {"columns": ["n"], "rows": [[1]]}}

    assert [f"tables/{one['key']}.csv", f"tables/{one['key']}-2.csv"] == list(
        tables([one, one, other])
    )


def test_a_formula_in_a_table_is_quoted_off():
    """No spreadsheet runs what the data say."""
    data = {"columns": ["title"], "rows": [['=HYPERLINK("x")'], ["plain"]]}

    text = tables([payload("table", data=data)]).popitem()[1]

    assert 'title\n"\'=HYPERLINK(""x"")"\nplain\n' == text


def test_bookmarks_lead_to_chapters_and_to_every_case():
    """A reader finds a case from the outline, which stays folded under its chapter."""
    pdf = to_pdf(chapter("One?", payload("register")))

    with opened(pdf) as document, document.open_outline() as outline:
        first = outline.root[0]
        cases = [item.title for item in first.children]

    assert ("1 One?", "Northmark extradites a recognised refugee to Eastvale") == (
        first.title,
        cases[0],
    )


def test_the_method_may_bring_its_own_heading():
    """A method with a title of its own is not given a second one."""
    method = "# How we count\n\nActs only."

    text = words(to_pdf(concat([chapter("One?")], {"method": method})))

    assert "Howwecount" in text and "Methodandlimits" not in text


def test_a_compact_briefing_says_which_data_are_attached_and_which_stand_beside():
    """Nobody looks in the PDF for a table that is not in it."""
    said = {
        "compact": True,
        "attachments": {"data/claims.csv": "a\n"},
        "beside": ["data/incidents.csv"],
    }
    text = words(to_pdf(concat([chapter("One?")], said)))

    assert "everyfigure,thesmallertablesofthedata,themethod" in text
    assert "Besidethisfile,toolargetobeattached:data/incidents.csv." in text
