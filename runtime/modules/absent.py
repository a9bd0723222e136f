"""What is not there, and what to use instead: modules, and names of modules.

Data for the text of a refusal (`Policy.hints`) and for `docs/modules.md`; it grants nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: What to do instead -> modules that many programs would import for it.
_MODULES: Final[dict[str, str]] = {
    "there is no network: call a tool of the host for it": """
        aiohttp boto3 botocore ftplib grpc httplib2 http httpx imaplib openai paramiko
        poplib pycurl redis requests select selectors smtplib socket socketserver ssl
        telnetlib urllib.request urllib.error urllib3 webbrowser websocket websockets xmlrpc
    """,
    "there are no files: take the data as an input, or call a tool of the host": """
        codecs.open gzip.GzipFile gzip.open io.BufferedRWPair io.BufferedRandom io.BufferedReader
        io.BufferedWriter io.FileIO io.TextIOWrapper io.open io.open_code
        bz2 filecmp fileinput fsspec glob lzma mmap shutil tarfile tempfile zipfile
    """,
    "there are no files and no settings here: take inputs, call a tool, use os.path": """
        os.chdir os.chmod os.environ os.fork os.getcwd os.getenv os.getpid os.kill os.link
        os.listdir
        os.makedirs os.mkdir os.open os.popen os.putenv os.read os.remove os.rename os.replace
        os.rmdir os.scandir os.stat os.symlink os.system os.unlink os.urandom os.walk os.write
        os.path.abspath os.path.exists os.path.expanduser os.path.expandvars os.path.getatime
        os.path.getctime os.path.getmtime os.path.getsize os.path.isdir os.path.isfile
        os.path.islink os.path.ismount os.path.lexists os.path.realpath os.path.samefile
    """,
    "there is no database: call a tool of the host for it": """
        dbm mysql psycopg psycopg2 pymongo pymysql shelve sqlalchemy sqlite3
    """,
    "there are no processes and no system underneath: call a tool of the host": """
        cmd curses errno fcntl getpass grp ipykernel platform psutil pty pwd readline resource sched
        sh signal site subprocess sysconfig syslog termios tty
    """,
    "a program runs in one thread: call functions in turn": """
        _thread concurrent concurrent.futures multiprocessing queue threading
    """,
    "nothing runs after the program: clean up in `finally` or a `with`": "atexit",
    "memory is the host's: there is nothing to collect or to look at": "gc tracemalloc",
    "there is no machine code here: write it in Python, or call a tool of the host": """
        _ctypes cffi ctypes cython numba
    """,
    "programs cannot look at their own code: call the functions directly": """
        ast code codeop dis faulthandler linecache marshal opcode parser pdb pickletools
        profile cProfile pstats symtable token tokenize trace
    """,
    "modules are what they are: write `import`": """
        builtins importlib imp pkgutil pkg_resources runpy setuptools zipimport
    """,
    "objects of a program cannot be stored as code: use json": """
        cloudpickle copyreg dill joblib pickle
    """,
    "there are no options and no settings: take the values as inputs": """
        argparse click configparser dotenv getopt locale optparse typer
    """,
    "use the standard library (statistics, math, csv, json), or call a tool of the host": """
        matplotlib numpy pandas polars pyarrow scipy seaborn sklearn sympy tensorflow torch
    """,
    "use datetime and zoneinfo": "arrow dateutil dateutil.parser pendulum pytz tzlocal",
    "use json": "orjson simplejson ujson",
    "use re": "regex",
    "use dataclasses": "attr attrs marshmallow msgspec pydantic",
    "use typing": "typing_extensions",
    "use StringIO and BytesIO as they are": """
        io.BufferedIOBase io.IOBase io.IncrementalNewlineDecoder io.RawIOBase io.TextIOBase
        io.text_encoding
    """,
    "use codecs.encode and codecs.decode": """
        codecs.Codec codecs.CodecInfo codecs.EncodedFile codecs.IncrementalDecoder
        codecs.IncrementalEncoder codecs.StreamReader codecs.StreamReaderWriter
        codecs.StreamRecoder codecs.StreamWriter codecs.getreader codecs.getwriter codecs.lookup
        codecs.register
        codecs.register_error codecs.lookup_error
    """,
    "only the current version of the data is here": "unicodedata.UCD unicodedata.ucd_3_2_0",
    "nothing here asks the system": "uuid.SafeUUID",
    "use re.finditer with one pattern of named groups": "re.Scanner",
    "it would print to the host": "re.DEBUG",
    "use assert": "doctest nose pytest unittest",
    "use plain string methods and re, or call a tool of the host": """
        bs4 lxml markdown xml xml.dom xml.etree xml.etree.ElementTree yaml toml tomllib
        jinja2
    """,
    "print plain text": "colorama rich tabulate termcolor tqdm",
    "use plain functions and lists": "more_itertools toolz",
}  # fmt: skip


#: The same for names of modules that are there.
_MEMBERS: Final[dict[str, str]] = {
    "there are no files: use PurePath": "pathlib.Path pathlib.PosixPath pathlib.WindowsPath",
    "there are no files: give a stream": "logging.FileHandler",
}


def _hints() -> dict[str, str]:
    tables = (*_MODULES.items(), *_MEMBERS.items())
    return {name: hint for hint, names in tables for name in names.split()}


#: Dotted name of what is not here -> what to do instead (`Policy.hints`).
HINTS: Final[Mapping[str, str]] = MappingProxyType(_hints())
