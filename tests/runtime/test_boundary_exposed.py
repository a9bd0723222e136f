"""Host objects that a guest holds by an explicit list of names, and nothing else of them."""

from __future__ import annotations

import asyncio
import copy
import gc
import pickle
import time
import weakref
from typing import Any

import pytest

import cloche

SECRET = "s3cr3t-of-the-host"


class Account:
    """Nothing of this docstring shows, the word s3cr3t-of-the-host least of all."""

    key = SECRET

    def __init__(self, balance: float = 100) -> None:
        self.balance = balance
        self.history = [1, 2]
        self.partner: Any = None
        self.hidden = SECRET

    def __repr__(self) -> str:
        return f"<Account {SECRET}>"

    def __len__(self) -> int:
        return 3

    def move(self, amount: float, *, to: Any = None) -> float:
        self.balance -= amount
        return self.balance

    def keep(self, value: Any) -> Any:
        self.history = value
        return value

    def fail(self) -> None:
        raise RuntimeError("no money", self)

    def leak(self) -> Account:
        return self

    def wait(self) -> None:
        time.sleep(0.15)

    async def later(self, value: int) -> int:
        await asyncio.sleep(0)
        return value + 1

    @property
    def fixed(self) -> int:
        return 7

    @property
    def broken(self) -> int:
        raise AttributeError("nobody is home")

    @property
    def deep(self) -> object:
        return self.nowhere  # type: ignore[attr-defined]

    @property
    def far(self) -> object:
        return object().far  # type: ignore[attr-defined]


def exposed(account: Account) -> cloche.Exposed:
    return cloche.expose(
        account,
        attributes=("balance", "history", "partner", "fixed", "broken", "gone", "deep", "far"),
        methods=("move", "keep", "fail", "leak", "wait", "later"),
        writable=("balance", "fixed"),
    )


@pytest.fixture(params=[True, False], ids=["optimized", "plain"])
def box(request):
    return cloche.Sandbox({"same": lambda x: x}, optimize=request.param)


USES = [
    ("a.balance", 100),
    ("a.move(30), a.balance", (70, 70)),
    ("a.move(amount=1)", 99),
    ("a.balance = 5\na.balance += 1\na.balance", 6),
    ("setattr(a, 'balance', 5)\ngetattr(a, 'balance')", 5),
    ("a.history.append(3)\na.history", [1, 2]),
    ("x = [5]\na.keep(x)\nx.append(6)\na.history", [5]),
    ("a.fixed", 7),
    ("hasattr(a, 'balance'), hasattr(a, 'hidden')", (True, False)),
    ("a == a, a is same(a), a in [a], {a: 1}[a], bool(a)", (True, True, True, 1, True)),
    ("a.partner is a.partner, a.partner.balance, hasattr(a.partner, 'move')", (True, 1, False)),
    ("repr(a), str(a), f'{a}', type(a).__name__", ("<exposed object>",) * 3 + ("exposed",)),
    ("dir(a.partner)", ["balance"]),
    ("sum(map(a.move, [1, 2]))", 99 + 97),
    ("await a.later(1)", 2),
    ("match a:\n    case object(balance=b): r = b\nr", 100),
    ("def f(): return a.move.__name__\nf()", "move"),
]


@pytest.mark.parametrize(("source", "value"), USES, ids=[row[0] for row in USES])
def test_what_is_listed_can_be_used(box, source, value):
    account = Account()
    account.partner = cloche.expose(Account(1), attributes=("balance",))
    assert box.run(source, {"a": exposed(account)}) == value


