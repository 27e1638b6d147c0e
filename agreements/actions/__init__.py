"""The only writers of agreements."""
