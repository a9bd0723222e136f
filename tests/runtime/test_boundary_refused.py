"""What may not cross is refused by name, with its place and what to do instead."""

from __future__ import annotations

import dataclasses
import enum
import types
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from fractions import Fraction
from uuid import UUID

import pytest

import cloche
from cloche.runtime.boundary import Record, into_guest, out_of_guest
from cloche.runtime.errors import BoundaryError
from sampling import halved


class Colour(enum.Enum):
    RED = 1


class Level(enum.IntEnum):
    LOW = 1


@dataclasses.dataclass
class Owner:
    name: str


class Text(str):
    __slots__ = ()


class Zone(tzinfo):
    def utcoffset(self, when):
        return timedelta(0)


class Offset(timedelta):
    pass


class Model:
    def model_dump(self):
        raise AssertionError("called")


class Array:
    def tolist(self):
        raise AssertionError("called")


class Meta(type):
    pass


Pair = namedtuple("Pair", "a b")


def crooked_fraction():
    value = Fraction(1, 2)
    value._denominator = 0
    return value


def crooked_uuid():
    value = UUID(int=0)
    object.__setattr__(value, "int", Text("1"))
    return value


PLAIN_HINT = "use plain data"
INWARD = [
    (Colour.RED, "Colour", "use its .value"),
    (Level.LOW, "Level", "use its .value"),
    (Owner("x"), "Owner", "convert with dataclasses.asdict(...)"),
    (Pair(1, 2), "Pair", "convert with ._asdict() or tuple(...)"),
    (Model(), "Model", "convert with .model_dump()"),
    (Array(), "Array", "convert with .tolist()"),
    (Text("x"), "Text", "convert with str(...)"),
    (OrderedDict(), "OrderedDict", "convert with dict(...)"),
    (defaultdict(list), "defaultdict", "convert with dict(...)"),
    (Counter(), "Counter", "convert with dict(...)"),
    ((i for i in ()), "generator", "make it a list first: list(...)"),
    (map(str, []), "map", "make it a list first: list(...)"),
    (iter([]), "list_iterator", "make it a list first: list(...)"),
    ({}.items(), "dict_items", "make it a list first: list(...)"),
    (memoryview(b""), "memoryview", "make it a list first: list(...)"),
    (len, "builtin_function_or_method", "give functions to the program as tools"),
    (lambda: 0, "function", "give functions to the program as tools"),
    ([].append, "builtin_function_or_method", "give functions to the program as tools"),
    (int, "type", "use its name, or an instance"),
    (Meta("C", (), {}), "Meta", "use its name, or an instance"),
    (types, "module", "take the values you need out of the module"),
    (ValueError("x"), "ValueError", "convert with str(...)"),
    (object(), "object", PLAIN_HINT),
    (Record("A", {}), "Record", PLAIN_HINT),
    (Ellipsis, "ellipsis", PLAIN_HINT),
    (NotImplemented, "NotImplementedType", PLAIN_HINT),
    (slice(1), "slice", PLAIN_HINT),
    (compile("1", "", "eval"), "code", PLAIN_HINT),
    (StopIteration, "type", "use its name, or an instance"),
    (deque(), "deque", PLAIN_HINT),
    (types.SimpleNamespace(), "SimpleNamespace", PLAIN_HINT),
    (types.MappingProxyType({}), "mappingproxy", PLAIN_HINT),
    (datetime(2024, 1, 1, tzinfo=Zone()), "datetime", "use datetime.timezone"),
    (time(1, tzinfo=Zone()), "time", "use datetime.timezone"),
    (timezone(Offset(hours=1)), "timezone", "use datetime.timezone"),
    (timezone(timedelta(0), Text("x")), "timezone", "use datetime.timezone"),
    (time(1, tzinfo=timezone(Offset(hours=1))), "time", "use datetime.timezone"),
    (crooked_fraction(), "Fraction", ""),
    (crooked_uuid(), "UUID", ""),
]


@pytest.mark.parametrize(("value", "type_name", "hint"), INWARD)
def test_not_inward(value, type_name, hint):
    with pytest.raises(BoundaryError) as caught:
        into_guest({"orders": [value]}, "data")
    assert caught.value.path == "data.orders[0]"
    assert caught.value.type_name == type_name
    assert caught.value.hint.startswith(hint)
    with pytest.raises(BoundaryError):
        into_guest(value)


