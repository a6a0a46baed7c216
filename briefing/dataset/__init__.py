"""Find, check and load: files become one typed, immutable dataset, or are refused."""

from typing import TYPE_CHECKING

from briefing.lazily import lazily

if TYPE_CHECKING:
    from briefing.dataset.check import check
    from briefing.dataset.codebook import render_codebook
    from briefing.dataset.dataset import Dataset
    from briefing.dataset.find import NoPackage, find_package
    from briefing.dataset.finding import Finding, InvalidPackage, did_you_mean
    from briefing.dataset.load import load
    from briefing.dataset.stamp import stamp
    from briefing.dataset.strict import NoFrictionless, strict

__all__ = [
    "Dataset",
    "Finding",
    "InvalidPackage",
    "NoFrictionless",
    "NoPackage",
    "check",
    "did_you_mean",
    "find_package",
    "load",
    "render_codebook",
    "stamp",
    "strict",
]

lazily(__name__)
