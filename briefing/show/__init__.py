"""
The show room.
"""
