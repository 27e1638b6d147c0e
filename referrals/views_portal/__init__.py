"""The portal's pages: how a utility's people report, and what they may know afterwards."""
