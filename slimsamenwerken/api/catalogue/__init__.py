"""Open data: lasting ids, the catalogue of the datasets, and their files without a key."""
