"""
The measure room.
"""
