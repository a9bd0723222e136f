"""Which public names of the modules are left out, and why; and what else to know of a module.

Data for `docs/modules.md`; it grants nothing. Names that only a later Python has are among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_FILES: Final = "there are no files"
_CODE: Final = "leads to code, frames or namespaces"
_HOST: Final = "belongs to the host's process"
_CODECS: Final = "codecs are registered for the whole process"
_OLD: Final = "deprecated; gone in a later Python or about to go"
_INSIDE: Final = "for the insides of the library"
_RARE: Final = "not vetted yet"

#: Module -> reason -> the names it is the reason for; `*` is every other name.
LEFT_OUT: Final[Mapping[str, Mapping[str, str]]] = {
    "abc": {_INSIDE: "get_cache_token"},
    "asyncio": {
        "there are no sockets and no processes": """
            AbstractServer BaseProtocol BaseTransport BufferedProtocol DatagramProtocol
            DatagramTransport IncompleteReadError LimitOverrunError Protocol ReadTransport
            SendfileNotAvailableError Server StreamReader StreamReaderProtocol StreamWriter
            SubprocessProtocol SubprocessTransport Transport WriteTransport create_subprocess_exec
            create_subprocess_shell open_connection open_unix_connection start_server
            start_unix_server
        """,
        "there are no threads": "run_coroutine_threadsafe to_thread wrap_future",
        "the run has one loop, of its own": """
            AbstractEventLoop AbstractEventLoopPolicy BaseEventLoop DefaultEventLoopPolicy EventLoop
            Handle Runner SelectorEventLoop TimerHandle create_eager_task_factory eager_task_factory
            get_event_loop_policy set_event_loop_policy
        """,
        _INSIDE: """
            _enter_task _get_running_loop _leave_task _register_task _set_running_loop
            _unregister_task
        """,
        _OLD: """
            AbstractChildWatcher FastChildWatcher MultiLoopChildWatcher PidfdChildWatcher
            SafeChildWatcher ThreadedChildWatcher get_child_watcher set_child_watcher
        """,
    },
    "calendar": {
        "the locale is the host's": "LocaleHTMLCalendar LocaleTextCalendar",
        "enumerations whose members are the constants": "Day Month",
    },
    "codecs": {
        _CODECS: """
            Codec CodecInfo lookup lookup_error register register_error getreader getwriter
            strict_errors
            ignore_errors replace_errors backslashreplace_errors namereplace_errors
            xmlcharrefreplace_errors
        """,
        _FILES: "EncodedFile StreamReader StreamReaderWriter StreamRecoder StreamWriter open",
        "made by getincrementaldecoder and getincrementalencoder": """
            IncrementalDecoder IncrementalEncoder
        """,
        _OLD: "BOM32_BE BOM32_LE BOM64_BE BOM64_LE",
    },
    "collections.abc": {_OLD: "ByteString", "its method shows memory": "Buffer"},
    "contextlib": {_FILES: "chdir"},
    "csv": {_INSIDE: "__doc__ __version__"},
    "enum": {
        "writes to the namespace of a module": "global_enum",
        _INSIDE: """
            EnumDict global_enum_repr global_flag_repr global_str pickle_by_enum_name
            pickle_by_global_name
        """,
    },
    "gzip": {_FILES: "GzipFile open"},
    "hmac": {_INSIDE: "trans_36 trans_5C"},
    "inspect": {_CODE: "*"},
    "io": {
        _FILES: """
            BlockingIOError BufferedIOBase BufferedRWPair BufferedRandom BufferedReader
            BufferedWriter FileIO IOBase RawIOBase TextIOBase TextIOWrapper open open_code
        """,
        _INSIDE: "IncrementalNewlineDecoder text_encoding",
    },
    "json.encoder": {
        _INSIDE: """
            ESCAPE ESCAPE_ASCII ESCAPE_DCT HAS_UTF8 INFINITY c_encode_basestring
            c_encode_basestring_ascii c_make_encoder
            py_encode_basestring py_encode_basestring_ascii
        """
    },
    "logging": {
        _FILES: "FileHandler",
        "the classes are every run's": """
            getLogRecordFactory getLoggerClass setLogRecordFactory setLoggerClass
        """,
        _RARE: "BufferingFormatter captureWarnings getHandlerByName getHandlerNames",
    },
    "os": {"there is no system underneath": "*"},
    "os.path": {
        _FILES: """
            abspath exists expanduser expandvars getatime getctime getmtime getsize isdevdrive isdir
            isfile isjunction islink ismount isreserved lexists realpath samefile sameopenfile
            samestat
        """,
        _INSIDE: "ALLOW_MISSING supports_unicode_filenames",
    },
    "pathlib": {_FILES: "Path PosixPath WindowsPath", _INSIDE: "UnsupportedOperation"},
    "re": {_OLD: "template"},
    "statistics": {_RARE: "kde_random"},
    "sys": {
        _CODE: """
            breakpointhook call_tracing excepthook displayhook getprofile gettrace setprofile
            settrace unraisablehook get_asyncgen_hooks set_asyncgen_hooks addaudithook audit modules
            meta_path path path_hooks path_importer_cache get_coroutine_origin_tracking_depth
            set_coroutine_origin_tracking_depth activate_stack_trampoline
            deactivate_stack_trampoline is_stack_trampoline_active
        """,
        _HOST: """
            abiflags base_exec_prefix base_prefix builtin_module_names dont_write_bytecode
            exec_prefix executable flags getallocatedblocks getdlopenflags getfilesystemencodeerrors
            getfilesystemencoding getrefcount getswitchinterval getunicodeinternedsize
            implementation is_finalizing orig_argv platlibdir prefix pycache_prefix setdlopenflags
            set_int_max_str_digits setswitchinterval stdlib_module_names
            thread_info warnoptions
        """,
        "take inputs": "stdin",
    },
    "time": {
        "the clock is the run's": """
            CLOCK_BOOTTIME CLOCK_MONOTONIC CLOCK_MONOTONIC_RAW CLOCK_PROCESS_CPUTIME_ID
            CLOCK_REALTIME CLOCK_TAI CLOCK_THREAD_CPUTIME_ID clock_getres clock_gettime
            clock_gettime_ns clock_settime clock_settime_ns get_clock_info pthread_getcpuclockid
            tzset
        """
    },
    "timeit": {_INSIDE: "default_number default_repeat dummy_src_name main reindent template"},
    "traceback": {
        _CODE: "clear_frames extract_stack format_stack print_last print_stack walk_stack walk_tb",
        _RARE: "StackSummary TracebackException",
    },
    "types": {
        _CODE: "CapsuleType CellType CodeType FrameType TracebackType",
        _RARE: """
            DynamicClassAttribute
        """,
    },
    "typing": {
        _OLD: "ByteString",
    },
    "unicodedata": {"a table of an old version": "UCD ucd_3_2_0"},
    "uuid": {_INSIDE: "Enum SafeUUID bytes_ int_ main"},
    "warnings": {_RARE: "deprecated"},
    "weakref": {
        "a proxy stands for its object in C, past the guards": """
            CallableProxyType ProxyType ProxyTypes proxy
        """,
        "nothing runs after the program": "finalize",
        "objects that all runs share would tell one of another": "getweakrefcount getweakrefs",
        _INSIDE: "KeyedRef",
        _RARE: "WeakMethod",
    },
    "zoneinfo": {"paths of the host": "InvalidTZPathWarning TZPATH reset_tzpath"},
}

#: What else a reader of a module's documentation would expect to be otherwise.
NOTES: Final[Mapping[str, str]] = {
    "calendar": "The first day of the week that `setfirstweekday` sets is the run's.",
    "copy": "No `__reduce__`, `__getstate__` or `copyreg`: an instance is made by the `__new__` of "
    "its class and given the attributes of the original. Iterators cannot be copied.",
    "dataclasses": "Names of fields, which go into source text, have at most 200 characters, as "
    "those of named tuples and their fields. A class has at most 1,000 fields.",
    "datetime": "Naive times are UTC, whatever the zone of the host; `now` and `today` ask the "
    "clock of the run. A `ZoneInfo` crosses the boundary as the zone of a time or datetime, not by "
    "itself. Where the zone is of a class of the program's, a format has `%Z` once.",
    "decimal": "The current context is the run's, and in `asyncio` each task's and callback's own; "
    "the host's is neither read nor written. Numbers of any exponent can be made, and what would "
    "write them out in full is paid for first. A `Decimal` crosses the boundary.",
    "enum": "A member leaves as a record of its name and value. `_convert_`, `_new_member_` and "
    "the other names of the machinery are not there; the tables of members are.",
    "fractions": "A `Fraction` crosses the boundary.",
    "logging": "Loggers belong to the run and write to its `sys.stderr`, or to a stream that is "
    "given. There are no files and no sockets; process and thread are always 1.",
    "os.path": "The POSIX one. `relpath` needs two absolute paths, or two that stay below where "
    "they begin, since there is no current directory.",
    "random": "A generator of the run's own; under `Sandbox(seed=n)` its functions give what "
    "CPython's give after `random.seed(n)`.",
    "re": "A pattern that may take long on a text of that size is looked for by other means, with "
    "a limit of time. Some are read differently there, and raise `re.error`: possessive repeats of "
    "more than a character, `(?L)`, groups in a repeat within a lookbehind, and `\\1` or `(?(1)…)` "
    "where what the group holds may be of an earlier round of a repeat or has not ended, or where "
    "a repeat of more than a character comes between them, unless what is up to the end of the "
    "group matches in one way only: `(\\w+)>(?:x|yz)*\\1` does. "
    "There, `lastindex` may name another group where two in one repeat end empty in one place, or "
    "one is in a lookaround.",
    "statistics": "Samples of a `NormalDist` without a seed come from the run's own chance. Data "
    "of a class of the program's own that is no number is refused.",
    "sys": "`sys.exit()` and `sys.exit(0)` end a program well, with the value None; any other "
    "status is a `GuestError` of the type `SystemExit`. What is written to `sys.stderr` comes "
    "out as `Result.stderr`. The streams cannot be assigned: use `contextlib.redirect_stdout`.",
    "types": "`GenericAlias` cannot be called: `list[int]`.",
    "typing": "`get_type_hints` reads strings as types (names, attributes, subscripts, `|`) and "
    "evaluates nothing else in them.",
    "time": "The clock is `Sandbox(clock=…)`; local time is UTC. `monotonic`, `perf_counter` and "
    "their kin count from the first time that the run asks. `sleep` counts as the run's time, and "
    "one that could not end before the deadline ends the run at once; a frozen clock moves by it.",
    "traceback": "Lines of the program only. `e.__traceback__` has `tb_lineno` and `tb_next`. Of a "
    "long chain of errors, many notes or members, and long messages, the beginning is told.",
    "uuid": "`is_safe` is None, for `SafeUUID.unknown`.",
    "warnings": "Filters belong to the run. What is shown goes to its `sys.stderr`.",
    "weakref": "A callback runs while its own run is under way, when the last reference goes; not "
    "when the collector frees the object, nor after the run. What it raises is dropped.",
    "zoneinfo": "Zones of the interpreter's own database, which the host reads once.",
}
