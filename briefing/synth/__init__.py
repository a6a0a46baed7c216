"""Invented data packages, for tests and benchmarks."""
