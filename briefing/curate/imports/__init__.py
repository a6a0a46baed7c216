"""Somebody else's table as a package of its own."""
