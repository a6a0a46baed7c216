"""What a reader may ask for, and how each mistake is answered."""

import pytest

from briefing.errors import BriefingError
from briefing.selection.parameters import PARAMETERS, parameters_cell
from briefing.selection.selection import Selection
from briefing.suggest import nearest


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"stats": "XNM"}, "There is no parameter 'stats'. Did you mean 'states'?"),
        ({"qqqqqq": ""}, "There is no parameter 'qqqqqq'. The parameters are states, "),
        ({"states": 5}, "Parameter 'states' is 5 (int); it must be text in quotes."),
        ({"states": 5}, "-r in place of -p: -r states 5."),
        ({"date_from": 20110530}, "-r in place of -p: -r date_from 20110530."),
        ({"date_from": True}, "'date_from' is True (bool)"),
        ({"date_to": 2011.5}, "'date_to' is 2011.5 (float)"),
        ({"states": None}, "Parameter 'states' is None (NoneType); it must be text"),
        (
            {"states": ""},
            "Parameter 'states' is empty; write codes from `briefing data",
        ),
        ({"rights": " , "}, "Parameter 'rights' is empty"),
        ({"role": "exec"}, "it must be executing, requesting, either or responsible."),
        ({"role": "exec"}, "Did you mean 'executing'?"),
        ({"finding": "Reported"}, "Did you mean 'reported'?"),
        ({"membership": "yes"}, "it must be all or members_only."),
        ({"names": "hidden"}, "it must be shown or withheld."),
        ({"date_from": "2012-13-01"}, "'date_from' is '2012-13-01', which is not a"),
        ({"date_to": "2011-02-29"}, "write it as 2012, 2012-05 or 2012-05-31."),
        ({"date_to": "2011-00"}, "which is not a date"),
        ({"date_to": "1/2/2011"}, "which is not a date"),
        ({"date_from": "2011-01-01/2012"}, "which is not a date"),
        ({"date_to": "٢٠١١"}, "which is not a date"),
        (
            {"date_from": "2012-01-01", "date_to": "2011-01-01"},
            "The period ends before it begins: date_from is 2012-01-01, date_to is",
        ),
    ],
    ids=str,
)
def test_each_mistake_is_answered_in_a_sentence(given, said):
    """A refusal names what was given, what is expected, and the near miss."""
    with pytest.raises(BriefingError) as refused:
        Selection.from_strings(given)

    assert said in str(refused.value)


def test_the_nearest_code_begins_alike():
    """Of two codes that are equally near, the one that begins alike is meant."""
    labels = {"LKA": "Sri Lanka", "KAZ": "Kazakhstan", "KGZ": "Kyrgyzstan"}

    assert "KAZ" == nearest("KAX", labels)


def test_a_period_may_be_one_day():
    """Both ends of a period belong to it."""
    asked = Selection(date_from="2011-05-30", date_to="2011-05-30")

    assert ("2011-05-30", "2011-05-30") == (asked.date_from, asked.date_to)


def test_a_code_named_twice_is_one_code():
    """Spaces and repetitions in a list of codes mean nothing."""
    assert ("XNM", "XEV") == Selection(states=" XNM, XEV,XNM,").codes("states")


def test_all_means_no_restriction():
    """The word all is no code."""
    assert Selection().codes("states") is None


def test_a_selection_never_changes():
    """What was checked stays as it was checked."""
    with pytest.raises(ValueError, match="frozen"):
        Selection().states = "XNM"


def test_fields_and_parameters_are_the_same():
    """Parameters and parts of a selection agree in name, order and default."""
    declared = [(one.name, one.default) for one in PARAMETERS]

    assert declared == list(Selection().model_dump().items())


def test_the_parameters_cell_runs_and_gives_the_defaults():
    """The cell of the notebooks is Python, and means the default selection."""
    names: dict[str, str] = {}
    exec(parameters_cell(), {}, names)
    names.pop("__annotations__", None)

    assert Selection() == Selection.from_strings(names)


def test_a_selection_takes_the_declared_parameters_out_of_all_names():
    """A notebook has other names too, and `locals()` holds them all."""
    names: dict[str, object] = {"chosen": 1, "state": "XEV"}
    exec(parameters_cell(), names)
    names |= {"states": "XNM", "date_to": 2012}

    assert Selection(states="XNM", date_to="2012") == Selection.of(names)


def test_a_parameter_that_no_cell_sets_is_missed_by_name():
    """Nothing is counted under a default that the notebook does not show."""
    names: dict[str, object] = {}
    exec(parameters_cell(), names)
    del names["finding"], names["data"]

    with pytest.raises(BriefingError) as refused:
        Selection.of(names)

    assert str(refused.value) == (
        "Selection.of was not given finding and data; it takes every parameter by its "
        "name from the cell tagged parameters. Run that cell, or let `briefing "
        "chapter lint --fix` write it again."
    )


def test_a_year_that_arrives_as_a_number_is_that_year():
    """`papermill -p date_from 2011` makes a number of it, and no quotes help."""
    chosen = Selection.from_strings({"date_from": 2011, "date_to": 2012})

    assert ("2011", "2012") == (chosen.date_from, chosen.date_to)
