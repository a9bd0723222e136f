"""Calls across the boundary: what the guest sees of a tool, and the host of a guest's function."""

from __future__ import annotations

import asyncio
import functools
import traceback
from pathlib import Path

import pytest

from cloche.runtime.boundary import Record, arguments_in, check_tool, wrap_tool
from cloche.runtime.boundary.calls import is_asynchronous
from cloche.runtime.errors import BoundaryError, StepLimitExceeded


class Stopped(BaseException):
    """What a run raises to unwind the guest."""


class Run:
    def __init__(self):
        self.own = set()
        self.log = []
        self.cause = None
        self.charged = 0
        self.budget = None

    def charge(self, steps):
        self.charged += steps

    def abort(self, cause):
        self.log.append("abort")
        self.cause = cause
        raise Stopped

    def tool(self, function, name="get_price"):
        def enter(run):
            run.log.append("enter")

        def leave(run):
            run.log.append("leave")

        return wrap_tool(name, function, lambda: self, enter, leave)


@pytest.fixture
def run():
    return Run()


def test_arguments_and_result_are_copies(run):
    kept = []
    answer = {"prices": [1]}

    def host(*args, **kwargs):
        kept.append((args, kwargs))
        return answer

    given = [1, {"a": 2}]
    result = run.tool(host)(given, 3, key=given, other="x")
    assert kept == [(([1, {"a": 2}], 3), {"key": [1, {"a": 2}], "other": "x"})]
    assert result == answer
    assert run.charged == 6  # an item of a list or dict is a step, as often as it goes
    given.append(0)
    result["prices"].append(0)
    assert kept[0][0][0] == [1, {"a": 2}]
    assert answer == {"prices": [1]}
    assert run.log == ["enter", "leave"]


@pytest.mark.parametrize("value", [None, True, 1, 1.5, "x", b"x", (1, "a"), 2j])
def test_scalars_pass(run, value):
    assert run.tool(lambda x, y=None: x)(value, y=value) == value


def test_instances_arrive_as_records(run):
    class Point:
        def __init__(self):
            self.x = 1

    run.own.add(Point)
    got = []
    run.tool(got.append)(Point())
    assert got == [Record("Point", {"x": 1})]


def test_nothing_of_the_function_shows(run):
    def secret_name(a: int = 3, *, key: str = "k") -> int:
        """Secret text."""

    tool = run.tool(secret_name)
    assert tool.__name__ == tool.__qualname__ == "get_price"
    assert tool.__doc__ is None
    assert tool.__module__ == "tools"
    assert tool.__defaults__ is tool.__kwdefaults__ is None
    assert tool.__annotations__ == {}
    assert vars(tool) == {}
    assert "secret_name" not in repr(tool)


class Text(str):
    __slots__ = ()


def test_keywords_are_exact_text(run):
    got = {}
    run.tool(lambda **kwargs: got.update(kwargs))(**{Text("key"): 1})
    assert [type(key) for key in got] == [str]


@pytest.mark.parametrize(
    ("args", "kwargs", "message"),
    [
        (
            ((i for i in ()),),
            {},
            "get_price() argument 1 cannot leave the sandbox: "
            "generator (make it a list first: list(...))",
        ),
        (
            (1, [{"f": len}]),
            {},
            "get_price() argument 2[0].f cannot leave the sandbox: builtin_function_or_method "
            "(return what it computes; the host reaches functions by name)",
        ),
        (
            (),
            {"owner": [int]},
            "get_price() argument 'owner'[0] cannot leave the sandbox: "
            "type (use its name, or an instance)",
        ),
    ],
)
def test_an_argument_that_may_not_leave_is_the_guests_mistake(run, args, kwargs, message):
    def host(*args, **kwargs):
        raise AssertionError("called")

    with pytest.raises(TypeError) as caught:
        run.tool(host)(*args, **kwargs)
    assert str(caught.value) == message
    assert caught.value.__context__ is None
    assert run.log == []


def test_an_argument_inside_itself(run):
    loop = []
    loop.append(loop)
    with pytest.raises(TypeError, match=r"argument 1\[0\] cannot leave .*: list refers to itself"):
        run.tool(len)(loop)


@pytest.mark.parametrize("result", [object(), [lambda: 0], {"a": Text("x")}])
def test_a_result_that_may_not_enter_is_the_hosts_mistake(run, result):
    with pytest.raises(Stopped):
        run.tool(lambda: result)()
    assert type(run.cause) is BoundaryError
    assert run.cause.path.startswith("get_price()")
    assert run.log == ["enter", "leave", "abort"]


# --- Exceptions of the host ---------------------------------------------------------------------


class Custom(Exception):
    pass


class NotFound(KeyError):
    def __init__(self, key, secret):
        super().__init__(key)
        self.secret = secret

    def __str__(self):
        return f"no {self.args[0]}"


class Broken(ValueError):
    def __str__(self):
        raise RuntimeError("in __str__")


class Deep(NotFound, OSError):
    pass


class SubText(ValueError):
    def __str__(self):
        return Text("x")


class Seen:
    def __repr__(self):
        return "secret"


class Read(Seen):
    def __str__(self):
        return "read"


UNDECODABLE = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")
NOTED = ValueError("x")
NOTED.add_note("secret")
NOTED.secret = object()

