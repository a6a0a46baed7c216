"""
The render room.
"""
