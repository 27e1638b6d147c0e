"""Pages of both doors that belong to no household: people, roles, errors."""
