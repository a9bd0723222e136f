"""Operations at every depth near the end of the stack, and what another run sees after it.

    python tests/runtime/at_stack_end.py   # a line of JSON for each operation

Each is tried in a process of its own, forked where nothing was done yet.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import cloche
from cloche.runtime.modules.names import MODULE_NAMES
from cloche.runtime.run import running

#: What is done for the first time in a process: expressions, by what they bring.
OPERATIONS = {
    "verdict of re": "re.match('(?:ab)*+c', 'ababc').span()",
    "verdict of re, nested": "re.findall('((a|b)*(c|(?:de)+)?)x', 'abdex')",
    "regex": "re.search('(a|b|ab)*c' * 4, 'ab' * 300)",
    "regex, characters": "re.fullmatch('(?i)(é|ß|ab)*c', 'éß' * 300)",
    "named character": r"re.search('\\N{DIGIT ONE}', '1').span()",
    "replacement": r"re.sub('(a)(b)', r'\2\1', 'abab')",
    "scanner": "[m.group() for m in re.finditer('a+', 'baab')]",
    "names": "'é'.encode('ascii', 'namereplace')",
    "unicode_escape": r"b'\\N{DIGIT ONE}'.decode('unicode_escape')",
    "utf_16": "'é'.encode('utf-16')",
    "utf_32": "b'aaaa'.decode('utf_32_le', 'replace')",
    "cp437": "bytes('é', 'cp437')",
    "iso8859_15": "str(b'a', 'iso8859-15')",
    "utf_8_sig": "bytearray('é', 'utf_8_sig')",
    "codecs": "codecs.decode(codecs.encode('é', 'utf_16_be'), 'utf_16_be')",
    "incremental": "codecs.getincrementaldecoder('utf_32')().decode(b'')",
    "long division": "(10 ** 9000) // (3 ** 5000) % 1000",
    "long text": "len(str(3 ** 8000)), int('9' * 4000) % 1000",
    "strptime": "datetime.datetime.strptime('2 Jan 2020 +0100', '%d %b %Y %z')",
    "time.strptime": "time.strptime('2020', '%Y')",
    "strptime, wrong": "datetime.datetime.strptime()",
    "strftime": "f'{datetime.date(2020, 1, 2):%A %d %B}', time.strftime('%c', time.gmtime(0))",
    "isoformat": "datetime.datetime.fromisoformat('2020-01-02T03:04:05Z')",
    "zone": "datetime.datetime(2020, 1, 2, tzinfo=zoneinfo.ZoneInfo('Europe/Berlin')).isoformat()",
    "decimal": "decimal.Decimal(1) / 7, format(decimal.Decimal('1234.5'), ',.1f')",
    "decimal, other format": "format(decimal.Decimal('1234.5'), 'z.1f')",
    "fraction": "fractions.Fraction('1/3') + 1, f'{fractions.Fraction(1, 3)}'",
    "statistics": "statistics.quantiles([1, 2, 3, 5]), statistics.NormalDist(0, 1).cdf(1)",
    "samples": "len(statistics.NormalDist(0, 1).samples(3, seed=1))",
    "random": "random.Random(1).random(), random.Random('a').random()",
    "uuid": "uuid.uuid5(uuid.NAMESPACE_DNS, 'a'), uuid.uuid3(uuid.NAMESPACE_DNS, 'a')",
    "hashes": "[hashlib.new(n, b'a').hexdigest() for n in ('md5', 'sha256', 'sha3_256')]",
    "hmac": "hmac.new(b'a', b'b', 'sha256').hexdigest()",
    "base64": "base64.b85decode(base64.b85encode(b'abc')), base64.b32decode('ME======')",
    "a85": "base64.a85decode(base64.a85encode(b'abc')), base64.b16decode('4142')",
    "zlib": "zlib.decompress(zlib.compress(b'a' * 99)), gzip.decompress(gzip.compress(b'a'))",
    "struct": "struct.unpack('<hq', struct.pack('<hq', 1, 2)), memoryview(b'ab').cast('H') == 1",
    "json": "json.loads(json.dumps({'a': [1.5, None]}, indent=1)), json.loads(b'[1]')",
    "csv": "list(csv.DictReader(['a,b', '1,2'])), csv.Sniffer().sniff('a;b\\n1;2').delimiter",
    "html": "html.unescape('&eacute;&#65;'), html.escape('<')",
    "url": "urllib.parse.urlsplit('http://é.de:80/a?b=c'), urllib.parse.quote('é')",
    "url, brackets": "urllib.parse.urlsplit('http://[::1]/'), urllib.parse.unquote('%C3%A9')",
    "query": "urllib.parse.parse_qs('a=1&b=2'), urllib.parse.urljoin('http://a/b', '../c')",
    "addresses": "ipaddress.ip_address('::1').is_global, ipaddress.ip_network('10.0.0.0/8')",
    "fnmatch": "fnmatch.fnmatch('abc', 'a*'), fnmatch.filter(['ab'], '?b')",
    "glob": "pathlib.PurePath('a/b.py').match('*.py'), pathlib.PurePosixPath('a') / 'b'",
    "template": "string.Template('$a ${b}').substitute(a=1, b=2)",
    "formatter": "string.Formatter().format('{0:>{1}}', 'a', 5)",
    "textwrap": "textwrap.fill('a b c ' * 9, 20), textwrap.dedent('  a')",
    "shlex": "shlex.split('a \\'b c\\''), shlex.quote('a b')",
    "difflib": "difflib.get_close_matches('ab', ['abc', 'x']), [*difflib.ndiff(['a'], ['b'])]",
    "calendar": "calendar.month(2020, 1), calendar.day_name[0], calendar.month_abbr[1]",
    "pprint": "pprint.pformat({'a': [1] * 40}), reprlib.repr([1] * 99)",
    "copy": "copy.deepcopy({'a': [1]}), copy.copy(datetime.date(2020, 1, 1))",
    "dataclass": "dataclasses.make_dataclass('D', ['x'])(1)",
    "record": "collections.namedtuple('N', 'x y')(1, 2)",
    "error, shown": "failed(), traceback.format_exc()",
    "enum": "enum.Enum('E', 'a b')['a'], enum.Flag('F', 'a b')(3)",
    "string enum": "f'{enum.StrEnum(\"S\", \"a\").a}', enum.IntFlag('G', 'a b')(7)",
    "record enum": "enum.Enum('R', {'a': dataclasses.make_dataclass('D', ['x'])(1)})",
    "typing": "typing.get_type_hints(typing.NamedTuple('T', [('x', 'int | None')]))",
    "generics": "typing.Optional[typing.List[int]], typing.Union[int, str], list[int] | None",
    "signature": "str(inspect.signature(lambda a, *b, c=1: a)), inspect.isclass(int)",
    "own signature": "str(inspect.signature(len)), str(inspect.signature(sorted))",
    "dispatch": "functools.singledispatch(len)([1]), functools.lru_cache(len)('a')",
    "partial": "functools.partial(int, base=2)('10'), sorted([1], key=functools.cmp_to_key(max))",
    "attrgetter": "operator.attrgetter('real')(1), operator.methodcaller('upper')('a')",
    "contexts": "contextlib.ExitStack().close(), contextlib.nullcontext(1).__enter__()",
    "logging": "logging.getLogger('a').isEnabledFor(10), logging.Formatter('%(name)s').usesTime()",
    "traceback": "traceback.format_exception(ValueError('é'))",
    "warnings": "warnings.warn('a')",
    "weakref": "len(weakref.WeakValueDictionary()), weakref.WeakSet()",
    "groups": "[(k, [*g]) for k, g in itertools.groupby('aab')], [*itertools.pairwise('abc')]",
    "user": "collections.UserDict(a=1), collections.ChainMap({'a': 1})['a']",
    "abstract": "isinstance([], collections.abc.Sequence), issubclass(dict, collections.abc.Sized)",
    "numbers": "isinstance(1, numbers.Integral), isinstance(decimal.Decimal(1), numbers.Number)",
    "unicode": "unicodedata.name('é'), unicodedata.normalize('NFD', 'é')",
    "timeit": "timeit.timeit('1', number=1) >= 0",
    "memoryview": "memoryview(b'abc')[1:].tolist(), memoryview(b'abc').hex()",
    "array": "array.array('i', [1, 2]).tobytes(), array.array('u', 'a')",
    "cells": "sys.getsizeof(1) > 0, sys.version_info > (3,), os.path.join('a', 'b')",
    "graph": "[*graphlib.TopologicalSorter({1: [2]}).static_order()]",
    "wrong calls": "[].append()",
    "wrong call of a module's": "math.gcd('a')",
    "wrong keyword": "str.split('a', sepp=1)",
    "no such name": "[].apend",
    "no such global": "prnt",
    "no such member": "json.lods",
    "syntax error": "str(compile('a b', 'f', 'eval'))",
    "syntax error, shown": "traceback.format_exception(SyntaxError('a', ('f', 1, 2, 'a b\\n')))",
    "evaluation": "eval('[x for x in range(3)]')",
    "generic function": "exec('def f[T](x: T) -> T: return x\\nprint(f.__type_params__)')",
    "pattern matching": "exec('match [1, 2]:\\n case [a, *b]: print(a, b)')",
    "class of its own": "exec('class A:\\n def __eq__(s, o): return True\\nprint(A() == 1)')",
    "views": "{}.keys() & {1}, [*reversed({1: 2})], {1: 2}.items() - set()",
    "text": "'{:>{}}{!r:.3}'.format(1, 5, 'abc'), '%(a)s' % {'a': 1}, f'{1.5:,.2f}'",
    "asyncio": "asyncio.run(asyncio.sleep(0, 1))",
    "groups of tasks": "asyncio.run(asyncio.wait_for(asyncio.sleep(0, 1), 5))",
    "tool": "tool(3)",
    "asynchronous tool": "asyncio.run(later(3))",
    "date of a tool": "tool_of('datetime').isoformat()",
    "decimal of a tool": "tool_of('decimal') + 1",
    "fraction of a tool": "tool_of('fraction') + 1",
    "uuid of a tool": "str(tool_of('uuid'))",
    "zone of a tool": "tool_of('zone').isoformat()",
} | {
    f"import {name}": f"[exec('import {name}', g := {{}}), *g][1:2]"
    for name in "asyncio dataclasses decimal json re statistics urllib.parse zoneinfo".split()
}  # fmt: skip

FAILED = """
def failed():
    try:
        1 + 1 / 0 + 1
    except ZeroDivisionError as error:
        return traceback.format_exception(error)
