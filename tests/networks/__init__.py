"""Networks: members, conferences, exchanges, costs."""
