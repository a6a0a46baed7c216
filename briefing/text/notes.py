"""The standing notes by key, with their numbers."""

from collections.abc import Mapping

from briefing.text.messages import message

IN_DOUBT = (
    "{titles, plural, one {# title} other {# titles}}, "
    "{passages, plural, one {# passage} other {# passages}} and "
    "{addresses, plural, one {# address} other {# addresses}}"
)

LAW_NOTES: Mapping[str, str] = {
    "law": (
        "A treaty counts as binding from its entry into force for the state, and only "
        "where it was in force on every day on which the act may have begun. That it "
        "bound the state is no finding that an article was breached; only an "
        "adjudicated violation is one."
    ),
    "part": (
        "Some treaties protect some people only, such as children, refugees or migrant "
        "workers, and some articles one side of a right. Whether a case is one of "
        "theirs is not settled here, so they stand apart from treaties for everybody."
    ),
    "treaty_overlap": (
        "A violation stands under every treaty that lays down the right, so the rows "
        "add up to more than the total."
    ),
    "treaty_known": (
        "Where a state was not bound when last looked up, and the act came later, its "
        "position on that day is not known. To a treaty that did not exist yet, no "
        "state was a party. A day that was not seen in a source is used by its year at "
        "most."
    ),
    "ignored": (
        "Days run from the act to the release of the data. They do not say that "
        "nothing was done since: what a state did later may not have been reported. "
        "Adjudicated stands only where a court or treaty body found this very denial, "
        "whatever else it found in the case."
    ),
    "doors": (
        "Open means that, by these tables, the state accepts such complaints. Where a "
        "day follows “as of”, the tables know nothing later. They are no register: "
        "reservations, declarations and withdrawals may be missing. Ask the body "
        "itself before you rely on them."
    ),
    "time_limit": (
        "Time limit: the European Court still deals with acts from before a state "
        "ceased to be a party, but a new application must come within months of the "
        "last decision at home. For most acts here that time is over."
    ),
    "no_advice": (
        "This is no legal advice. Whether a complaint would be examined depends on "
        "consent, on remedies tried at home, on time limits, and on whether another "
        "body has the case."
    ),
    "mechanism_overlap": (
        "A violation stands under every mechanism that deals with the right, so the "
        "rows add up to more than the total."
    ),
}

NOTES: Mapping[str, str] = {
    "documented": (
        "Counts are of documented incidents, not of all that happened. They are no "
        "rates and show no trend: a year or a state with more incidents may only have "
        "been watched more closely."
    ),
    "inclusion": (
        "Inclusion is no verdict on anyone: not on the people acted on, and not on the "
        "truth of what they were accused of."
    ),
    "finding": (
        "Adjudicated: a court or treaty body found it. Corroborated: two or more "
        "independent sources report it. Reported: one source does. An article that "
        "repeats another source adds nothing to it."
    ),
    "alleged": (
        "Only an adjudicated violation was found by a court or treaty body. All others "
        "are alleged, however many sources report them."
    ),
    "overlap": (
        "One incident may involve several rights or states, so the rows may add up to "
        "more than the total."
    ),
    "right_finding": (
        "Under each right an incident stands with the strongest finding for that "
        "right, which may be weaker than the finding for the incident as a whole."
    ),
    "responsible": (
        "The responsible state answers for the violation: the sending state for "
        "sending somebody into danger, the receiving state for what followed after the "
        "return."
    ),
    "requested": (
        "A requesting state is named only where a source says that it asked for the "
        "act or received the people. Where none says so, that is no proof that nobody "
        "asked."
    ),
    "persons_range": (
        "Counts of people are ranges, minimum to maximum, because sources differ or "
        "give ranges. Both ends are sums over the incidents."
    ),
    "persons_repeat": (
        "Somebody acted on in two incidents counts in both, so these are not counts of "
        "different people."
    ),
    "persons_unknown": (
        "{persons_unknown, plural, one {# incident is} other {# incidents are}} "
        "without a stated number of people; each adds nothing to "
        "either end of the range, so the true numbers are higher."
    ),
    "year": (
        "An incident counts in a year only where its date is certain to that year; the "
        "others stand in the row for years that are not certain."
    ),
    "independent": (
        "Sources are followed back to their origin: what repeats another speaks with "
        "that other's voice, and two texts of one publisher are one voice. Two "
        "publishers may still have heard the same witness, so independence is, if "
        "anything, overstated."
    ),
    "several_sources": (
        "An incident told of by several sources or in several languages stands in the "
        "row of each, so the rows may add up to more than the total."
    ),
    "levels": (
        "Each line is the whole briefing with another value of the parameter finding: "
        "reported, corroborated, adjudicated. What a court or treaty body found stays "
        "in the second line even where no other source was read."
    ),
    "documenting": (
        "Who documented an incident is who was read on it. A publisher with many "
        "incidents may only be easier to find, or write in a language that was read."
    ),
    "studies": (
        "The studies are the best documented cases and not the gravest, and they are "
        "no sample: what can be told at length is where somebody was able to look."
    ),
    "membership": (
        "An incident counts as one among members only where every state named in it "
        "was a member of the SCO on every day on which it may have happened. Incidents "
        "before that are flagged and kept."
    ),
    "doubtful": (
        "{doubtful, plural, one {# further incident} other {# further incidents}} "
        "may lie in the period, but the dates are not certain enough; they "
        "are not counted."
    ),
    "apart": (
        "{apart, plural, one {# further record} other {# further records}} that must "
        "not be added to these counts (announced totals, lists, "
        "general patterns and acts without a violation that a state answers for) stand "
        "apart and are not counted."
    ),
    "several": (
        "One incident may stand in several rows, as people may belong to several "
        "groups, be accused of several things or hold several kinds of protection; the "
        "rows therefore add up to more than the total."
    ),
    "chair": (
        "An incident stands under a state in the chair only where every day on which "
        "it may have happened lies in a term of that state; the day of a handover lies "
        "in two. To be in the chair is to host and not to command: it makes no state "
        "answer for what another did."
    ),
    "before_after": (
        "The time before membership and the time since are not equally long and were "
        "not watched equally, so the two numbers of a state say nothing on what "
        "membership did."
    ),
    "silence": (
        "Where no source says whether something was given or shown, that is no proof "
        "that it was, and none that it was not."
    ),
    "marks": (
        "Marks show what happened in the same years and nothing more: that a mark "
        "stands before a bar does not say that one led to the other."
    ),
    "year_only": (
        "Where a source gives no more than the year, or no source was seen for the "
        "date, only the year counts as known."
    ),
    "named": (
        "Named are only people whose names a court, a United Nations body, an "
        "organisation or the press made public. They are fewer than the people acted "
        "on and not like them: who is known is more often named. Children are counted "
        "and never named."
    ),
    "age": ("The age is that at the first act here for which a source gives one."),
    "occupation": (
        "The groups put the words of the sources in order, by what is stated first."
    ),
    "fate": (
        "The fate is what the newest source says; it may be years old and may have "
        "changed since."
    ),
    "withheld": (
        "In this edition the names of people are withheld, of all whom the data list. "
        "Where a name is only likely, everything around it is withheld too: in all the "
        f"data, {IN_DOUBT}. Others who are only mentioned may still be named."
    ),
    **LAW_NOTES,
}


COUNTED = ("persons_unknown", "doubtful", "apart", "titles", "passages", "addresses")


def worded(key: str, numbers: Mapping[str, int]) -> str:
    """Return the note *key* with the numbers that it states; one not given is none."""
    return message(NOTES[key], **dict.fromkeys(COUNTED, 0) | dict(numbers))
