"""A child of `monitor up` ends with its parent, also when that is killed.

The parent holds the only writing end of the child's stdin and never writes: when it dies, however it
dies, the system closes that end, and the child reads the end of the file.
"""

import os
import signal
import sys
import threading
import time

CHILD = "MONITOR_CHILD"
"""The variable that tells a child of `monitor up`."""
_PATIENCE = 30.0


def follow_parent() -> None:
    """In a child of `monitor up`: be interrupted when the parent is gone, be killed when that takes too long."""
    if os.environ.pop(CHILD, None):
        threading.Thread(target=_follow, args=(sys.stdin.fileno(),), daemon=True).start()


def _follow(pipe: int) -> None:
    while os.read(pipe, 1):
        continue
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(_PATIENCE)
    os.kill(os.getpid(), signal.SIGKILL)
