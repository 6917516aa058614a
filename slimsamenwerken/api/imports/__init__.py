"""Many rows at once: asked here, written by a worker, all or none."""