CONVERTED_OUTWARD = (
    OrderedDict, defaultdict, Counter, deque, type({}.items()), types.SimpleNamespace,
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "type_name"),
    [(value, name) for value, name, _ in INWARD if type(value) not in CONVERTED_OUTWARD],
)
def test_not_outward(value, type_name):
    """The same values do not leave either, unless the guest made their class."""
    with pytest.raises(BoundaryError) as caught:
        out_of_guest([1, value])
    assert (caught.value.path, caught.value.type_name) == ("result[1]", type_name)


class Secret:
    pass


SECRET = Secret()


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ([0, SECRET], "x[1]"),
        (((SECRET,),), "x[0][0]"),
        ({"owner": SECRET}, "x.owner"),
        ([{}, {"owner": SECRET}], "x[1].owner"),
        ({"two words": SECRET}, "x['two words']"),
        ({'"': SECRET}, "x['\"']"),
        ({3: SECRET}, "x[3]"),
        ({None: SECRET}, "x[None]"),
        ({1.5: SECRET}, "x[1.5]"),
        ({(1, 2): SECRET}, "x[<tuple>]"),
        ({2**70: SECRET}, "x[<int>]"),
        ({"a": 1, SECRET: 2}, "x.keys()[1]"),
        ({SECRET}, "x{...}"),
        ({"k" * 50: SECRET}, "x['" + "k" * 40 + "...']"),
    ],
)
@pytest.mark.parametrize("cross", [into_guest, out_of_guest])
def test_the_path_leads_there(cross, value, path):
    with pytest.raises(BoundaryError) as caught:
        cross(value, "x")
    assert caught.value.path == path
    assert caught.value.type_name == "Secret"


# --- Objects that lie, and objects that mind being looked at -----------------------------------


class Minefield:
    """Every way to look at an instance from outside is an error."""

    def _bang(self, *args):
        raise AssertionError("guest or host code was run")

    __class__ = property(_bang)
    __eq__ = __hash__ = __iter__ = __len__ = __getitem__ = __getattribute__ = _bang
    __repr__ = __str__ = __bool__ = __int__ = __index__ = __float__ = _bang
    __reduce__ = __reduce_ex__ = __getstate__ = __copy__ = __deepcopy__ = _bang
    keys = items = values = __dir__ = __format__ = __contains__ = __buffer__ = _bang


class Pretender:
    @property
    def __class__(self):
        return int

    def __iter__(self):
        while True:
            yield self


class LyingMeta(type):
    """A metaclass whose classes say they are any class they are compared with."""

    def __hash__(cls):
        return hash(str)

    def __eq__(cls, other):
        return True

    def __instancecheck__(cls, instance):
        return True

    @property
    def __dict__(cls):
        raise AssertionError

    @property
    def __mro__(cls):
        return (str, object)

    @property
    def __name__(cls):
        raise AssertionError

    __module__ = __name__


def liar():
    """Return an instance of a lying class; pytest, collecting, looks at classes in the module."""
    return LyingMeta("Liar", (), {})()


# By name: pytest would look at the classes to name the tests.
@pytest.mark.parametrize("name", ["Minefield", "Pretender", "Liar"])
@pytest.mark.parametrize("cross", [into_guest, out_of_guest])
def test_liars_are_refused_unasked(cross, name):
    value = {"Minefield": Minefield, "Pretender": Pretender, "Liar": liar}[name]()
    for whole in (value, [value], {"a": value}, ({"b": [value]},)):
        with pytest.raises(BoundaryError) as caught:
            cross(whole)
        assert caught.value.type_name == name


def test_names_in_errors_are_short_exact_text():
    kind = type(Text("n" * 10_000), (), {})
    with pytest.raises(BoundaryError) as caught:
        into_guest(kind())
    assert caught.value.type_name == "n" * 80
    assert type(caught.value.type_name) is str


#: What libraries, and Python itself, look for on an object: numpy takes the first two for where in
#: memory the numbers are.
HOOKS = [
    "__array_interface__", "__array_struct__", "__array__", "__index__", "__fspath__",
    "__reduce__", "__reduce_ex__", "__deepcopy__", "__class__", "__dict__", "__type_name__",
    "__html__", "__dlpack__", "__cuda_array_interface__", "__dataclass_fields__", "__len__",
]  # fmt: skip
CARRIERS = {
    "a namespace": "from types import SimpleNamespace\nSimpleNamespace(**{NAME: VALUE})",
    "one of a class of its own": (
        "from types import SimpleNamespace\nclass N(SimpleNamespace): pass\nN(**{NAME: VALUE})"
    ),
    "a tuple that says its names": "class T(tuple): _fields = ('a', NAME)\nT([1, VALUE])",
    "one inside another": (
        "from types import SimpleNamespace as N\n[N(a={'b': N(**{NAME: VALUE})})]"
    ),
}


