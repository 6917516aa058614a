"""What the core itself adds to the portal: sending mail, and forgetting old job runs."""

from datetime import time

from slimsamenwerken.core.jobs import Job, forget_old_runs, jobs
from slimsamenwerken.core.mail import sweep_mail
from slimsamenwerken.core.schedules import EACH_TICK, Daily

jobs.add(Job("core.mail", EACH_TICK, sweep_mail))
jobs.add(Job("core.old_runs", Daily(time(3, 30)), forget_old_runs))
