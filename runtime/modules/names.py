"""What each importable module offers, known without importing it; a test keeps it true.

To add a module: its file, its line here, its test table.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_NAMES: Final[dict[str, str]] = {
    "abc": "ABC ABCMeta abstractmethod",
    "bisect": "bisect bisect_left bisect_right insort insort_left insort_right",
    "calendar": """
        Calendar EPOCH FRIDAY IllegalMonthError IllegalWeekdayError MONDAY SATURDAY
        SUNDAY THURSDAY TUESDAY TextCalendar WEDNESDAY calendar day_abbr day_name
        error firstweekday isleap leapdays month month_abbr month_name monthcalendar
        monthrange prcal prmonth prweek setfirstweekday timegm week weekday
        weekheader
    """,
    "collections": """
        ChainMap Counter OrderedDict abc defaultdict deque namedtuple
    """,
    "collections.abc": """
        AsyncGenerator AsyncIterable AsyncIterator Awaitable Callable Collection Container
        Coroutine Generator Hashable ItemsView Iterable Iterator KeysView Mapping
        MappingView MutableMapping MutableSequence MutableSet Reversible Sequence Set
        Sized ValuesView
    """,
    "contextlib": """
        AbstractContextManager ContextDecorator ExitStack closing contextmanager nullcontext
        redirect_stderr redirect_stdout suppress
    """,
    "dataclasses": """
        Field FrozenInstanceError InitVar KW_ONLY MISSING asdict astuple dataclass field
        fields is_dataclass replace
    """,
    "datetime": """
        MAXYEAR MINYEAR UTC date datetime time timedelta timezone tzinfo
    """,
    "enum": """
        CONFORM CONTINUOUS EJECT Enum EnumCheck EnumMeta EnumType Flag FlagBoundary IntEnum
        IntFlag KEEP NAMED_FLAGS ReprEnum STRICT StrEnum UNIQUE auto member nonmember property
        show_flag_values unique verify
    """,
    "functools": """
        WRAPPER_ASSIGNMENTS WRAPPER_UPDATES cache cached_property cmp_to_key lru_cache
        partial reduce singledispatch total_ordering update_wrapper wraps
    """,
    "heapq": """
        heapify heappop heappush heappushpop heapreplace merge nlargest nsmallest
    """,
    "itertools": """
        accumulate chain combinations combinations_with_replacement compress count cycle
        dropwhile filterfalse groupby islice pairwise permutations product repeat starmap
        takewhile tee zip_longest
    """,
    "json": """
        JSONDecodeError dumps loads
    """,
    "math": """
        acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees
        dist e erf erfc exp exp2 expm1 fabs factorial floor fmod frexp fsum gamma gcd
        hypot inf isclose isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p log2
        modf nan nextafter perm pi pow prod radians remainder sin sinh sqrt tan tanh tau
        trunc ulp
    """,
    "operator": """
        abs add and_ attrgetter call concat contains countOf delitem eq floordiv ge getitem
        gt iadd iand iconcat ifloordiv ilshift imatmul imod imul index indexOf inv invert
        ior ipow irshift is_ is_not isub itemgetter itruediv ixor le length_hint lshift lt
        matmul methodcaller mod mul ne neg not_ or_ pos pow rshift setitem sub truediv truth
        xor
    """,
    "random": """
        Random betavariate choice choices expovariate gammavariate gauss getrandbits
        getstate lognormvariate normalvariate paretovariate randbytes randint random
        randrange sample seed setstate shuffle triangular uniform vonmisesvariate
        weibullvariate
    """,
    "re": """
        A ASCII DOTALL I IGNORECASE L LOCALE M MULTILINE Match NOFLAG Pattern RegexFlag S
        U UNICODE VERBOSE X compile error escape findall finditer fullmatch match purge
        search split sub subn
    """,
    "string": """
        Template ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits
        octdigits printable punctuation whitespace
    """,
    "sys": """
        api_version argv byteorder copyright exc_info exception exit float_info
        float_repr_style get_int_max_str_digits getdefaultencoding getrecursionlimit
        getsizeof hash_info hexversion int_info intern maxsize maxunicode platform stderr
        stdout version version_info
    """,
    "time": """
        altzone asctime ctime daylight gmtime localtime mktime monotonic monotonic_ns
        perf_counter perf_counter_ns process_time process_time_ns sleep strftime strptime
        struct_time thread_time thread_time_ns time time_ns timezone tzname
    """,
    "typing": """
        AbstractSet Annotated Any AnyStr AsyncGenerator AsyncIterable AsyncIterator
        Awaitable Callable ChainMap ClassVar Collection Concatenate Container Coroutine
        Counter DefaultDict Deque Dict Final ForwardRef FrozenSet Generator Generic
        Hashable ItemsView Iterable Iterator KeysView List Literal LiteralString Mapping
        MappingView Match MutableMapping MutableSequence MutableSet NamedTuple Never
        NewType NoReturn NotRequired Optional OrderedDict ParamSpec Pattern Protocol
        Required Reversible Self Sequence Set Sized TYPE_CHECKING Text Tuple Type
        TypeAlias TypeGuard TypeVar TypeVarTuple TypedDict Union Unpack ValuesView
        assert_never assert_type cast dataclass_transform final get_args get_origin
        is_typeddict no_type_check overload runtime_checkable
    """,
    "warnings": """
        WarningMessage catch_warnings filterwarnings formatwarning resetwarnings
        showwarning simplefilter warn warn_explicit
    """,
}

#: Names that came with a later Python than the oldest supported.
_NEWER: Final[dict[tuple[int, int], dict[str, str]]] = {
    (3, 12): {
        "calendar": """
            APRIL AUGUST DECEMBER FEBRUARY JANUARY JULY JUNE MARCH MAY NOVEMBER OCTOBER
            SEPTEMBER
        """,
        "itertools": "batched",
        "math": "sumprod",
        "random": "binomialvariate",
        "typing": "override",
    },
    (3, 13): {"math": "fma", "re": "PatternError", "typing": "ReadOnly TypeIs"},
    (3, 14): {"operator": "is_none is_not_none"},
}


def _offered() -> dict[str, frozenset[str]]:
    offered = {name: set(names.split()) for name, names in _NAMES.items()}
    for version, additions in _NEWER.items():
        if sys.version_info >= version:
            for name, names in additions.items():
                offered[name].update(names.split())
    return {name: frozenset(names) for name, names in offered.items()}


#: Per importable module, the names it offers (`Policy.modules`).
MODULE_NAMES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(_offered())

#: Names that `from m import *` does not bind: those not in the module's `__all__`.
_NOT_STARRED: Final[dict[str, str]] = {
    "calendar": "EPOCH error prweek week",
    "collections": "abc",
    "enum": "show_flag_values",
    "warnings": "WarningMessage",
}

#: Per importable module, the names that `from m import *` binds (`Policy.exports`).
STAR_NAMES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {name: names.difference(_NOT_STARRED.get(name, "").split())
     for name, names in MODULE_NAMES.items()}
)  # fmt: skip

#: Attribute names that types of these modules have and that must not be loaded natively.
#: The types are registered at the first import; programs are compiled before.
UNSAFE_NAMES: Final = frozenset(
    """
    _abc_caches_clear _abc_impl _abc_registry_clear _dump_registry
    _field_type _keep_positive astimezone elements extend extendleft fromkeys fromtimestamp
    most_common now register strftime strptime subtract timestamp timetuple today update
    utcfromtimestamp utcnow utctimetuple
    """.split()
)
