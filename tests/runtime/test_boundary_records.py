"""Objects of a guest's own classes leave as what they hold; none of their code runs."""

from __future__ import annotations

import abc
import copy
import dataclasses
import enum
import pickle
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from typing import Generic, NamedTuple, TypeVar

import pytest

from cloche.runtime.boundary import CrossingLimits, Record, out_of_guest
from cloche.runtime.errors import BoundaryError

T = TypeVar("T")
OWN = set()


def own(kind):
    """Note that `kind` is a class that the guest has made."""
    OWN.add(kind)
    return kind


def leave(value, **options):
    return out_of_guest(value, own=OWN, **options)


@own
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


@own
@dataclasses.dataclass
class Line:
    start: Point
    labels: list


@own
@dataclasses.dataclass(frozen=True, slots=True)
class Frozen:
    a: object
    b: object = 2


@own
class Slotted:
    __slots__ = ("_b", "a", "unset")

    def __init__(self):
        self.a = 1
        self._b = [2]


@own
class SlottedChild(Slotted):
    def __init__(self):
        super().__init__()
        self.c = 3


@own
class Box(Generic[T]):
    def __init__(self, content):
        self.content = content


@own
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...


@own
class Square(Shape):
    area = None


@own
class Pair(NamedTuple):
    left: object
    right: object


Old = own(namedtuple("Old", "a b"))


@own
class Colour(enum.Enum):
    RED = "r"


@own
class Level(enum.IntEnum):
    LOW = 1


@own
class Mode(enum.Flag):
    R = 1
    W = 2


RECORDS = [
    (Point(1, [2]), Record("Point", {"x": 1, "y": [2]})),
    (Line(Point(1, 2), ["a"]), Record("Line", {"start": Record("Point", {"x": 1, "y": 2}),
                                               "labels": ["a"]})),
    (Frozen((1,)), Record("Frozen", {"a": (1,), "b": 2})),
    (Slotted(), Record("Slotted", {"_b": [2], "a": 1})),
    (SlottedChild(), Record("SlottedChild", {"_b": [2], "a": 1, "c": 3})),
    (Box[int]("x"), Record("Box", {"content": "x"})),
    (Square(), Record("Square", {})),
    (Pair([], 1), Record("Pair", {"left": [], "right": 1})),
    (Old(1, 2), Record("Old", {"a": 1, "b": 2})),
    (Colour.RED, Record("Colour", {"name": "RED", "value": "r"})),
    (Level.LOW, Record("Level", {"name": "LOW", "value": 1})),
    (Mode.R, Record("Mode", {"name": "R", "value": 1})),
    ({Frozen(1): {Frozen(2)}}, {Record("Frozen", {"a": 1, "b": 2}):
                                {Record("Frozen", {"a": 2, "b": 2})}}),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), RECORDS)
def test_instances_leave_as_records(value, expected):
    assert leave(value) == expected
    assert repr(leave([value])) == repr([expected])


# --- Classes that are on guard ------------------------------------------------------------------

CALLS = []


def bang(*args, **kwargs):
    CALLS.append(args)
    raise AssertionError("guest code was run")


WATCHED = (
    "__getattribute__", "__getattr__", "__iter__", "__len__", "__getitem__", "__eq__", "__hash__",
    "__repr__", "__str__", "__bool__", "__int__", "__index__", "__float__", "__complex__",
    "__bytes__", "__buffer__", "__reversed__", "__contains__", "__missing__", "__reduce__",
    "__reduce_ex__", "__getstate__", "__copy__", "__deepcopy__", "__sizeof__", "__format__",
    "__dir__", "__add__", "__trunc__", "__length_hint__", "keys", "values", "items",
    "copy", "get", "__get__", "__set__", "_asdict", "__class__",
)  # fmt: skip


def guarded(base, **namespace):
    """Return a class made by the guest, of which every method may be called by nobody."""
    methods = dict.fromkeys(WATCHED, bang) | {"__class__": property(bang)}
    return own(type(base)("Guarded", (base,), {**methods, **namespace}))


def made(base, content):
    """Return an instance of such a subclass of `base` that holds `content`."""
    kind = guarded(base)
    if issubclass(base, dict):
        value = base.__new__(kind)
        for key, item in content.items():
            base.__setitem__(value, key, item)
        return value
    value = base.__new__(kind, content)
    if base in (list, set, bytearray, deque):
        base.__init__(value, content)
    return value


