import gc
from collections.abc import Iterator

import pytest

from monitor.memory import collect_seldom


@pytest.fixture
def collector() -> Iterator[None]:
    """Leave the collector as it was."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


@pytest.mark.usefixtures("collector")
def test_what_start_up_made_is_left_alone() -> None:
    """What is there is looked at no more, what comes is still collected."""
    collect_seldom()
    frozen = gc.get_freeze_count()
    circles: list[object] = []
    circles.append(circles)
    del circles
    assert frozen > 0
    assert gc.collect() > 0
    # A few of what was frozen may go by themselves, when nobody refers to them any more.
    assert gc.get_freeze_count() == pytest.approx(frozen, rel=0.01)
