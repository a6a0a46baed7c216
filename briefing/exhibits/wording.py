"""What is said of a count: one whole message for each dimension, for a translator.

Every message is in ICU MessageFormat (`briefing.text.messages`). `<things>`, `<whole>`,
`<part>` and `<bold part>` stand for what is counted, the total, and a part of it; they
are put in as the tables are made, so that each message is whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

THINGS = (
    "{kind, select, "
    "alleged {{total, plural, one {alleged violation} other {alleged violations}}} "
    "adjudicated {{total, plural, one {adjudicated violation} "
    "other {adjudicated violations}}} "
    "mixed {{total, plural, one {adjudicated or alleged violation} "
    "other {adjudicated or alleged violations}}} "
    "named {{total, plural, one {person named in public} "
    "other {people named in public}}} "
    "other {{total, plural, one {documented incident} other {documented incidents}}}}"
)

_WHOLE = "{kind, select, persons {{people}} other {{total, number} <things>}}"

_PART = (
    "{rest, plural, =0 {{total, plural, =1 {the only} =2 {both} other {all #}}} "
    "other {{n, number} of {total, number}}} <things>"
)

_BOLD_PART = f"**{_PART}{{share, select, none {{}} other {{ ({{share}})}}}}**"


def whole(text: str) -> str:
    """Return a message with everything put in that stands for what is counted."""
    for name, meant in (
        ("<bold part>", _BOLD_PART),
        ("<part>", _PART),
        ("<whole>", _WHOLE),
        ("<things>", THINGS),
    ):
        text = text.replace(name, meant)
    return text


def table(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Return a table of messages, each of them whole."""
    return {key: whole(text) for key, text in texts.items()}


# Which rows stand first: *names* are theirs, *rows* is how many they are. A dimension
# without a message of its own takes "other".
FIRST = {
    "executing state": "{names} {rows, plural, one {is} other {are each}} on record "
    "for <part>",
    "requesting state": "{names} {rows, plural, one {is the requesting state} other "
    "{are each requesting state}} in <part>",
    "responsible state": "{names} {rows, plural, one {is} other {are each}} named "
    "responsible for <part>",
    "right": "{names} {rows, plural, one {accounts} other {each account}} for <part>",
    "type": "{names} {rows, plural, one {accounts} other {each account}} for <part>",
    "year": "{names} {rows, plural, one {has} other {each have}} the most: <part>",
    "target group": "{names} {rows, plural, one {were} other {were each}} acted on in "
    "<part>",
    "chair": "{names} {rows, plural, one {was} other {were each}} in the chair for "
    "<part>",
    "source language": "{names} {rows, plural, one {was} other {were each}} read on "
    "<part>",
    "finding": "{names} {rows, plural, one {covers} other {each cover}} <part>",
    "co-operation": "{names} {rows, plural, one {holds} other {each hold}} for <part>",
    "membership": "{names} {rows, plural, one {holds} other {each hold}} for <part>",
    "other": "{rows, plural, one {The largest group by {dimension} is {names}: <part>} "
    "other {The largest groups by {dimension} are {names}, each with <part>}}",
}

FIRST_TITLE = table(FIRST)

FIRST_SENTENCE = {
    key: whole(
        text.replace("<part>", "<bold part>")
        + "{followers, select, none {} other {, followed by {followers}}}."
    )
    for key, text in FIRST.items()
}

# Rows that share the first place and are too many to be named in a title.
MANY = {
    "executing state": "{rows, number} executing states",
    "requesting state": "{rows, number} requesting states",
    "responsible state": "{rows, number} responsible states",
    "right": "{rows, number} rights",
    "type": "{rows, number} types of act",
    "year": "{rows, number} years",
    "target group": "{rows, number} target groups",
    "chair": "{rows, number} states in the chair",
    "source language": "{rows, number} source languages",
    "finding": "{rows, number} findings",
    "co-operation": "{rows, number} rows",
    "membership": "{rows, number} rows",
}

MANY_TITLE = {
    **{key: whole(FIRST[key].replace("{names}", names)) for key, names in MANY.items()},
    "other": whole("{rows, number} groups by {dimension} each hold <part>"),
}

FIRST_SHORT = whole("<part>: {names}")

PART = whole("<part>")

WHOLE = whole("<whole>")

# Nothing that is counted stands under a name.
NAMELESS = table(
    {
        "executing state": "<whole>, no state named",
        "requesting state": "<whole>, no state named",
        "responsible state": "<whole>, no state named",
        "chair": "<whole>, no state named",
        "year": "<whole>, none in a certain year",
        "other": "<whole>, none with a stated {dimension}",
    }
)

NOTHING_TITLE = whole("No <things> in this selection")

NOTHING = whole("This selection holds no <things> to show here.")

