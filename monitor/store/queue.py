"""The writers of one process queue here, and all that wait go together into one transaction.

A commit waits for the journal, so that ten articles written together cost hardly more than one.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")

TOGETHER = 32
"""Things in one transaction, at most."""
_GATHERING = 0.05
"""Seconds in which more may come, where several came at once before: in a busy crawl they do."""


class Queue(Generic[Given, Result]):
    """Hands what is put into it to `write`, in order, together where several wait."""

    def __init__(self, write: Callable[[Sequence[Given]], Awaitable[list[Result]]]) -> None:
        self._write = write
        self._waiting: deque[tuple[Given, asyncio.Future[Result]]] = deque()
        self._worker: asyncio.Task[None] | None = None

    async def put(self, given: Given) -> Result:
        """Give the result once it is written; raises what kept this one from being written."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((given, future))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        busy = False
        while self._waiting:
            if busy and len(self._waiting) < TOGETHER:
                await asyncio.sleep(_GATHERING)
            count = min(len(self._waiting), TOGETHER)
            busy = count > 1
            batch = [self._waiting.popleft() for _ in range(count)]
            if not await self._together(batch):
                for one in batch:
                    await self._alone(one)

    async def _together(self, batch: list[tuple[Given, asyncio.Future[Result]]]) -> bool:
        if len(batch) == 1:
            return False
        try:
            results = await self._write([given for given, _ in batch])
        except Exception:  # noqa: BLE001 - each is tried alone and raises its own
            return False
        for (_, future), result in zip(batch, results, strict=True):
            if not future.done():
                future.set_result(result)
        return True

    async def _alone(self, one: tuple[Given, asyncio.Future[Result]]) -> None:
        given, future = one
        try:
            (result,) = await self._write([given])
        except Exception as error:  # noqa: BLE001 - raised where it was put in
            if not future.done():
                future.set_exception(error)
            return
        if not future.done():
            future.set_result(result)
