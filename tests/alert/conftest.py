from collections.abc import Iterator

import pytest

from tests.alert.receiver import Receiver, serve


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver of webhooks on a free port."""
    with serve() as served:
        yield served
