"""
The dataset room.
"""