@pytest.mark.parametrize(
    ("base", "content", "expected"),
    [
        (int, 10**30, 10**30),
        (float, 0.5, 0.5),
        (complex, 1j, 1j),
        (str, "x", "x"),
        (bytes, b"x", b"x"),
        (bytearray, b"x", bytearray(b"x")),
        (list, [1, [2]], [1, [2]]),
        (tuple, (1, [2]), (1, [2])),
        (dict, {"a": [1]}, {"a": [1]}),
        (set, {1, 2}, {1, 2}),
        (frozenset, {1, 2}, frozenset({1, 2})),
        (deque, [1, 2], [1, 2]),
        (Counter, {"a": 1}, {"a": 1}),
        (OrderedDict, {"a": 1}, {"a": 1}),
    ],
)
def test_subclasses_leave_as_their_base_unasked(base, content, expected):
    CALLS.clear()
    value = made(base, content)
    out = leave(value)
    assert type(out) is type(expected)
    assert out == expected
    assert leave({"k": [value]}) == {"k": [expected]}
    assert CALLS == []


def test_attributes_are_read_past_the_class():
    CALLS.clear()
    kind = guarded(object, x=property(bang), __dict__=property(bang), __slots__=("y",))
    value = object.__new__(kind)
    kind.y.__set__(value, 1)
    assert leave(value) == Record("Guarded", {"y": 1})
    loud = object.__new__(guarded(Point, x=property(bang)))
    object.__setattr__(loud, "y", 2)
    assert leave([loud]) == [Record("Guarded", {"y": 2})]
    assert CALLS == []


def test_a_metaclass_is_not_asked():
    """A class that claims to be `str` would otherwise leave alive."""

    class Meta(type):
        __hash__ = __eq__ = __getattribute__ = __instancecheck__ = __subclasscheck__ = bang
        mro = type.mro

    class LikeText(type):
        def __hash__(cls):
            return hash(str)

        def __eq__(cls, other):
            return True

    CALLS.clear()
    for meta in (Meta, LikeText):
        kind = meta("C", (), {})
        value = kind()
        object.__setattr__(value, "x", 1)
        owned = OwnByIdentity([kind])
        assert out_of_guest([value], own=owned) == [Record("C", {"x": 1})]
        with pytest.raises(BoundaryError):
            out_of_guest([value])
        with pytest.raises(BoundaryError):
            out_of_guest([kind], own=owned)
    assert CALLS == []


class OwnByIdentity(list):
    """A set of classes that cannot be hashed, as far as the boundary looks at it."""


class TextKey(str):
    __slots__ = ()
    __hash__ = str.__hash__
    __eq__ = str.__eq__
    startswith = endswith = bang


def test_odd_attribute_names():
    value = Point(1, 2)
    vars(value)[TextKey("z")] = 3
    vars(value)[4] = 5
    value.__dunder__ = object()
    out = leave(value)
    assert out == Record("Point", {"x": 1, "y": 2, "z": 3})
    assert {type(name) for name in out} == {str}


# --- What is lost, is refused -------------------------------------------------------------------


@own
class Err(ValueError):
    pass


@own
class Mapped(map):
    pass


def generator():
    yield


class Meta(type):
    pass


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (Err("x"), "convert with str(...)"),
        (Mapped(str, []), "make it a list first: list(...)"),
        (generator(), "make it a list first: list(...)"),
        (Point, "use its name, or an instance"),
        (own(Meta("C", (), {})), "use its name, or an instance"),
        (Point.__init__, "return what it computes"),
        (Point(1, 2).__init__, "return what it computes"),
    ],
)
def test_not_even_of_an_own_class(value, hint):
    with pytest.raises(BoundaryError) as caught:
        leave(Point([0, value], 0))
    assert caught.value.path == "result.x[1]"
    assert caught.value.hint.startswith(hint)


def test_a_class_of_another_guest_is_unknown():
    with pytest.raises(BoundaryError, match="asdict"):
        out_of_guest(Line(1, []), own={Point})


@own
class Equal:
    """Distinct for the guest, equal once it is a record."""

    def __init__(self):
        self.x = 1


