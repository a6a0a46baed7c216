"""A synthetic data package: invented states, made by chance, for benchmarks and
tests.
"""

from briefing.dataset.synth.package import FORMATS, synth

__all__ = ["FORMATS", "synth"]
