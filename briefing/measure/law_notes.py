"""The standing notes on treaties and remedies, each worded once."""

from collections.abc import Mapping

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