REFUSED = [
    ("a.hidden", "AttributeError: this exposed object has no attribute 'hidden'"),
    ("a.key", "AttributeError: this exposed object has no attribute 'key'"),
    ("a.gone", "AttributeError: this exposed object has no attribute 'gone'"),
    ("a.broken", "AttributeError: this exposed object has no attribute 'broken'"),
    ("a.history = 1", "AttributeError: attribute 'history' of this exposed object is read-only"),
    ("a.move = 1", "AttributeError: attribute 'move' of this exposed object is read-only"),
    ("a.new = 1", "AttributeError: attribute 'new' of this exposed object does not exist"),
    ("a.fixed = 1", "AttributeError: attribute 'fixed' of this exposed object cannot be set"),
    ("del a.balance", "AttributeError: attribute 'balance' of this exposed object cannot be"),
    ("a.fail()", "RuntimeError: no money"),
    ("a.move(print)", "TypeError: move() argument 1 cannot leave the sandbox"),
    ("a.balance = len", "TypeError: balance() argument 1 cannot leave the sandbox"),
    ("len(a)", "TypeError: object of type 'exposed' has no len()"),
    ("a()", "TypeError: 'exposed' object is not callable"),
    ("type(a)()", "TypeError: exposed objects cannot be made here"),
    ("object.__new__(type(a))", "TypeError:"),
    ("class B(type(a)): pass", "TypeError: type 'exposed' is not an acceptable base type"),
]


