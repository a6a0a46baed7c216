"""The data in other forms, as they are counted."""
