"""
The notebook's language: the names an analyst may use, and nothing else.
"""
