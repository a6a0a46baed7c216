"""`say`: every sentence that a notebook may ask for."""

from __future__ import annotations

from briefing.counts.count import Count, CrossCount
from briefing.exhibits import prose
from briefing.exhibits.exhibit import Exhibit
from briefing.sentences import cases, counts, evidence, law, profile


class Say:
    """Sentences: `say(count)` on any count, and on a selection those named here."""

    def __call__(self, count: Count | CrossCount) -> Exhibit:
        """Return what a count says: its largest rows, or all where they are few.

        The dimension decides on the form of the sentence.
        """
        return counts.sentence(count)

    chair = staticmethod(counts.chair)
    corrections = staticmethod(cases.corrections)
    differences = staticmethod(counts.differences)
    documented = staticmethod(evidence.documented)
    doors = staticmethod(law.doors)
    headline = staticmethod(counts.headline)
    ignored = staticmethod(law.ignored)
    independence = staticmethod(evidence.independence)
    law = staticmethod(law.law)
    most = staticmethod(prose.most)
    named = staticmethod(counts.named)
    standards = staticmethod(evidence.standards)
    state = staticmethod(profile.state)
    studies = staticmethod(cases.studies)
    weakness = staticmethod(evidence.weakness)


say = Say()
