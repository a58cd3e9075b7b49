"""What the programs that drive other clients share."""

import time

WAIT_S = 60
POLL_S = 0.05


def until(find, what, seconds=WAIT_S):
    """Waits for something to be found."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = find()
        if found:
            return found
        time.sleep(POLL_S)
    raise TimeoutError(f"there is no {what}")
