"""What is typed about networks, a file for each subject."""
