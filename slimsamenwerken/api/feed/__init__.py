"""The change feed: what was written, in one order, for whoever keeps a copy."""
