"""Who the people were: several answers, none, and no answer each have their row."""

from collections import Counter, defaultdict

import pandas as pd
import pytest
from hypothesis import given

from briefing import say
from briefing.charts.bar import ladder, stacked_bars, steps
from briefing.counts import incidents, persons
from briefing.counts.dimensions import as_codes
from briefing.counts.persons import age_bands, named, occupation_group
from briefing.dataset.load import load
from briefing.exhibits.titles import title
from briefing.selection.select import select
from briefing.selection.selection import Selection
from briefing.tables.counts import answers_table, occupations_table
from briefing.text import labels
from helpers.counts_by_name import COUNTS
from helpers.generated_acts import acts, chosen_of, replaced
from helpers.made_counts import count
from helpers.paths import POCKET, REAL_DATA
from helpers.pocket import choose, pocket_dataset
from helpers.recount import Recount, read

PACKAGES = [POCKET, REAL_DATA]
FIELDS = {
    "incidents_by_target_group": "groups",
    "incidents_by_accusation": "accusations",
    "incidents_by_protection": "protections",
    "incidents_by_assurances": "assurances",
    "incidents_by_evidence": "evidence_shown",
    "incidents_by_fate": "fate",
}
SEVERAL = [*FIELDS][:3]


def filled(counted):
    """Read a count as code and finding to number, without zeros."""
    rows = counted.frame.set_index("code")
    rows = rows[["adjudicated", "corroborated", "reported"]].stack()
    return {key: n for key, n in rows.items() if n}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
@pytest.mark.parametrize("name", FIELDS)
def test_counts_of_people_equal_the_recount(package, name):
    """Each value of each field counts an incident once, as the files say."""
    chosen = select(load(package), Selection())
    expected = Counter(
        (value, act["finding"])
        for act in Recount(package).acts.values()
        for value in set(act[FIELDS[name]].split(";"))
    )

    assert expected == filled(COUNTS[name](chosen))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_named_people_equal_the_recount(package):
    """Everybody named in an act counts once, with the first age that is given."""
    chosen = select(load(package), Selection())
    acts_ = Recount(package).acts
    sexes = {row["person_id"]: row["sex"] for row in read(package, "persons")}
    ages = defaultdict(list)
    for row in read(package, "appearances"):
        if row["incident_id"] in acts_:
            ages[row["person_id"]] += [int(row["age"])] if row["age"].isdigit() else []
    by_sex = persons.named_by_sex(chosen).frame.set_index("code")["n"]
    by_age = persons.named_by_age(chosen).frame.set_index("code")["n"]
    stated = sum(1 for of in ages.values() if of)

    assert Counter(sexes[one] for one in ages) == {k: n for k, n in by_sex.items() if n}
    assert [len(ages), len(ages) - stated] == [by_age.sum(), by_age["unknown"]]


@given(acts)
def test_several_values_say_so(rows):
    """Rows that overlap add up to at least the total, and the count says so."""
    for name in SEVERAL:
        counted = COUNTS[name](chosen_of(rows))

        assert counted.total <= counted.frame["n"].sum()
        assert counted.overlapping
        assert "several" in counted.notes
        assert "right_finding" not in counted.notes


def test_a_value_that_stands_twice_counts_once():
    """Terrorism named twice in one cell is one row of one incident."""
    dataset = pocket_dataset()
    frames = {name: dataset.table(name) for name in dataset.package.tables}
    twice = [("terrorism", "terrorism")] * len(frames["incidents"])
    frames["incidents"] = frames["incidents"].assign(accusations=twice)
    counted = incidents.incidents_by_accusation(
        select(replaced(dataset, frames), Selection())
    )

    assert 12 == counted.frame.set_index("code")["n"]["terrorism"]


def test_not_known_is_a_row_and_the_last():
    """Each kind of not knowing that occurs stands apart, below what is known."""
    frame = incidents.incidents_by_protection(choose()).frame

    assert ["not_reported", "No source says", 5] == [
        frame.iloc[-1][column] for column in ("code", "label", "n")
    ]


@pytest.mark.parametrize("name", SEVERAL)
def test_a_chart_says_what_its_rows_add_up_to(name):
    """The note stands under the chart itself, with both numbers."""
    counted = COUNTS[name](choose())
    note = stacked_bars(counted).payload["notes"][0]

    assert f"add up to {counted.frame['n'].sum()}; in all there are 12" in note


def test_titles_gather_each_incident_once():
    """Terrorism and extremism of one incident are one incident."""
    titles = [title(COUNTS[name](choose())) for name in FIELDS]

    assert [
        "Asylum seekers were acted on in 4 of 12 documented incidents",
        "Terrorism, separatism or extremism as accusation: 6 of 12 documented "
        "incidents",
        "Some protection held at the time: 5 of 12 documented incidents",
        "Assurances reported: 3 of 12 documented incidents",
        "Evidence reported as shown: 0 of 12 documented incidents",
        "Disappeared, dead or held when last reported: 6 of 12 documented incidents",
    ] == titles