@halved
@pytest.mark.parametrize("name", HOOKS)
@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("optimize", [True, False])
def test_no_name_of_pythons_own_leaves_with_a_record(optimize, carrier, name):
    source = CARRIERS[carrier].replace("NAME", repr(name)).replace("VALUE", "{'data': (16, False)}")
    given = []
    box = cloche.Sandbox({"take": lambda value: given.append(value)}, optimize=optimize)
    with pytest.raises(BoundaryError, match=f"has an attribute '{name}'"):
        box.run(source)
    *before, last = source.split("\n")
    with pytest.raises(cloche.GuestError, match=f"has an attribute '{name}'"):
        box.run("\n".join([*before, f"take({last})"]))
    assert not given


@pytest.mark.parametrize("name", HOOKS)
def test_an_instance_leaves_without_such_names(name):
    source = f"class C: a = 1\nx = C()\nx.b = 2\nvars(x)[{name!r}] = 3\nx"
    try:
        made = cloche.run(source)
    except cloche.GuestError:
        return  # it could not have the name to begin with
    assert vars(made) == {"b": 2}


@pytest.mark.parametrize("name", [name for name in HOOKS if not hasattr(Record, name)])
def test_no_record_shows_such_a_name(name):
    made = Record("R", {name: {"data": (16, False)}})
    assert not hasattr(made, name)
    assert made[name] == {"data": (16, False)}


#: The bytes of a pickle, of which CPython's constructors look at the month, or the hour, alone.
_IMPOSSIBLE = [
    r"date(b'\0\0\1\1')", r"date(b'\x27\x10\1\1')", r"date(b'\x07\xe8\2\x1e')",
    r"date(b'\x07\xe8\1\0')", r"date('\0\0\1\1')", r"datetime(b'\0\0\1\1' + bytes(6))",
    r"datetime(b'\x07\xe8\1\1\x18' + bytes(5))", r"datetime(b'\x07\xe8\1\1\0\x3c' + bytes(4))",
    r"datetime(b'\x07\xe8\1\1\0\0\x3c' + bytes(3))", r"datetime(b'\x07\xe8\1\1\0\0\0\xff\0\0')",
    r"datetime(b'\x07\xe8\2\x1e' + bytes(6), timezone.utc)",
    r"datetime(b'\x07\xe8\2\x1e' + bytes(6), ZoneInfo('Europe/Berlin'))",
    r"time(b'\1\x3c' + bytes(4))", r"time(b'\1\1\x3c' + bytes(3))", r"time(b'\1\1\1\xff\0\0')",
    r"time(b'\1\x3c' + bytes(4), timezone.utc)",
]  # fmt: skip
_CROSSINGS = ["x", "[x]", "{1: x}", "{x: 1}", "(x, x)"]


@pytest.mark.parametrize("crossing", _CROSSINGS)
@pytest.mark.parametrize("made", _IMPOSSIBLE)
def test_a_time_that_does_not_exist_stays_inside(made: str, crossing: str) -> None:
    """C counts by it in tables, before which it reads: the host's own `ctime` crashes."""
    begin = f"from datetime import *\nfrom zoneinfo import ZoneInfo\nx = {made}\n"
    given: list[object] = []
    box = cloche.Sandbox(tools={"take": given.append})
    with pytest.raises(cloche.BoundaryError, match="a date or time that does not exist"):
        box.run(f"{begin}{crossing}")
    with pytest.raises(cloche.GuestError, match="a date or time that does not exist"):
        box.run(f"{begin}take({crossing})")
    session = box.session()
    session.run(f"{begin}y = {crossing}\nNone")
    assert not {"x", "y"} & session.variables.keys()
    program = box.compile(f"{begin}def f(): return {crossing}")
    with pytest.raises(cloche.BoundaryError, match="a date or time that does not exist"):
        program.function("f")()
    assert given == []


def test_what_is_made_of_the_bytes_of_a_pickle_may_exist() -> None:
    found = cloche.run(
        r"from datetime import *" + "\n" + r"date(b'\x07\xe8\2\x1d'), datetime(b'\x07\xe8\x82\x1d'"
        r" + bytes(6), timezone.utc), time(b'\x17\x3b\x3b\x0f\x42\x3f')"
    )
    assert found == (
        date(2024, 2, 29),
        datetime(2024, 2, 29, tzinfo=UTC),
        time(23, 59, 59, 999999),
    )
    assert found[1].fold == 1
