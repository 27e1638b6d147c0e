"""Pages of networks at the agency's door, a file for each subject."""
