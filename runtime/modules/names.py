"""What each importable module offers, known without importing it; a test keeps it true.

To add a module: its file, its line here, its test table.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_NAMES: Final[dict[str, str]] = {
    "abc": """
        ABC ABCMeta abstractclassmethod abstractmethod abstractproperty abstractstaticmethod
        update_abstractmethods
    """,
    "array": "ArrayType array typecodes",
    "asyncio": """
        ALL_COMPLETED Barrier BoundedSemaphore BrokenBarrierError CancelledError Condition
        Event FIRST_COMPLETED FIRST_EXCEPTION Future InvalidStateError LifoQueue Lock
        PriorityQueue Queue QueueEmpty QueueFull Semaphore Task TaskGroup Timeout
        TimeoutError all_tasks as_completed create_task current_task ensure_future gather
        get_event_loop get_running_loop iscoroutine iscoroutinefunction isfuture
        new_event_loop run set_event_loop shield sleep timeout timeout_at wait wait_for
    """,
    "base64": """
        a85decode a85encode b16decode b16encode b32decode b32encode b32hexdecode
        b32hexencode b64decode b64encode b85decode b85encode decode decodebytes encode
        encodebytes standard_b64decode standard_b64encode urlsafe_b64decode
        urlsafe_b64encode
    """,
    "binascii": """
        Error Incomplete a2b_base64 a2b_hex a2b_qp a2b_uu b2a_base64 b2a_hex b2a_qp b2a_uu
        crc32 crc_hqx hexlify unhexlify
    """,
    "bisect": "bisect bisect_left bisect_right insort insort_left insort_right",
    "calendar": """
        Calendar EPOCH FRIDAY HTMLCalendar IllegalMonthError IllegalWeekdayError MONDAY SATURDAY
        SUNDAY THURSDAY TUESDAY TextCalendar WEDNESDAY calendar day_abbr day_name
        error firstweekday isleap leapdays month month_abbr month_name monthcalendar
        monthrange prcal prmonth prweek setfirstweekday timegm week weekday
        weekheader
    """,
    "cmath": """
        acos acosh asin asinh atan atanh cos cosh e exp inf infj isclose isfinite isinf isnan
        log log10 nan nanj phase pi polar rect sin sinh sqrt tan tanh tau
    """,
    "codecs": """
        BOM BOM_BE BOM_LE BOM_UTF16 BOM_UTF16_BE BOM_UTF16_LE BOM_UTF32 BOM_UTF32_BE
        BOM_UTF32_LE BOM_UTF8 decode encode getdecoder getencoder
        getincrementaldecoder getincrementalencoder iterdecode iterencode
    """,
    "collections": """
        ChainMap Counter OrderedDict UserDict UserList UserString abc defaultdict deque
        namedtuple
    """,
    "collections.abc": """
        AsyncGenerator AsyncIterable AsyncIterator Awaitable Callable Collection Container
        Coroutine Generator Hashable ItemsView Iterable Iterator KeysView Mapping
        MappingView MutableMapping MutableSequence MutableSet Reversible Sequence Set
        Sized ValuesView
    """,
    "colorsys": """
        ONE_SIXTH ONE_THIRD TWO_THIRD hls_to_rgb hsv_to_rgb rgb_to_hls rgb_to_hsv rgb_to_yiq
        yiq_to_rgb
    """,
    "contextlib": """
        AbstractAsyncContextManager AbstractContextManager AsyncContextDecorator AsyncExitStack
        ContextDecorator ExitStack aclosing asynccontextmanager closing contextmanager nullcontext
        redirect_stderr redirect_stdout suppress
    """,
    "copy": "Error copy deepcopy error",
    "csv": """
        Dialect DictReader DictWriter Error QUOTE_ALL QUOTE_MINIMAL QUOTE_NONE
        QUOTE_NONNUMERIC Sniffer excel excel_tab field_size_limit get_dialect list_dialects
        reader register_dialect unix_dialect unregister_dialect writer
    """,
    "dataclasses": """
        Field FrozenInstanceError InitVar KW_ONLY MISSING asdict astuple dataclass field
        fields is_dataclass make_dataclass replace
    """,
    "datetime": """
        MAXYEAR MINYEAR UTC date datetime time timedelta timezone tzinfo
    """,
    "decimal": """
        BasicContext Clamped Context ConversionSyntax Decimal DecimalException DecimalTuple
        DefaultContext DivisionByZero DivisionImpossible DivisionUndefined ExtendedContext
        FloatOperation HAVE_CONTEXTVAR HAVE_THREADS Inexact InvalidContext InvalidOperation
        MAX_EMAX MAX_PREC MIN_EMIN MIN_ETINY Overflow ROUND_05UP ROUND_CEILING ROUND_DOWN
        ROUND_FLOOR ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP Rounded Subnormal
        Underflow getcontext localcontext setcontext
    """,
    "difflib": """
        Differ HtmlDiff IS_CHARACTER_JUNK IS_LINE_JUNK Match SequenceMatcher context_diff diff_bytes
        get_close_matches ndiff restore unified_diff
    """,
    "enum": """
        CONFORM CONTINUOUS EJECT Enum EnumCheck EnumMeta EnumType Flag FlagBoundary IntEnum
        IntFlag KEEP NAMED_FLAGS ReprEnum STRICT StrEnum UNIQUE auto member nonmember property
        show_flag_values unique verify
    """,
    "fnmatch": "filter fnmatch fnmatchcase translate",
    "fractions": "Fraction",
    "functools": """
        WRAPPER_ASSIGNMENTS WRAPPER_UPDATES cache cached_property cmp_to_key lru_cache
        partial partialmethod reduce singledispatch singledispatchmethod total_ordering
        update_wrapper wraps
    """,
    "graphlib": "CycleError TopologicalSorter",
    "gzip": "BadGzipFile READ WRITE compress decompress",
    "hashlib": """
        algorithms_available algorithms_guaranteed blake2b blake2s file_digest md5 new
        pbkdf2_hmac scrypt sha1 sha224 sha256 sha384 sha3_224 sha3_256 sha3_384 sha3_512
        sha512 shake_128 shake_256
    """,
    "heapq": """
        heapify heappop heappush heappushpop heapreplace merge nlargest nsmallest
    """,
    "hmac": "HMAC compare_digest digest digest_size new",
    "html": "entities escape parser unescape",
    "html.entities": "codepoint2name entitydefs html5 name2codepoint",
    "html.parser": "HTMLParser",
    "inspect": """
        BoundArguments Parameter Signature cleandoc getdoc getmembers isabstract
        isasyncgenfunction isbuiltin isclass iscoroutinefunction isfunction isgenerator
        isgeneratorfunction ismethod isroutine signature
    """,
    "io": "BytesIO DEFAULT_BUFFER_SIZE SEEK_CUR SEEK_END SEEK_SET StringIO UnsupportedOperation",
    "ipaddress": """
        AddressValueError IPV4LENGTH IPV6LENGTH IPv4Address IPv4Interface IPv4Network
        IPv6Address IPv6Interface IPv6Network NetmaskValueError collapse_addresses
        get_mixed_type_key ip_address ip_interface ip_network summarize_address_range
        v4_int_to_packed v6_int_to_packed
    """,
    "itertools": """
        accumulate chain combinations combinations_with_replacement compress count cycle
        dropwhile filterfalse groupby islice pairwise permutations product repeat starmap
        takewhile tee zip_longest
    """,
    "json": "JSONDecodeError JSONDecoder JSONEncoder decoder dump dumps encoder load loads",
    "json.decoder": "JSONDecodeError JSONDecoder scanstring",
    "json.encoder": "JSONEncoder encode_basestring encode_basestring_ascii",
    "keyword": "iskeyword issoftkeyword kwlist softkwlist",
    "logging": """
        BASIC_FORMAT CRITICAL DEBUG ERROR FATAL Filter Formatter Handler INFO
        LogRecord Logger LoggerAdapter NOTSET NullHandler StreamHandler WARN WARNING
        addLevelName basicConfig critical debug disable error exception fatal
        getLevelName getLevelNamesMapping getLogger info lastResort log
        makeLogRecord raiseExceptions root shutdown warn warning
    """,
    "math": """
        acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees
        dist e erf erfc exp exp2 expm1 fabs factorial floor fmod frexp fsum gamma gcd
        hypot inf isclose isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p log2
        modf nan nextafter perm pi pow prod radians remainder sin sinh sqrt tan tanh tau
        trunc ulp
    """,
    "numbers": "Complex Integral Number Rational Real",
    "operator": """
        abs add and_ attrgetter call concat contains countOf delitem eq floordiv ge getitem
        gt iadd iand iconcat ifloordiv ilshift imatmul imod imul index indexOf inv invert
        ior ipow irshift is_ is_not isub itemgetter itruediv ixor le length_hint lshift lt
        matmul methodcaller mod mul ne neg not_ or_ pos pow rshift setitem sub truediv truth
        xor
    """,
    "os": "path",
    "os.path": """
        altsep basename commonpath commonprefix curdir defpath devnull dirname extsep isabs join
        normcase normpath pardir pathsep relpath sep split splitdrive splitext
    """,
    "pathlib": """
        PurePath PurePosixPath PureWindowsPath
    """,
    "pprint": "PrettyPrinter isreadable isrecursive pformat pp pprint saferepr",
    "quopri": "decode decodestring encode encodestring",
    "random": """
        Random SystemRandom betavariate choice choices expovariate gammavariate gauss getrandbits
        getstate lognormvariate normalvariate paretovariate randbytes randint random
        randrange sample seed setstate shuffle triangular uniform vonmisesvariate
        weibullvariate
    """,
    "re": """
        A ASCII DOTALL I IGNORECASE L LOCALE M MULTILINE Match NOFLAG Pattern RegexFlag S
        U UNICODE VERBOSE X compile error escape findall finditer fullmatch match purge
        search split sub subn
    """,
    "reprlib": "Repr aRepr recursive_repr repr",
    "secrets": """
        DEFAULT_ENTROPY SystemRandom choice compare_digest randbelow randbits token_bytes token_hex
        token_urlsafe
    """,
    "shlex": "join quote shlex split",
    "statistics": """
        NormalDist StatisticsError correlation covariance fmean geometric_mean harmonic_mean
        linear_regression mean median median_grouped median_high median_low mode multimode
        pstdev pvariance quantiles stdev variance
    """,
    "string": """
        Formatter Template ascii_letters ascii_lowercase ascii_uppercase capwords digits
        hexdigits octdigits printable punctuation whitespace
    """,
    "struct": "Struct calcsize error iter_unpack pack pack_into unpack unpack_from",
    "sys": """
        api_version argv byteorder copyright exc_info exception exit float_info
        float_repr_style get_int_max_str_digits getdefaultencoding getrecursionlimit
        getsizeof hash_info hexversion int_info intern maxsize maxunicode platform
        setrecursionlimit stderr stdout version version_info
    """,
    "textwrap": "TextWrapper dedent fill indent shorten wrap",
    "time": """
        altzone asctime ctime daylight gmtime localtime mktime monotonic monotonic_ns
        perf_counter perf_counter_ns process_time process_time_ns sleep strftime strptime
        struct_time thread_time thread_time_ns time time_ns timezone tzname
    """,
    "timeit": """
        Timer default_timer repeat timeit
    """,
    "traceback": """
        FrameSummary extract_tb format_exc format_exception format_exception_only
        format_list format_tb print_exc print_exception print_tb
    """,
    "types": """
        AsyncGeneratorType BuiltinFunctionType BuiltinMethodType ClassMethodDescriptorType
        CoroutineType EllipsisType FunctionType GeneratorType GenericAlias
        GetSetDescriptorType LambdaType MappingProxyType MemberDescriptorType
        MethodDescriptorType MethodType MethodWrapperType ModuleType NoneType
        NotImplementedType SimpleNamespace UnionType WrapperDescriptorType coroutine new_class
        prepare_class resolve_bases
    """,
    "typing": """
        KT ParamSpecArgs ParamSpecKwargs T VT no_type_check_decorator
        AbstractSet Annotated Any AnyStr AsyncContextManager AsyncGenerator AsyncIterable
        AsyncIterator ContextManager Awaitable
        BinaryIO Callable ChainMap ClassVar Collection Concatenate Container Coroutine
        Counter DefaultDict Deque Dict Final ForwardRef FrozenSet Generator Generic
        Hashable IO ItemsView Iterable Iterator KeysView List Literal LiteralString Mapping
        MappingView Match MutableMapping MutableSequence MutableSet NamedTuple Never
        NewType NoReturn NotRequired Optional OrderedDict ParamSpec Pattern Protocol
        Required Reversible Self Sequence Set Sized SupportsAbs SupportsBytes SupportsComplex
        SupportsFloat SupportsIndex SupportsInt SupportsRound TYPE_CHECKING Text TextIO Tuple Type
        TypeAlias TypeGuard TypeVar TypeVarTuple TypedDict Union Unpack ValuesView
        assert_never assert_type cast clear_overloads dataclass_transform final get_args get_origin
        get_overloads get_type_hints
        is_typeddict no_type_check overload reveal_type runtime_checkable
    """,
    "unicodedata": """
        bidirectional category combining decimal decomposition digit east_asian_width
        is_normalized lookup mirrored name normalize numeric unidata_version
    """,
    "urllib": "parse",
    "urllib.parse": """
        DefragResult DefragResultBytes ParseResult ParseResultBytes SplitResult
        SplitResultBytes parse_qs parse_qsl quote quote_from_bytes quote_plus unquote
        unquote_plus unquote_to_bytes urldefrag urlencode urljoin urlparse urlsplit
        urlunparse urlunsplit
    """,
    "uuid": """
        NAMESPACE_DNS NAMESPACE_OID NAMESPACE_URL NAMESPACE_X500 RESERVED_FUTURE
        RESERVED_MICROSOFT RESERVED_NCS RFC_4122 UUID getnode uuid1 uuid3 uuid4 uuid5
    """,
    "warnings": """
        WarningMessage catch_warnings filterwarnings formatwarning resetwarnings
        showwarning simplefilter warn warn_explicit
    """,
    "weakref": "ReferenceType WeakKeyDictionary WeakSet WeakValueDictionary ref",
    "zlib": """
        DEFLATED DEF_BUF_SIZE DEF_MEM_LEVEL MAX_WBITS ZLIB_RUNTIME_VERSION ZLIB_VERSION
        Z_BEST_COMPRESSION Z_BEST_SPEED Z_BLOCK Z_DEFAULT_COMPRESSION Z_DEFAULT_STRATEGY
        Z_FILTERED Z_FINISH Z_FIXED Z_FULL_FLUSH Z_HUFFMAN_ONLY Z_NO_COMPRESSION Z_NO_FLUSH
        Z_PARTIAL_FLUSH Z_RLE Z_SYNC_FLUSH Z_TREES adler32 compress compressobj crc32
        decompress decompressobj error
    """,
    "zoneinfo": """
        ZoneInfo ZoneInfoNotFoundError available_timezones
    """,
}

#: Names that came with a later Python than the oldest supported.
_NEWER: Final[dict[tuple[int, int], dict[str, str]]] = {
    (3, 12): {
        "calendar": """
            APRIL AUGUST DECEMBER FEBRUARY JANUARY JULY JUNE MARCH MAY NOVEMBER OCTOBER
            SEPTEMBER
        """,
        "csv": "QUOTE_NOTNULL QUOTE_STRINGS",
        "itertools": "batched",
        "math": "sumprod",
        "os.path": "splitroot",
        "random": "binomialvariate",
        "types": "get_original_bases",
        "typing": "TypeAliasType override",
    },
    (3, 13): {
        "asyncio": "QueueShutDown",
        "base64": "z85decode z85encode",
        "copy": "replace",
        "math": "fma",
        "re": "PatternError",
        "statistics": "kde",
        "typing": "NoDefault ReadOnly TypeIs get_protocol_members is_protocol",
    },
    (3, 14): {
        "fnmatch": "filterfalse",
        "operator": "is_none is_not_none",
    },
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
    "asyncio": "TaskGroup" if sys.version_info < (3, 12) else "",
    "calendar": "EPOCH error prweek week",
    "collections": "abc",
    "colorsys": "ONE_SIXTH ONE_THIRD TWO_THIRD",
    "copy": "error",
    "contextlib": "AsyncContextDecorator",
    "enum": "show_flag_values",
    "gzip": "READ WRITE",
    "hashlib": "scrypt",
    "html": "entities parser",
    "json": "decoder encoder",
    "json.decoder": "scanstring",
    "logging": "root",
    "reprlib": "aRepr",
    "secrets": "DEFAULT_ENTROPY",
    "typing": "KT T VT",
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
    _abc_caches_clear _abc_impl _abc_registry_clear _dump_registry _field_type
    _keep_positive _unpickle astimezone clear_cache ctime dst elements extend extendleft from_file
    from_iterable fromisoformat fromkeys fromtimestamp fromutc most_common no_cache now register
    strftime strptime subtract timestamp timetuple today tzname update utcfromtimestamp utcnow
    utcoffset utctimetuple
    """.split()
)