@pytest.mark.parametrize(("source", "message"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_not_listed_is_not_there(box, source, message):
    account = Account()
    with pytest.raises(cloche.GuestError) as caught:
        box.run(source, {"a": exposed(account)})
    error = caught.value
    assert f"{error.type_name}: {error.message}".startswith(message)
    assert SECRET not in str(error) + error.traceback
    assert "Account" not in str(error) + error.traceback
    assert vars(account) == vars(Account())


@pytest.mark.parametrize(
    ("source", "message"),
    [("a.deep", "'Account' object has no attribute 'nowhere'"),
     ("a.far", "'object' object has no attribute 'far'")],
)  # fmt: skip
def test_what_a_getter_of_the_hosts_misses_itself_is_its_error(box, source, message):
    with pytest.raises(cloche.GuestError) as caught:
        box.run(source, {"a": exposed(Account())})
    assert caught.value.message.startswith(message)


#: Each leaves what it finds in `found`; all of it must be dull.
ATTACKS = [
    "[getattr(a, n, None) for n in names]",
    "[getattr(a.move, n, None) for n in names]",
    "[getattr(type(a), n, None) for n in names]",
    "[hasattr(a, n) and n for n in names]",
    "import copy\n[copy.copy(a) is a, copy.deepcopy(a) is a]",
    "from operator import attrgetter\n[attrgetter('move.__self__')(a)]",
    "['{0.__exposed__}'.format(a)]",
    "['{0.move.__self__}'.format(a)]",
    "[a.__getattr__('hidden')]",
    "[a.__getattr__('__dict__')]",
    "class S(str):\n    def __eq__(s, o): return True\n    def __hash__(s): return hash('move')\n"
    "[a.__getattr__(S('hidden'))]",
    "[object.__setattr__(a, 'hidden', 1)]",
    "[object.__setattr__(a, '__exposed__', 1)]",
    "[object.__getattribute__(a, 'hidden')]",
    "[super(type(a), a).hidden]",
    "[vars(a)]",
    "import json\n[json.dumps(a, default=vars)]",
    "import inspect\n[str(inspect.signature(a.move))]",
    "try: a.fail()\nexcept RuntimeError as e: r = [e.args, e.__cause__, e.__context__, str(e)]\nr",
    "try: a.hidden\nexcept AttributeError as e: r = [e.args, getattr(e, 'obj', 0), str(e)]\nr",
    "a.balance = type('B', (), {'__float__': lambda s: 1})()\n[a.balance]",
    "[a.keep(a)]",
]
NAMES = (
    "__self__ __func__ __wrapped__ __closure__ __globals__ __code__ __defaults__ __kwdefaults__ "
    "__dict__ __exposed__ __slots__ __weakref__ __annotations__ __mro__ __base__ __subclasses__ "
    "__reduce__ __reduce_ex__ __getstate__ __getattribute__ _handle _object _face _run _tools "
    "object hidden key gi_frame f_globals cell_contents"
).split()


@pytest.mark.parametrize("source", ATTACKS)
def test_nothing_else_of_it_shows(box, source):
    account = Account()
    try:
        found = box.run(source, {"a": exposed(account), "names": NAMES})
    except cloche.ClocheError as error:
        found = [str(error), error.args]
    assert SECRET not in repr(found)
    assert "Account" not in repr(found)
    assert "0x" not in repr(found).replace("function move at 0x", "")
    assert account.hidden == SECRET


def test_a_tool_gets_the_handle_back():
    account = Account()
    handle = exposed(account)
    got = []
    box = cloche.Sandbox({"give": got.append, "take": lambda: handle})
    assert box.run("give(take())\ngive([a])\na.keep({'x': a})\na", {"a": handle}) is handle
    assert got == [handle, [handle]]
    assert account.history == {"x": handle}
    assert handle.object is account
    assert repr(handle) == "<exposed object>"
    for use in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="exposed"):
            use(handle)


def test_what_a_method_returns_unwrapped_stops_the_run():
    with pytest.raises(cloche.BoundaryError, match="may not cross"):
        cloche.run("try:\n    a.leak()\nexcept BaseException:\n    1", {"a": exposed(Account())})


def test_the_clock_stands_still():
    box = cloche.Sandbox(limits=cloche.Limits(seconds=0.1))
    assert box.run("a.wait()\nfor i in range(10): i\ni", {"a": exposed(Account())}) == 9


def test_a_stopped_run_touches_nothing():
    account = Account()
    source = "try:\n    while True: pass\nfinally:\n    a.move(1)\n    a.balance = 0"
    with pytest.raises(cloche.StepLimitExceeded):
        cloche.run(source, {"a": exposed(account)}, limits=cloche.Limits(steps=1000))
    assert account.balance == 100


def test_after_the_run_it_is_dead():
    account, handle = Account(), exposed(Account(3))
    kept = []
    box = cloche.Sandbox()
    make = box.environment

    def remember(inputs):
        kept.append(make(inputs))
        return kept[-1]

    box.environment = remember
    session = box.session({"a": handle})
    assert session.run("a.balance") == 3
    proxy = kept[0].globals["a"]
    move = session._run.globals["a"].move
    for use in (lambda: proxy.balance, lambda: move(1), lambda: setattr(proxy, "balance", 1)):
        with pytest.raises(GeneratorExit):
            use()
    assert handle.object.balance == 3
    assert account.balance == 100
    assert session.run("a.move(1)") == 2


def test_closures_take_it():
    account = Account()
    pay = cloche.Sandbox().compile("def pay(a, n): return a.move(n)").function("pay")
    assert [pay(exposed(account), n) for n in (1, 2)] == [99, 97]


def test_a_tool_that_exposes_anew_keeps_nothing():
    alive = []

    def tool():
        account = Account()
        alive.append(weakref.ref(account))
        return cloche.expose(account, attributes=("balance",))

    def count():
        gc.collect()
        return sum(each() is not None for each in alive)

    box = cloche.Sandbox({"tool": tool, "count": count})
    assert box.run("for i in range(50): tool().balance\ncount()") == 0


WRONG = [
    ({"attributes": ("__dict__",)}, ValueError, "reserved"),
    ({"methods": ("__len__",)}, ValueError, "reserved"),
    ({"attributes": ("a b",)}, ValueError, "not a name"),
    ({"attributes": ("class",)}, ValueError, "not a name"),
    ({"attributes": ("ﬁxed",)}, ValueError, "reserved"),
    ({"attributes": "balance"}, TypeError, "collection"),
    ({"attributes": ("move",), "methods": ("move",)}, ValueError, "and as a method"),
    ({"writable": ("balance",)}, ValueError, "not among the attributes"),
    ({"methods": ("nowhere",)}, AttributeError, "nowhere"),
    ({"methods": ("balance",)}, TypeError, "cannot be called"),
]


@pytest.mark.parametrize(("names", "error", "text"), WRONG)
def test_what_cannot_be_exposed(names, error, text):
    with pytest.raises(error, match=text):
        cloche.expose(Account(), **names)


def test_twice():
    with pytest.raises(TypeError, match="already"):
        cloche.expose(exposed(Account()))


def test_workers_refuse_it():
    with (
        cloche.Sandbox(isolation="process") as box,
        pytest.raises(cloche.BoundaryError, match="cannot enter a worker process; use isolation"),
    ):
        box.run("a", {"a": exposed(Account())})
