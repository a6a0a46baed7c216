"""Change a data package: checked before it is written, and all of it or none."""
