import asyncio

import pytest
from pymongo.asynchronous.client_session import AsyncClientSession

from monitor.errors import LeaseHeld
from monitor.store.connection import Store
from monitor.store.leases import Lease, Leases
from monitor.store.transaction import transaction

OUTLET = "example.org"


@pytest.fixture
def short(store: Store) -> Leases:
    """Leases that end at once unless they are renewed."""
    return Leases(store.db, length=0.05)


async def ended(short: Leases) -> Lease:
    """Take a lease and let it end."""
    lease = await short.take(OUTLET, "the first")
    await asyncio.sleep(0.1)
    return lease


async def test_of_twenty_who_take_at_once_one_gets_it(store: Store) -> None:
    """The others are told who has it, and until when."""
    asked = [store.leases.take(OUTLET, f"holder {number}") for number in range(20)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    (lease,) = (answer for answer in answers if isinstance(answer, Lease))
    refused = [str(answer) for answer in answers if isinstance(answer, LeaseHeld)]
    assert len(refused) == 19
    assert lease.token == 1
    until = f"{lease.until:%H:%M:%S} UTC"
    assert set(refused) == {
        f"example.org is being crawled by {lease.holder}, at least until {until}: wait, or end that crawl."
    }
    assert await store.leases.held() == {OUTLET}


async def test_outlets_do_not_wait_for_each_other(store: Store) -> None:
    """A lease is one outlet's."""
    await store.leases.take(OUTLET, "a")
    assert (await store.leases.take("other.example", "b")).token == 1


async def test_a_holder_named_like_an_expression_is_taken_by_its_word(store: Store) -> None:
    """A dollar sign in a machine's name reads nothing."""
    assert (await store.leases.take(OUTLET, "$token")).holder == "$token"


async def test_a_lease_that_ended_goes_to_the_next_with_a_newer_token(short: Leases) -> None:
    """The former holder can neither renew it nor set it free."""
    first = await ended(short)
    second = await Leases(short._rows.database).take(OUTLET, "the second")
    assert second.token == first.token + 1
    with pytest.raises(LeaseHeld, match="by the second"):
        await short.renew(first)
    await short.release(first)
    with pytest.raises(LeaseHeld, match="by the second"):
        await short.take(OUTLET, "the third")


async def test_a_lease_that_nobody_took_is_renewed_late(short: Leases) -> None:
    """A database that was away for a while does not end a crawl."""
    first = await ended(short)
    renewed = await short.renew(first)
    assert renewed.until > first.until
    assert renewed.token == first.token


async def test_a_release_sets_free_and_keeps_the_token(store: Store) -> None:
    """The next token is newer than any before; what was released cannot be renewed."""
    first = await store.leases.take(OUTLET, "a")
    await store.leases.release(first)
    assert await store.leases.held() == set()
    with pytest.raises(LeaseHeld, match="released"):
        await store.leases.renew(first)
    assert (await store.leases.take(OUTLET, "a")).token == 2


async def test_a_guarded_transaction_passes_while_the_lease_is_newest(store: Store, short: Leases) -> None:
    """Also after its end, for as long as nobody took it."""
    lease = await ended(short)

    async def body(session: AsyncClientSession) -> None:
        await short.guard(session, lease)
        await store.db["written"].insert_one({}, session=session)

    await transaction(store.client, body)
    assert await store.db["written"].count_documents({}) == 1


async def test_a_lease_taken_in_mid_transaction_ends_the_transaction(store: Store, short: Leases) -> None:
    """Though its snapshot still shows the old token, nothing of it is written."""
    lease = await ended(short)
    runs = 0

    async def body(session: AsyncClientSession) -> None:
        nonlocal runs
        runs += 1
        await store.db["written"].insert_one({}, session=session)
        if runs == 1:
            await store.leases.take(OUTLET, "the second")
        await short.guard(session, lease)

    with pytest.raises(LeaseHeld, match="by the second"):
        await transaction(store.client, body)
    assert runs == 2
    assert await store.db["written"].count_documents({}) == 0


async def test_a_taker_waits_for_a_transaction_that_passed_the_guard(store: Store, short: Leases) -> None:
    """What a guarded transaction writes is written before anybody else has the lease."""
    lease = await ended(short)
    taking = []

    async def body(session: AsyncClientSession) -> None:
        await short.guard(session, lease)
        taking.append(asyncio.create_task(store.leases.take(OUTLET, "the second")))
        await asyncio.sleep(0.1)
        assert not taking[0].done()
        await store.db["written"].insert_one({}, session=session)

    await transaction(store.client, body)
    assert (await taking[0]).token == 2
    assert await store.db["written"].count_documents({}) == 1
