"""What must happen later, and what somebody must be told: outbox and notices."""
