"""
The publish room: an edition is built beside its place, then put there in one step.
"""

from briefing.publish.asking import asked
from briefing.publish.edition import Outcome, build
from briefing.publish.profile import Profile, profiles, read_profile

__all__ = ["Outcome", "Profile", "asked", "build", "profiles", "read_profile"]
