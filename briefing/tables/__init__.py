"""A count, or a list of records, becomes a printed table."""
