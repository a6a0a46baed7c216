"""A count becomes a figure."""
