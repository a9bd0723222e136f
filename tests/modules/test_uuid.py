# ruff: noqa: E501  A row of a table stays on one line.
"""`uuid` and `secrets`."""

import cloche

from .tables import gives, same, stopped

test_same = same(
    "import uuid, secrets",
    """
    u = uuid.UUID("12345678-1234-5678-1234-567812345678")
    str(u), repr(u), u.hex, u.int, u.bytes, u.bytes_le, u.fields, u.version, u.variant, u.urn, u.node, u.time, u.time_low, u.clock_seq

    uuid.UUID("nope")

    uuid.UUID()

    uuid.UUID(bytes=b"abc")

    uuid.UUID(int=-1)

    uuid.UUID(int=5) < uuid.UUID(int=6), uuid.UUID(int=5) == uuid.UUID(int=5), hash(uuid.UUID(int=5)) == hash(uuid.UUID(int=5)), int(uuid.UUID(int=7))

    uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid3(uuid.NAMESPACE_URL, "x"), uuid.NAMESPACE_OID, uuid.NAMESPACE_X500

    u = uuid.uuid4()
    u.version, u.variant == uuid.RFC_4122, len(str(u)), isinstance(u, uuid.UUID)

    u = uuid.uuid1()
    u.version, uuid.uuid1() != u, uuid.uuid1(node=5, clock_seq=6).node

    uuid.UUID(int=1).int = 5

    uuid.UUID.__hash__.__name__, uuid.UUID.__eq__.__qualname__, hash(uuid.UUID(int=5)), uuid.UUID(int=5) == 5, {uuid.UUID(int=5): 1}[uuid.UUID(int=5)]

    uuid.UUID.__eq__()

    sorted({uuid.UUID(int=3): 1, uuid.UUID(int=2): 2})

    len(secrets.token_hex(8)), len(secrets.token_bytes()), len(secrets.token_urlsafe(16)), 0 <= secrets.randbelow(5) < 5, secrets.choice([7]), 0 <= secrets.randbits(3) < 8, secrets.compare_digest("a", "a")

    secrets.randbelow(0)

    secrets.choice([])

    secrets.token_hex("x")
    """,
)

test_shared = gives(
    "import uuid",
    {
        "uuid._generate_time_safe": "AttributeError",
        "uuid.os": "AttributeError",
    },
)


def test_a_constant_is_each_runs_own():
    cloche.run("import uuid\nuuid.NAMESPACE_DNS.__init__(int=5)")
    cloche.run("import uuid\nobject.__setattr__(uuid.NAMESPACE_DNS, 'int', 5)")
    assert cloche.run("import uuid\nuuid.NAMESPACE_DNS.int") != 5


def test_chance_comes_from_the_seed():
    source = "import uuid, secrets\n[str(uuid.uuid4()), secrets.token_hex(), uuid.uuid1(5, 6).node]"
    boxes = [cloche.Sandbox(seed=seed, clock=10) for seed in (1, 1, 2)]
    first, again, other = (box.run(source) for box in boxes)
    assert first == again != other


test_stopped = stopped(
    "import uuid, secrets",
    """
    while True: uuid.uuid4()

    secrets.token_bytes(10**9)

    secrets.randbits(10**10)

    secrets.token_hex(10**8)
    """,
)
