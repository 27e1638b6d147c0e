"""The demonstration: data that tells five municipalities' stories, and everything started on one machine."""
