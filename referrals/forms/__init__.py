"""What a utility's people fill in, one form to a file."""