"""
#: One text for both runs: what is kept of a text is kept of this one.
REST = """
def deep(n):
    return deep(n - 1) if n else operation()
for n in range(1000, 880, -1) if first else ():
    try:
        deep(n)
        break
    except Exception:
        pass
seen = None
if not first:
    try:
        seen = repr(operation())
    except Exception as error:
        seen = f"{type(error).__name__}: {error}"
seen
"""


#: A tool is called, which may import what it likes.
_in_tool: list[bool] = []


def _of_kind(kind: str) -> Any:
    _in_tool.append(True)
    try:
        return _made(kind)
    finally:
        _in_tool.clear()


def _made(kind: str) -> Any:
    import datetime
    import decimal
    import fractions
    import uuid
    import zoneinfo

    return {
        "datetime": datetime.datetime(2020, 1, 2),
        "decimal": decimal.Decimal("1.5"),
        "fraction": fractions.Fraction(1, 3),
        "uuid": uuid.UUID(int=5),
        "zone": datetime.datetime(2020, 1, 2, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")),
    }[kind]


async def _later(number: int) -> int:
    await asyncio.sleep(0)
    return number


def program(expression: str) -> str:
    """Return a program that does the operation, whose imports are its own."""
    roots = sorted(name for name in MODULE_NAMES if f"{name}." in expression)
    imports = "".join(f"import {name}\n" for name in roots)
    return f"{imports}{FAILED}def operation():\n    return {expression}\n{REST}"


def seen_by_the_host() -> list[Any]:
    """Return what half an import or another half of a step would change for the host."""
    import sysconfig
    import zoneinfo

    return [
        len(sysconfig.get_config_vars()),
        zoneinfo.TZPATH,
        asyncio.run(_later(1)),
        "a".encode("utf-16").hex(),
    ]


def tried(expression: str, first: bool) -> Any:
    """Return what a run sees, and the host; after another run at the end of the stack, if so."""
    tools = {"tool": lambda x: x, "later": _later, "tool_of": _of_kind}
    box = cloche.Sandbox(tools=tools, limits=cloche.Limits(steps=None, seconds=None), seed=1)
    source = program(expression)
    if first:
        box.run(source, inputs={"first": True})
    return [box.run(source, inputs={"first": False}), seen_by_the_host()]


def alone(expression: str) -> Any:
    """Return what a run sees, and the host, and what is imported on the stack of the run."""
    found: list[str] = []

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "import" and running(None) is not None and not _in_tool:
            found.append(args[0])

    sys.addaudithook(hook)
    return [*tried(expression, False), found]


def forked(work: Callable[[], Any]) -> Any:
    """Return what *work* does in a child, and what is written to stderr there."""
    ends = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        os.dup2(ends[1][1], 2)
        try:
            told = json.dumps(work())
        except BaseException:
            told = json.dumps(traceback.format_exc())
        os.write(ends[0][1], told.encode())
        os._exit(0)
    texts = []
    for reading, writing in ends:
        os.close(writing)
        with open(reading, encoding="utf-8") as file:
            texts.append(file.read())
    os.waitpid(child, 0)
    return [json.loads(texts[0] or '"died"'), texts[1]]


def results() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, expression in OPERATIONS.items():
        yield (
            name,
            {
                "alone": forked(lambda: alone(expression)),  # noqa: B023
                "after": forked(lambda: tried(expression, True)),  # noqa: B023
            },
        )


if __name__ == "__main__":
    # What CPython says of a collection for which there is no stack is not asked here.
    gc.disable()
    for found in results():
        print(json.dumps(found), flush=True)
