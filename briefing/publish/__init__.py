"""An edition: built apart from its place, then put there in one step."""
