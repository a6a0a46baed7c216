"""The kinds of briefing that the form offers, as they stand on disk."""

from briefing.errors import BriefingError
from briefing.publish.profile import (
    NoProfile,
    Profile,
    paths_of_profiles,
    profile_in,
    read_profile,
)


def offered(asked: str) -> tuple[dict[str, Profile], list[str]]:
    """Read every kind of briefing, the main one first, and say what is wrong with
    others.

    One file with a slip in it takes itself out of the form, and no other; a kind that
    is *asked* for must have a file.
    """
    sound, refused = {}, []
    paths = paths_of_profiles()
    if asked not in [path.stem for path in paths]:
        read_profile(asked)  # which refuses it, and names the nearest
    for path in paths:
        try:
            sound[path.stem] = profile_in(path)
        except BriefingError as error:
            refused.append(f"{path.stem} cannot be chosen: {error}")
    if not sound:
        raise NoProfile("\n".join(refused))
    return sound, refused
