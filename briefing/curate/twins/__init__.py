"""Incidents that may be one act told twice, and what was decided about them."""