PEOPLE = {
    "executing state": "{people} acted on, under {rows, plural, one {# executing "
    "state} other {# executing states}}",
    "requesting state": "{people} acted on, under {rows, plural, one {# requesting "
    "state} other {# requesting states}}",
    "right": "{people} acted on, under {rows, plural, one {# right} other {# rights}}",
    "type": "{people} acted on, under {rows, plural, one {# type} other {# types of "
    "act}}",
    "year": "{people} acted on, under {rows, plural, one {# year} other {# years}}",
    "other": "{people} acted on, under {rows, plural, one {# value} other {# values}} "
    "of {dimension}",
}

PEOPLE_FIRST = "{names}: {range} of {people} acted on"

PEOPLE_FIRST_SHORT = "{names}: {range} of {people}"

PEOPLE_IN_ALL = "**{people}** {high, plural, one {was} other {were}} acted on in all."

PEOPLE_MOST = "Most stand under {names}: **{range}**."

NO_FIRST = "The ranges overlap at the top, so no row is called the first."

# Every value of a short count.
VALUES = whole("**<whole>** by {dimension}: {values}.")

ONLY_FINDING = whole("The only <things> is {values}.")

BY_FINDING = whole("Of **<whole>**, {values}.")

FINDING = "{n, plural, =0 {none is} one {# is} other {# are}} {finding}"

ALSO_NONE = "None for {values}."

NONE_FOR = "None is documented for {values}."

APART = "Apart from them: {values}."

SEVERAL_ROWS = "One incident may stand in several rows."

# Years.
IN_NO_YEAR = whole("None of <whole> can be placed in one year.")

IN_A_YEAR = (
    "**{rest, plural, =0 {{total, plural, =1 {The only} =2 {Both} other {All #}} "
    "{total, plural, one {incident} other {incidents}}} other {{n, number} of "
    "{total, plural, one {# incident} other {# incidents}}{share, select, none {} "
    "other { ({share})}}}}** can be placed in one year."
)

MOST_IN = (
    "Most are dated to {values} ({n, number}{rows, plural, one {} other { each}})."
)

ONE_A_YEAR = "No year has more than one."

NO_EMPTY_YEAR = "Every year of the period has at least one."

EMPTY_YEARS = (
    "For {n, number} of the {total, plural, one {# year} other {# years}} of the "
    "period none is documented."
)

NOT_CERTAIN = (
    "{n, plural, one {# incident has a date that may lie in more than one year and "
    "stands} other {# incidents have dates that may lie in more than one year and "
    "stand}} apart."
)


@dataclass(frozen=True)
class Gathered:
    """Rows that together say more than the first of them, and what all of them say.

    Without codes of their own these are all rows that say something.
    """

    text: str
    codes: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """The message of a title."""
        return whole(self.text)

    @property
    def sentence(self) -> str:
        """The message of a sentence."""
        return whole(self.text.replace("<part>", "<bold part>") + ".")


GATHERED: Mapping[str, Gathered] = {
    "accusation": Gathered(
        "Terrorism, separatism or extremism as accusation: <part>",
        frozenset({"terrorism", "separatism", "extremism", "religious_extremism"}),
    ),
    "protection": Gathered(
        "Some protection held at the time: <part>", besides=frozenset({"none_known"})
    ),
    "assurances": Gathered("Assurances reported: <part>", frozenset({"yes"})),
    "evidence": Gathered("Evidence reported as shown: <part>", frozenset({"yes"})),
    "fate": Gathered(
        "Disappeared, dead or held when last reported: <part>",
        frozenset({"disappeared", "dead", "sentenced", "detained"}),
    ),
    "independent sources": Gathered(
        "Two or more independent sources: <part>", besides=frozenset({"1"})
    ),
    "sex": Gathered("Women and girls: <part>", frozenset({"female"})),
    "age": Gathered("Age stated: <part>"),
    "occupation": Gathered("Occupation stated: <part>"),
    "date precision": Gathered(
        "Date known to the day or month: <part>", frozenset({"day", "month"})
    ),
    "law in force": Gathered(
        "At least one treaty bound the state: <part>", frozenset({"bound", "partly"})
    ),
}

MOST_OFTEN = "Most often: {values}."

EACH_VALUE = "{values}."

# Counts by two dimensions, which are named as "rows by columns".
NO_PAIR_TITLE = table(
    {
        "executing state by requesting state": "<whole>, none with two states named",
        "other": "<whole>, none with a stated {rows} and {columns}",
    }
)

PAIRS_EQUAL = whole("{pairs, number} pairs each hold <part>")

PAIR_FIRST = table(
    {
        "executing state by requesting state": "{row} for {column}: <part>",
        "other": "{column} ({row}): <part>",
    }
)

