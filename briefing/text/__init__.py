"""Numbers, dates and standing notes in words."""
