"""Which incidents meet a selection, and how it is said."""

import pytest

from briefing.errors import BriefingError
from helpers.pocket import choose


def numbers(ids):
    """Shorten ids to their numbers."""
    return [int(one.removeprefix("INC-")) for one in ids]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, list(range(1, 13))),
        ({"states": "XEV"}, [1, 2, 7, 11]),
        ({"states": "XEV,XNM"}, [1, 2, 3, 5, 7, 8, 10, 11]),
        ({"states": "XSM", "role": "requesting"}, [3, 7]),
        ({"states": "XSM", "role": "either"}, [3, 4, 6, 7, 9, 12]),
        ({"states": "XEV", "role": "responsible"}, [1, 2, 7, 11, 12]),
        ({"role": "responsible"}, list(range(1, 13))),
        ({"rights": "TORTURE"}, [1, 11, 12]),
        ({"rights": "TORTURE", "finding": "corroborated"}, [1, 11, 12]),
        ({"rights": "MOVEMENT,ASYLUM"}, [5, 6, 9]),
        ({"types": "travel_ban"}, [5]),
        ({"groups": "asylum_seeker"}, [1, 8, 9, 11]),
        ({"finding": "adjudicated"}, [1, 8]),
        ({"finding": "corroborated"}, [1, 2, 4, 6, 8, 9, 11, 12]),
        ({"membership": "members_only"}, [1, 2, 5, 7, 8, 9, 10, 11, 12]),
        ({"cooperation": "requested"}, [1, 2, 3, 4, 6, 7, 8, 9, 11, 12]),
        ({"date_from": "2012"}, [8, 9, 10, 12]),
        ({"date_to": "2010-06-30"}, [1, 2, 3, 4]),
        ({"date_from": "2011-05-30", "date_to": "2011-05-30"}, [5]),
        ({"states": "XEV", "date_from": "2006", "date_to": "2011"}, [2, 11]),
    ],
    ids=str,
)
def test_a_selection_keeps_the_incidents_asked_for(asked, expected):
    """Each parameter keeps what it says, and an incident wholly inside the period."""
    assert expected == numbers(choose(**asked).incidents["incident_id"])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, 19),
        ({"states": "XEV", "role": "responsible"}, 6),
        ({"rights": "TORTURE"}, 3),
        ({"finding": "adjudicated"}, 2),
        ({"finding": "corroborated"}, 14),
        ({"states": "XNM", "role": "responsible", "rights": "TORTURE"}, 2),
    ],
    ids=str,
)
def test_a_selection_keeps_the_violations_asked_for(asked, expected):
    """Violations of other rights, states or weaker findings are not counted along."""
    assert expected == len(choose(**asked).violations)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, []),
        ({"date_from": "2012"}, [7]),
        ({"date_to": "2010-06-30"}, [6]),
        ({"date_to": "2010-06-30", "states": "XEV"}, []),
    ],
    ids=str,
)
def test_what_only_may_lie_in_the_period_is_doubtful(asked, expected):
    """An uncertain date that reaches over the edge of the period is said, not
    counted.
    """
    assert expected == numbers(choose(**asked).doubtful)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [13, 14, 15]),
        ({"states": "XEV"}, [14, 15]),
        ({"date_from": "2012"}, [13, 14]),
    ],
    ids=str,
)
def test_what_is_not_counted_stands_apart(asked, expected):
    """Totals, lists and patterns that meet the selection are kept, and never added
    up.
    """
    assert expected == numbers(choose(**asked).apart["incident_id"])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"states": "XNN"}, "code 'XNN', which the data package does not know."),
        ({"states": "XNN"}, "Did you mean XNM (Northmark)?"),
        ({"states": "xnm"}, "Did you mean XNM (Northmark)?"),
        ({"states": "Saltmeer"}, "Did you mean XSM (Saltmere)?"),
        ({"states": "XEV,QQQ9"}, "`briefing data codes states` shows all 3."),
        ({"rights": "TORTUR"}, "Did you mean TORTURE"),
        ({"types": "extraditon"}, "Did you mean extradition (Extradition)?"),
        ({"groups": "journalists"}, "Did you mean journalist (Journalists)?"),
        ({"groups": "unknown"}, "code 'unknown', which the data package does not know"),
        (
            {"states": "XEV", "types": "listing"},
            "No incident was found for Eastvale as",
        ),
        (
            {"rights": "LIBERTY", "finding": "adjudicated"},
            "Widen the states, the period",
        ),
        ({"date_from": "2012", "date_to": "2012"}, "for all states, 1 January 2012 to"),
        ({"date_from": "2012", "date_to": "2012"}, " 1 may lie in the period"),
    ],
    ids=str,
)
def test_what_the_data_cannot_answer_is_refused(asked, said):
    """An unknown code, or a selection without an incident, is answered in a
    sentence.
    """
    with pytest.raises(BriefingError) as refused:
        choose(**asked)

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "All states"),
        ({"role": "either"}, "All states"),
        ({"states": "XEV"}, "Eastvale as executing state"),
        ({"states": "XNM,XEV"}, "Eastvale and Northmark as executing states"),
        (
            {"states": "XNM,XEV,XSM", "role": "either"},
            "Eastvale, Northmark and Saltmere as executing or requesting states",
        ),
        ({"states": "XSM", "role": "responsible"}, "Saltmere as responsible state"),
    ],
    ids=str,
)
def test_the_scope_is_plain_english(asked, expected):
    """States are named, in order, with their role."""
    assert expected == choose(**asked).scope


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "2000 to 2017"),
        ({"date_from": "2005"}, "1 January 2005 to 2017"),
        ({"date_to": "2008-03"}, "2000 to 31 March 2008"),
        ({"date_from": "2005-01-01", "date_to": "2012-12-31"},
         "1 January 2005 to 31 December 2012"),
        ({"date_from": "2011-05-30", "date_to": "2011-05-30"}, "30 May 2011"),
    ],
    ids=str,
)  # fmt: skip
def test_the_period_is_plain_english(asked, expected):
    """An open end reads as the year that the data reach."""
    assert expected == choose(**asked).period


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ""),
        ({"rights": "ASYLUM,MOVEMENT"}, "rights: Right to seek asylum and Freedom of"),
        ({"finding": "adjudicated"}, "adjudicated only"),
        ({"types": "travel_ban", "membership": "members_only"}, "; members of the SCO"),
        ({"cooperation": "requested"}, "with a stated request only"),
    ],
    ids=str,
)
def test_other_limits_are_plain_english(asked, expected):
    """What else narrows the selection is said too."""
    assert expected in choose(**asked).limits