PAIR = {
    "executing state by requesting state": "{row} acting for {column}",
    "other": "{column}, {row}",
}

UNNAMED_PAIR = "{row}: {column} ({n, number})"

NO_PAIR = {
    "executing state by requesting state": "No pair of two named states is documented "
    "in this selection.",
    "other": "This selection holds no pair of a stated {rows} and {columns}.",
}

ONLY_PAIR = whole(
    "The only pair on record is {names}, with **{total, number} <things>**."
)

PAIRS_FIRST = table(
    {
        "executing state by requesting state": "Most are on record for {names}: "
        "**{total, number} <things>**{pairs, plural, one {} other { each}}.",
        "responsible state by right": "Most are on record for {names}: **{total, "
        "number} <things>**{pairs, plural, one {} other { each}}.",
        "other": "The largest number is on record for {names}: **{total, number} "
        "<things>**{pairs, plural, one {} other { each}}.",
    }
)

PAIRS_NEXT = "Next: {values}."

PAIRS_IN_ALL = "In all, {n, number} pairs are documented."

CELLS = whole("**{total, number} <things>** by {rows} and {columns}: {values}.")

# Pairs of states of which one asked for what the other did.
HALF = (
    "{pairs, plural, one {The pair with most is {values}. It holds} other {The pairs "
    "with most are {values}. Together they hold}} **{n, number} of {total, number} "
    "documented incidents with a stated request**; the others are spread over "
    "{others, plural, one {# pair of states} other {# pairs of states}}."
)

ALL_PAIRS = (
    "All **{total, number} documented incidents with a stated request** stand in "
    "{values}."
)

FURTHER_PAIRS = "{n, number} further pairs"

AND_FURTHER_PAIRS = "and {n, number} further pairs"

HALF_TITLE = (
    "{n, number} of {all, number} {n, plural, one {pair holds} other {pairs hold}} "
    "{held, number} of {total, number} documented incidents with a stated request"
)

ALL_PAIRS_TITLE = (
    "{n, number} pairs hold {total, number} documented incidents with a stated request"
)

NOT_DRAWN = {
    "ribbon": "{pairs, plural, one {# pair of states with {n, plural, =1 {one incident}"
    " other {up to # incidents}} has no ribbon} other {# pairs of states with {n, "
    "plural, =1 {one incident} other {up to # incidents}} each have no ribbon}}; the "
    "table has them all.",
    "arrow": "{pairs, plural, one {# pair of states with {n, plural, =1 {one incident} "
    "other {up to # incidents}} has no arrow} other {# pairs of states with {n, plural,"
    " =1 {one incident} other {up to # incidents}} each have no arrow}}; the table has "
    "them all.",
}

NO_SECOND_STATE = (
    "{n, plural, one {# incident names} other {# incidents name}} no second state."
)

NO_SECOND_STATE_DRAWN = (
    "{n, plural, one {# incident names} other {# incidents name}} no second state and "
    "cannot be drawn."
)

# Who documented what.
OVERLAP_EMPTY = (
    "{total, plural, one {# documented incidents} other {# documented incidents}}, "
    "none under a row of its own"
)

OVERLAP_FIRST = (
    "{names} told of {n, number} of {total, number} documented incidents, {alone, "
    "plural, =0 {none} other {#}} of them alone",
    "{names} told of {n, number} of {total, number} incidents, {alone, plural, =0 "
    "{none} other {#}} of them alone",
    "{names} told of {n, number} of {total, number}",
)

OVERLAP_SHARED = (
    "{names} each told of {n, number} of {total, number} documented incidents"
)

OVERLAP_MANY = {
    "publisher": "{rows, number} publishers each told of {n, number} of {total, "
    "number} documented incidents",
    "other": "{rows, number} kinds of source each told of {n, number} of {total, "
    "number} documented incidents",
}

ONLY_ONE = "only {names}"

BY_REPORTER = (
    "**{total, plural, one {# incident} other {# incidents}}** by who reports them: "
    "{values}."
)

# Alt text: sentences without their full stop.
ALT_OF = "{form}: {title}"

ALT_RANGE = (
    "The numbers reach from {least, number} ({bottom}) to {most, number} ({top})"
    "{apart, select, none {} other {; apart from them: {apart}}}"
)

ALT_IN_ALL = "In all {people}"

ALT_SPLIT = "Split by finding: {values}"

ALT_LARGEST = "Largest cells: {values}"

ALT_CELL = "{row} and {column}, {n, number}"

ALT_FILLED = "{n, number} of {total, number} cells hold any"

ALT_ROWS = "Incidents in each row: {values}"

ALT_COMBINATIONS = "Largest combinations: {values}"

ALT_COMBINED = "{n, number} combinations hold any"
