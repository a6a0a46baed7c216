"""The publish room: an edition is made apart from its place, then put there in one
step.
"""

from typing import TYPE_CHECKING

from briefing.lazily import lazily

if TYPE_CHECKING:
    from briefing.publish.asking import asked
    from briefing.publish.edition import publish
    from briefing.publish.fresh import fresh
    from briefing.publish.lock import Busy
    from briefing.publish.making import Made, make
    from briefing.publish.manner import Manner, Order
    from briefing.publish.outcome import Outcome
    from briefing.publish.profile import Profile, profiles, read_profile
    from briefing.publish.runs import build

__all__ = [
    "Busy",
    "Made",
    "Manner",
    "Order",
    "Outcome",
    "Profile",
    "asked",
    "build",
    "fresh",
    "make",
    "profiles",
    "publish",
    "read_profile",
]

lazily(__name__)
