import asyncio
from collections.abc import Sequence

import pytest

from monitor.store.queue import TOGETHER, Queue


class Ledger:
    """Notes what is written together; refuses what is negative."""

    def __init__(self) -> None:
        self.written: list[list[int]] = []

    async def write(self, given: Sequence[int]) -> list[int]:
        """Write all or nothing."""
        await asyncio.sleep(0.005)
        if any(number < 0 for number in given):
            raise ValueError(min(given))
        self.written.append(list(given))
        return [2 * number for number in given]


async def test_what_waits_goes_together_and_each_gets_its_own() -> None:
    """In the order in which it came, and no more at once than is good."""
    ledger = Ledger()
    queue: Queue[int, int] = Queue(ledger.write)
    numbers = range(2 * TOGETHER)
    assert await asyncio.gather(*map(queue.put, numbers)) == [2 * number for number in numbers]
    assert ledger.written == [list(numbers)[:TOGETHER], list(numbers)[TOGETHER:]]


async def test_one_that_fails_keeps_none_of_the_others() -> None:
    """Each is tried alone, and raises its own."""
    ledger = Ledger()
    queue: Queue[int, int] = Queue(ledger.write)
    found = await asyncio.gather(*map(queue.put, (1, -2, 3)), return_exceptions=True)
    assert (found[0], found[2], ledger.written) == (2, 6, [[1], [3]])
    with pytest.raises(ValueError, match="-2"):
        raise found[1]  # type: ignore[misc]  # it is one


async def test_in_a_busy_time_more_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes a moment after several goes with the next of them; one by itself does not wait."""
    monkeypatch.setattr("monitor.store.queue._GATHERING", 1.0)
    ledger = Ledger()
    queue: Queue[int, int] = Queue(ledger.write)

    async def late(number: int, seconds: float) -> int:
        await asyncio.sleep(seconds)
        return await queue.put(number)

    await asyncio.gather(queue.put(1), queue.put(2), late(3, 0.002), late(4, 0.1))
    assert ledger.written == [[1, 2], [3, 4]]
    await queue.put(5)
    assert ledger.written[-1] == [5]
