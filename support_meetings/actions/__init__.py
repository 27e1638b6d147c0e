"""The only writers of meetings, sessions, papers and requests."""
