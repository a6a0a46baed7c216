"""
The publish room.
"""
