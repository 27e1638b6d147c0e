"""One page of a report that is being written."""
