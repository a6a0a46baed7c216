"""
Change a data package: every change is checked before it is written, and all or none of it.
"""
