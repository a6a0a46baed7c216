"""The command `briefing`: translation only."""
