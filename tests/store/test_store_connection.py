import gc
from pathlib import Path

import pytest

from monitor.errors import BadConfig, MonitorError, StoreAway
from monitor.store.connection import INDEX_VERSION, INDEXES, Store, open_store


async def test_every_collection_gets_its_indexes_once(store: Store) -> None:
    """A fresh database has them all, and remembers their version."""
    for collections in INDEXES:
        for name, models in collections.items():
            made = await store.db[name].index_information()
            assert {model.document["name"] for model in models} <= set(made)
    meta = await store.db["meta"].find_one({"_id": "indexes"})
    assert meta is not None
    assert meta["version"] == INDEX_VERSION


BAD = [
    ("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200", StoreAway, "No MongoDB answers at 127.0.0.1:1"),
    (
        "mongodb://user:secret@127.0.0.1:1/?serverSelectionTimeoutMS=200",
        StoreAway,
        "No MongoDB answers at 127.0.0.1:1",
    ),
    ("http://127.0.0.1/", BadConfig, "MONITOR_MONGO_URI cannot be used"),
    ("mongodb://", BadConfig, "MONITOR_MONGO_URI cannot be used"),
]


# The driver leaves the socket of a failed attempt to the garbage collector: its complaint belongs here.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("uri", "error", "sentence"), BAD)
async def test_a_wrong_address_is_one_sentence_without_the_password(
    uri: str, error: type[MonitorError], sentence: str, tmp_path: Path
) -> None:
    """What is wrong and what to do, and no secret."""
    with pytest.raises(error, match=sentence) as caught:
        async with open_store(uri, "monitor", tmp_path):
            pass
    gc.collect()
    assert "secret" not in str(caught.value)
