"""A utility's report of a household, its way to a case, and the stop clock."""
