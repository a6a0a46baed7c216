"""The bodies to which somebody may turn: what they apply, and what opens them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mechanism:
    """A body to which somebody may turn, and what it may deal with.

    `treaties` are those whose articles it applies, `door` is the treaty or declaration
    by which a state accepts it. Without a door it is open against every member of the
    United Nations, for `rights` (all where there are none).
    """

    code: str
    name: str
    treaties: tuple[str, ...] = ()
    door: str = ""
    rights: tuple[str, ...] = ()


MECHANISMS = (
    Mechanism("HRC", "Human Rights Committee", ("ICCPR", "ICCPR-OP2"), "ICCPR-OP1"),
    Mechanism("CAT", "Committee against Torture", ("CAT",), "CAT-22"),
    Mechanism("CED", "Committee on Enforced Disappearances", ("ICPPED",), "ICPPED"),
    Mechanism(
        "ECTHR",
        "European Court of Human Rights",
        ("ECHR", "ECHR-P4", "ECHR-P7"),
        "ECHR",
    ),
    Mechanism("WGAD", "Working Group on Arbitrary Detention", rights=("LIBERTY",)),
    Mechanism(
        "WGEID",
        "Working Group on Enforced or Involuntary Disappearances",
        rights=("DISAPPEARANCE",),
    ),
    Mechanism("SPECIAL", "UN special rapporteurs"),
)
