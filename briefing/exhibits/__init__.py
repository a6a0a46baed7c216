"""A figure, table or sentence with its title, alt text, notes and checks."""
