"""What the programs that drive other clients share."""

import time

WAIT_S = 60
POLL_S = 0.05


def until(find, what):
    """Waits for something to be found."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        found = find()
        if found:
            return found
        time.sleep(POLL_S)
    raise TimeoutError(f"there is no {what}")
