"""What stays in a process for long is kept out of the way of Python's garbage collector."""

import gc


def settle() -> None:
    """Call after loading much that stays: it is never walked through again.

    A full collection looks at every object of the process, in the middle of somebody's page: with
    the statuses of 500 actions in memory that took a quarter of a second. What was settled before
    is looked at once more, so that nothing that became garbage since stays for ever.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