RAISED = [
    (ValueError("x"), ValueError, ("x",)),
    (ValueError("x", 2, [3]), ValueError, ("x", 2, [3])),
    (ValueError(), ValueError, ()),
    (NOTED, ValueError, ("x",)),
    (KeyError("k"), KeyError, ("k",)),
    (KeyError(Seen()), KeyError, ("KeyError",)),
    (KeyError(Seen(), "k"), KeyError, ("k",)),
    (KeyError(Read()), KeyError, ("read",)),
    (ValueError(object), ValueError, ("ValueError",)),
    (ValueError("no", object()), ValueError, ("no",)),
    (ValueError(Path("a")), ValueError, ("a",)),
    (FileNotFoundError(2, "none", "/secret/path"), FileNotFoundError, (2, "none")),
    (AttributeError("x", name="n", obj=object()), AttributeError, ("x",)),
    (UNDECODABLE, UnicodeDecodeError, UNDECODABLE.args),
    (StopIteration(3), StopIteration, (3,)),
    (Exception("x"), Exception, ("x",)),
    (Custom("x", 1), Exception, ("('x', 1)",)),
    (Custom(), Exception, ()),
    (NotFound("k", object()), KeyError, ("no k",)),
    (Deep("k", object()), KeyError, ("no k",)),
    (Broken("x"), ValueError, ("Broken",)),
    (SubText(), ValueError, ("x",)),
    (ExceptionGroup("g", [ValueError("x")]), Exception, ("g (1 sub-exception)",)),
    (type("U", (UnicodeError,), {})("x"), UnicodeError, ("x",)),
    (type("D", (UnicodeDecodeError,), {})(*UNDECODABLE.args), UnicodeError, (str(UNDECODABLE),)),
    (
        BoundaryError("p", "t"),
        Exception,
        ("BoundaryError: p: t may not cross between host and program",),
    ),
    (
        StepLimitExceeded(1, 2),
        Exception,
        (f"StepLimitExceeded: {StepLimitExceeded(1, 2)}",),
    ),
]


@pytest.mark.parametrize(("raised", "kind", "args"), RAISED)
def test_exceptions_arrive_fresh_and_builtin(run, raised, kind, args):
    def host():
        try:
            raise LookupError("secret")
        except LookupError as cause:
            raise raised from cause

    caught = None
    try:
        run.tool(host)()
    except Exception as error:
        caught = error
    assert caught is not raised
    assert type(caught) is kind
    assert caught.args == args
    assert all(type(arg) in (str, int, list, bytes) for arg in caught.args)
    assert caught.__cause__ is caught.__context__ is None
    assert "secret" not in "".join(traceback.format_exception(caught))
    assert getattr(caught, "obj", None) is getattr(caught, "filename", None) is None
    assert not hasattr(caught, "secret")
    frames = [frame.f_code.co_name for frame, _ in traceback.walk_tb(caught.__traceback__)]
    assert frames == ["test_exceptions_arrive_fresh_and_builtin", "tool", "_raise"]
    assert run.log == ["enter", "leave"]


def test_arguments_of_exceptions_are_copies(run):
    details = [1]

    def host():
        raise ValueError(details)

    with pytest.raises(ValueError, match="1") as caught:
        run.tool(host)()
    assert caught.value.args == (details,)
    assert caught.value.args[0] is not details


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, GeneratorExit, BaseException])
def test_what_the_guest_may_not_catch_aborts(run, kind):
    def host():
        raise kind

    with pytest.raises(Stopped):
        run.tool(host)()
    assert type(run.cause) is kind
    assert run.log == ["enter", "leave", "abort"]


def test_an_interrupt_while_the_message_is_made_aborts(run):
    class Slow(Exception):
        def __str__(self):
            raise KeyboardInterrupt

    def host():
        raise Slow

    with pytest.raises(Stopped):
        run.tool(host)()
    assert type(run.cause) is KeyboardInterrupt


def test_a_wrong_call_is_the_guests_mistake(run):
    def host(a):
        raise AssertionError("called")

    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        run.tool(host)()


# --- What can be a tool -------------------------------------------------------------------------


async def coroutine():
    pass


async def async_generator():
    yield


class AsyncCallable:
    async def __call__(self):
        pass

    async def method(self):
        pass


class Callable:
    def __call__(self):
        pass


@pytest.mark.parametrize(
    "function",
    [
        coroutine, AsyncCallable(), AsyncCallable().method, asyncio.sleep,
        functools.partial(coroutine),
    ],
)  # fmt: skip
def test_asynchronous_functions_are_known(function):
    check_tool("f", function)
    assert is_asynchronous(function)


def test_asynchronous_generators_are_refused():
    with pytest.raises(TypeError, match="tool 'f': asynchronous generators are not supported"):
        check_tool("f", async_generator)


@pytest.mark.parametrize("function", [len, print, Callable(), Callable, lambda: 0, [].append])
def test_callables_are_tools(function):
    check_tool("f", function)


@pytest.mark.parametrize("function", [1, "print", None, object()])
def test_others_are_not(function):
    with pytest.raises(TypeError, match="cannot be called"):
        check_tool("f", function)


@pytest.mark.parametrize(
    "name", ["", "a b", "1a", "class", "None", "a.b", "__f__", "__f", Text("f")]
)
def test_names_must_be_identifiers(name):
    with pytest.raises(ValueError, match="the name must"):
        check_tool(name, len)


# --- Functions of the guest ---------------------------------------------------------------------


def test_arguments_enter_as_copies():
    rows, key = [1], {"a": []}
    (copy, two), named = arguments_in((rows, 2), {"key": key})
    assert (copy, two, named) == ([1], 2, {"key": {"a": []}})
    assert copy is not rows
    assert named["key"]["a"] is not key["a"]


def test_arguments_that_may_not_enter():
    with pytest.raises(BoundaryError, match=r"argument 2\[0\]: object may not cross"):
        arguments_in((1, [object()]), {})
    with pytest.raises(BoundaryError, match=r"argument 'key': builtin_function_or_method"):
        arguments_in((1, 2), {"key": len})
