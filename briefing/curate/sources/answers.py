"""What the answers to addresses mean for the sources that were read there."""

from collections.abc import Mapping, Sequence

from briefing.curate.sources.links import Manner, look
from briefing.curate.sources.remarks import Remark, archived
from briefing.curate.sources.status import Answer
from briefing.curate.twins.traits import known

COPY = "look for a copy at web.archive.org/web/*/{address}, and give that address"
CURES = {
    "dead": COPY,
    "no-host": COPY,
    "loop": "open it in a browser; if that fails, " + COPY,
    "failing": "ask again another day; if it fails then, " + COPY,
    "slow": "ask again another day, or with a longer --timeout",
    "unreachable": "ask again another day",
    "barred": "open it in a browser: it may be there for people",
    "moved": "read it there, and if it is the same, give that address",
}


def answers(
    sources: Sequence[Mapping[str, str]], manner: Manner, *, online: bool
) -> list[Remark] | None:
    """Ask for the address of each source; None where nobody was asked."""
    addresses = {row["source_id"]: known(row["url"]) for row in sources}
    asked = look(addresses.values(), manner) if online else None
    if asked is None:
        return None
    by_address = {one.address: one for one in asked}
    found = []
    for source, address in addresses.items():
        if address and by_address[address].code != "fine":
            found.append(remark(source, by_address[address]))
    return sorted(found, key=lambda one: (list(CURES).index(one.code), one.source))


def remark(source: str, answer: Answer) -> Remark:
    """Say what came of an address, and what to do about it."""
    cure = CURES[answer.code].format(address=answer.address)
    if archived(answer.address) and answer.code != "moved":
        cure = "look for another copy, or for the page itself"
    return Remark(source, answer.code, f"{answer.address}: {answer.what}", cure)