def test_years_stop_at_the_release_of_the_data():
    """A year after the release is no year without incidents."""
    assert 2026 == choose(date_to="2099").years[-1]


def test_frames_are_the_callers_own():
    """What a caller does to a frame changes nothing for the next one."""
    chosen = choose()
    incidents, violations = chosen.incidents, chosen.violations
    incidents["title"] = "changed"
    violations["right"] = "changed"

    assert "changed" not in {*chosen.incidents["title"], *chosen.violations["right"]}


def test_the_context_says_what_the_cover_needs():
    """The last line of a setup cell carries scope, period, version and headline
    numbers.
    """
    bundle = choose(states="XEV")._repr_mimebundle_()
    context = bundle["application/vnd.sco-briefing+json"]

    assert [
        {"value": "4", "unit": "incidents", "note": "1 adjudicated"},
        {"value": "36 to 38", "unit": "persons", "note": "minimum to maximum"},
        {"value": "7", "unit": "violations", "note": "1 adjudicated"},
    ] == context["headline"]
    assert (
        "4 incidents: Eastvale as executing state, 2000 to 2017" == bundle["text/plain"]
    )


def test_the_context_names_no_folder():
    """Where the data lay on somebody's machine is nobody's business."""
    context = choose(data="/home/somebody/data").context()

    assert "somebody" not in str(context)
