"""Pages of the meeting, at both doors."""
