"""The only writers of networks, a file for each subject."""