def test_a_sentence_has_the_whole_and_its_gaps():
    """What is gathered, what is most often known, and what is not known are all
    said.
    """
    said = str(say(incidents.incidents_by_protection(choose())))

    assert "**5 of 12 documented incidents**" not in said
    assert "5 of 12 documented incidents" in said
    assert "Apart from them: no source says (5)." in said
    assert "asylum seeker registered with UNHCR (3), no protection known (2)" in said
    assert said.endswith("One incident may stand in several rows.")


def test_nobody_is_called_the_whole_of_those_acted_on():
    """People named and people acted on stand in one sentence and are not one number."""
    said = str(say.named(choose()))

    assert "7 people named in public stand in these incidents" in said
    assert "45 to 47 people acted on" in said
    assert "must not be subtracted" in said


def test_a_selection_without_names_says_so():
    """Nobody is named in the deportation of the believers."""
    chosen = choose(groups="religious", date_to="2006-12-31")

    assert "Nobody in this selection is named in public." == str(say.named(chosen))
    assert 0 == persons.named_by_age(chosen).total
    assert "prose" == ladder(persons.named_by_age(chosen)).kind
    assert "table" == occupations_table(chosen).kind


def test_a_ladder_keeps_its_steps():
    """From what is worst to know to what is best; a step of one row has no second
    name.
    """
    found = steps(incidents.incidents_by_fate(choose()))

    assert ["", "Disappeared or dead", "Held", "", "Not held"] == [n for n, _ in found]
    assert "Not known" == found[0][1][0].label
    assert ["Detained", "Sentenced"] == [bar.label for bar in found[2][1]]


def test_every_fate_has_a_step():
    """A fate that the data may hold is on the ladder."""
    known = pocket_dataset().categories("incidents", "fate")

    assert set(known) == {code for codes in labels.FATES.values() for code in codes}


def test_a_ladder_of_few_rungs_is_a_sentence():
    """Three values are not drawn."""
    assert "prose" == ladder(count([(1, 0, 0)] * 3)).kind


def test_a_ladder_without_steps_keeps_its_order():
    """Ages stand in order, and who has none stands apart."""
    found = steps(persons.named_by_age(choose()))

    assert [*labels.AGES.values()] == [b.label for b in found[0][1]]
    assert ["Not known"] == [bar.label for bar in found[1][1]]


@pytest.mark.parametrize(
    ("age", "code"),
    [(0, "under_18"), (17, "under_18"), (18, "18_24"), (34, "25_34"), (65, "65_up"),
     (pd.NA, "unknown")],
)  # fmt: skip
def test_ages_fall_into_their_band(age, code):
    """Both ends of a band belong to it; an age that no source gives is not known."""
    bands = as_codes(age_bands(pd.Series([age], dtype="Int64")))

    assert [code] == list(bands)


def test_an_age_is_that_at_the_first_act():
    """The journalist was 29 when he was arrested and 35 when he was handed over."""
    people = named(choose()).set_index("person_id")

    assert [29, ("INC-0004", "INC-0012")] == [
        people.loc["P-0003", "age"],
        people.loc["P-0003", "incidents"],
    ]


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("imam, trader", "religion"),
        ("Arabic teacher at a mosque", "religion"),
        ("businessman, former member of parliament", "business"),
        ("lawyer, migrants' rights defender", "law"),
        ("driver, online critic", "work"),
        ("former interior minister", "state"),
        ("singing teacher", "learning"),
        ("beekeeper, blogger", "media"),
        ("beekeeper", "other"),
        ("unknown", "unknown"),
    ],
)
def test_an_occupation_goes_where_it_is_first_known(stated, code):
    """What is stated first decides; what fits nowhere is other, and a gap stays a
    gap.
    """
    assert code == occupation_group({"unknown"})(stated)


def test_occupations_stand_in_the_words_of_the_sources():
    """The words beside a group are those in the data, with how often they are used."""
    payload = occupations_table(choose()).payload
    words = {row[0]: row[1] for row in payload["rows"]}

    assert "party organiser (2)" == words["Politics, activism and associations"]
    assert ["Total", "", "3", "1", "3", "7"] == payload["rows"][-1]


def test_without_names_there_are_no_words_that_name():
    """The leader of a party is one person; where names are withheld only groups
    remain.
    """
    payload = occupations_table(choose(names="withheld")).payload

    assert "stated" not in payload["data"]["columns"]
    assert {5} == {len(row) for row in [*payload["rows"], *payload["data"]["rows"]]}
    assert "party organiser" not in str(payload)


def test_assurances_and_evidence_each_add_up_to_all_incidents():
    """Each question has every incident once, also where nobody says."""
    rows = answers_table(choose()).payload["data"]["rows"]
    sums = Counter()
    for question, *_, n in rows:
        sums[question] += n

    assert [12, 12] == list(sums.values())
    assert {"No source says"} <= {row[1] for row in rows}
