import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

MONITOR = Path(sys.executable).with_name("monitor")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_up_runs_until_it_is_told_to_end(mongo_uri: str, tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C, or a service manager's word: exit code 0, progress on stderr, nothing on stdout."""
    environment = os.environ | {
        "MONITOR_MONGO_URI": mongo_uri,
        "MONITOR_MONGO_DATABASE": f"test_{uuid4().hex[:12]}",
        "MONITOR_DATA": str(tmp_path),
    }
    up = subprocess.Popen(
        [MONITOR, "up"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert up.stderr is not None
    assert "up database=test_" in up.stderr.readline()
    up.send_signal(number)
    out, error = up.communicate(timeout=30)
    assert (up.returncode, out) == (0, "")
    assert "stopped" in error
