"""Tidy counts, each naming its unit."""
