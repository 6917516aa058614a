#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.core.management import execute_from_command_line

import slimsamenwerken.celery  # noqa: F401 - else tasks go to Celery's own default app, and are lost

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slimsamenwerken.settings")
    execute_from_command_line(sys.argv)
