"""
The kinds of briefing that the form offers, as they stand on disk.
"""

from briefing.errors import BriefingError
from briefing.publish.profile import (
    REGIONAL,
    NoProfile,
    Profile,
    paths_of_profiles,
    profile_in,
)


def offered() -> tuple[dict[str, Profile], list[str]]:
    """
    Read every kind of briefing, the main one first, and say what is wrong with others.

    One file with a slip in it takes itself out of the form, and no other.
    """
    sound, refused = {}, []
    paths = paths_of_profiles()
    for path in sorted(paths, key=lambda path: (path.stem != REGIONAL, path.stem)):
        try:
            sound[path.stem] = profile_in(path)
        except BriefingError as error:
            refused.append(f"{path.stem} cannot be chosen: {error}")
    if not sound:
        raise NoProfile("\n".join(refused))
    return sound, refused
