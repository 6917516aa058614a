"""Large answers as files: asked once, written by a worker, fetched by a signed link."""
