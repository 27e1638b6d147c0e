"""Who saw which household's data: the read-access log."""
