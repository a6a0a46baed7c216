"""
The publish room: an edition is built beside its place, then put there in one step.
"""

from briefing.publish.edition import Outcome, build
from briefing.publish.profile import Profile, read_profile

__all__ = ["Outcome", "Profile", "build", "read_profile"]