@pytest.mark.parametrize("value", [{Equal(), Equal()}, {Equal(): 1, Equal(): 2}])
def test_keys_that_become_equal(value):
    with pytest.raises(BoundaryError, match="equal once they are plain data"):
        leave(value)


@pytest.mark.parametrize("value", [{Box([])}, {Box([]): 1}, frozenset([(Box({}),)])])
def test_keys_that_become_mutable(value):
    with pytest.raises(BoundaryError, match="can be changed once it is plain data"):
        leave(value)


def test_an_instance_inside_itself():
    parent = Point(None, None)
    parent.x = [Point(parent, 0)]
    with pytest.raises(BoundaryError, match="Point refers to itself") as caught:
        leave(parent)
    assert caught.value.path == "result.x[0].x"


def test_instances_count_as_items_and_levels():
    deep = None
    for _ in range(10**4):
        deep = Box(deep)
    with pytest.raises(BoundaryError, match="200 levels"):
        leave(deep)
    with pytest.raises(BoundaryError, match="3 items"):
        leave([Point(1, 2)] * 2, limits=CrossingLimits(items=3))


@own
class Long(str):
    __slots__ = ()


def test_text_is_weighed_before_it_is_copied_a_million_times():
    with pytest.raises(BoundaryError, match="bytes of text"):
        leave([Long("x" * 2**20)] * 10**6)


# --- Containers of the standard library ---------------------------------------------------------


def moved():
    value = OrderedDict(a=1, b=2)
    value.move_to_end("a")
    return value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (defaultdict(list, a=[1]), {"a": [1]}),
        (Counter("aab"), {"a": 2, "b": 1}),
        (moved(), {"b": 2, "a": 1}),
        (deque([1, 2], maxlen=5), [1, 2]),
        ({"a": 1}.keys(), ["a"]),
        ({"a": [1]}.values(), [[1]]),
        ({"a": 1}.items(), [("a", 1)]),
    ],
)
def test_standard_containers_leave_as_plain_ones(value, expected):
    out = leave({"k": value})["k"]
    assert type(out) is type(expected)
    assert list(out) == list(expected)
    assert out == expected


def test_an_ordered_dict_is_not_asked_to_hash_its_keys():
    value = OrderedDict()
    value[Frozen(1)] = 1
    with pytest.raises(BoundaryError, match="keys that are not plain scalars"):
        leave(value)


# --- The record itself --------------------------------------------------------------------------

RECORD = Record("Point", {"x": 1, "items": [2], "_Record__attributes": 3})


def test_a_record_shows_its_content():
    assert RECORD.x == RECORD["x"] == 1
    assert RECORD.items == [2]
    assert RECORD["_Record__attributes"] == 3
    assert vars(RECORD) == {"x": 1, "items": [2], "_Record__attributes": 3}
    assert list(RECORD) == ["x", "items", "_Record__attributes"]
    assert len(RECORD) == 3
    assert "x" in RECORD
    assert "y" not in RECORD
    assert RECORD.__type_name__ == "Point"
    assert repr(Record("P", {"x": "1"})) == "P(x='1')"
    assert Record("P", {})


def test_a_record_is_read_only():
    with pytest.raises(AttributeError, match="Point record is read-only"):
        RECORD.x = 2
    with pytest.raises(AttributeError, match="Point record is read-only"):
        del RECORD.x
    vars(RECORD)["x"] = 2
    assert RECORD.x == 1


def test_a_missing_attribute_names_the_others():
    with pytest.raises(AttributeError, match=r"^P record has no attribute 'z'; it has x, y$"):
        _ = Record("P", {"x": 1, "y": 2}).z
    with pytest.raises(KeyError):
        RECORD["z"]


def test_records_are_equal_by_content():
    assert Record("P", {"x": 1, "y": 2}) == Record("P", {"y": 2, "x": 1})
    assert hash(Record("P", {"x": 1, "y": 2})) == hash(Record("P", {"y": 2, "x": 1}))
    assert Record("P", {"x": 1}) != Record("Q", {"x": 1})
    assert Record("P", {"x": 1}) != {"x": 1}
    with pytest.raises(TypeError):
        hash(RECORD)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_records_pickle(protocol):
    assert pickle.loads(pickle.dumps(RECORD, protocol)) == RECORD


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
def test_records_copy(duplicate):
    assert duplicate(RECORD) == RECORD
    assert type(duplicate(RECORD)) is Record
