"""Agreements at the agency's door, page by page. They name no household, so nothing is written to the access log."""
