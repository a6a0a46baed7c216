"""What one case is: its file, its questions, and how it is added or edited."""
