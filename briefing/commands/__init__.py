"""The commands, by what they are about: the data, a briefing."""
