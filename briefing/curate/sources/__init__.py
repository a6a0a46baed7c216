"""The sources looked after: whether they can still be read, and what is odd about
them.
"""
