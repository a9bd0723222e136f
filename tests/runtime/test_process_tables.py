"""No table of the host's process is filled by what programs do, however many there are."""

from __future__ import annotations

import json
import subprocess
import sys

#: Each is run with other words in the place of WHO and other numbers in the place of 987.
PROGRAMS = [
    r"""
import re
for i in range(40):
    re.match('(a*)*b|' + str(i) + 'WHO', 'a' * 40)
    re.match('(x*)*y|ж' + str(i) + 'WHO', 'x' * 40 + chr(0x400 + 987 % 500 + i))
    re.sub('(WHO)' + str(i), r'\1x' + str(i), 'WHO1')
    re.compile('WHO' + str(i)), re.compile(b'WHO' + str(i).encode()), re.split('[WHO]', 'x')
    re.search('WHO%d' % i, 'x', re.I | re.M), re.escape('WHO'), re.findall('[[WHO]', 'x')
    try: re.compile('(WHO' + str(i))
    except re.error: pass
""",
    r"""
import datetime, time, zoneinfo, calendar
for i in range(12):
    for make in (datetime.datetime.strptime, time.strptime):
        try: make('x', 'WHO %Y' + str(i))
        except ValueError: pass
        make('WHO 2020 1' + str(i), 'WHO %Y 1' + str(i))
    try: zoneinfo.ZoneInfo('WHO' + str(i))
    except Exception: pass
    datetime.datetime(2020, 1, 1).strftime('WHO %s %Z' + str(i)), time.strftime('WHO' + str(i))
datetime.datetime.strptime('1 WHO', '%d WHO')
""",
    r"""
import struct, fnmatch, codecs, string, json, decimal, functools, base64, textwrap, html
for i in range(1, 40):
    struct.pack(f'{i}s{987 + i}x', b'a'), struct.calcsize(f'{987 + i}q')
    fnmatch.fnmatch('WHO', f'*WHO{i}'), fnmatch.filter(['x'], f'WHO{i}')
    fnmatch.translate(f'WHO{i}*')
    for wrong in (f'WHO{i}', f'WHO-{i}'):
        try: 'x'.encode(wrong)
        except LookupError: pass
        try: codecs.encode('x', wrong)
        except LookupError: pass
        try: b'\xff'.decode('utf-8', wrong)
        except LookupError: pass
    string.Formatter().format(f'{{WHO{i}}}', **{f'WHO{i}': 1})
    string.Template(f'$WHO{i}').safe_substitute()
    json.loads('{"WHO%d": 1}' % i), json.dumps({f'WHO{i}': 1}), decimal.Decimal(f'987.{i}') + 1
    textwrap.wrap(f'WHO{i} ' * 9), html.unescape(f'&WHO{i};')
@functools.lru_cache
def f(x): return x
[f('WHO%d' % i) for i in range(50)]
""",
    r"""
import abc, typing, dataclasses, enum, collections, collections.abc, functools, numbers, copy
for i in range(8):
    class Base(abc.ABC):
        @abc.abstractmethod
        def WHO(self): ...
    class Other: pass
    Base.register(Other), isinstance(Other(), Base), issubclass(Other, collections.abc.Sized)
    isinstance(Other(), numbers.Number)
    @functools.singledispatch
    def one(x): return x
    one.register(Other, lambda x: 1), one(Other()), one(1)
    T = typing.TypeVar(f'WHO{i}')
    typing.List[T], typing.Dict[str, Other], typing.Union[int, Other], typing.Literal[f'WHO{i}']
    typing.Optional[Other], typing.Callable[[Other], int], list[Other], Other | None
    @dataclasses.dataclass
    class WHO_d: WHO: int = 1
    WHO_d(), dataclasses.make_dataclass(f'WHO{i}', ['WHO'])(1)
    class E(enum.Flag): WHO = 1; other = 2
    E.WHO | E.other, enum.Enum('WHO', f'WHO{i} b'), collections.namedtuple('WHO', f'WHO{i} b')(1, 2)
    typing.get_type_hints(WHO_d), copy.deepcopy(WHO_d()), copy.copy(Other())
    class P(typing.Protocol):
        def WHO(self): ...
    class G(typing.Generic[T]): pass
    G[int], typing.NamedTuple(f'WHO{i}', [('WHO', int)])
""",
    r"""
import warnings, logging, inspect, traceback, urllib.parse, ipaddress, pathlib, csv, hashlib
for i in range(12):
    warnings.warn(f'WHO{i}'), warnings.simplefilter('ignore')
    logging.getLogger(f'WHO{i}').warning('WHO'), logging.addLevelName(987 + i, 'WHO')
    urllib.parse.urlsplit(f'http://WHO{i}/x'), urllib.parse.quote(f'WHO{i}', safe=f'{i}/')
    urllib.parse.unquote('%41WHO'), ipaddress.ip_address(987 + i), hashlib.sha256(b'WHO')
    pathlib.PurePath(f'WHO{i}').match(f'WHO{i}*')
    try: exec(f'def WHO{i}(): return 1 / 0\nWHO{i}()')
    except ZeroDivisionError: traceback.format_exc()
    try: csv.register_dialect(f'WHO{i}', delimiter=';'), csv.field_size_limit(987)
    except Exception: pass
    compile(f'WHO{i} = 1', f'WHO{i}', 'exec'), inspect.signature(lambda WHO: 1)
    try: eval('[WHO')
    except SyntaxError: pass
""",
]

COUNT = r"""
import _abc, abc, collections, functools, gc, importlib, json, sys
import cloche

programs = json.loads(sys.argv[1])
box = cloche.Sandbox(limits=cloche.Limits(steps=None, seconds=60))
KINDS = (dict, list, set, collections.deque)

def sizes():
    gc.collect()
    found = {}
    for name, module in list(sys.modules.items()):
        if name.startswith("cloche") or name == "__main__" or module is None:
            continue
        for key, value in list(vars(module).items()):
            if isinstance(value, KINDS):
                found[f"{name}.{key}"] = len(value)
            elif type(value) is functools._lru_cache_wrapper:
                found[f"{name}.{key}"] = value.cache_info().currsize
            held = vars(value) if isinstance(value, type) else getattr(value, "__dict__", {})
            for inner, part in list(held.items()):
                if isinstance(part, KINDS):
                    found[f"{name}.{key}.{inner}"] = len(part)
                elif type(part) is functools._lru_cache_wrapper:
                    found[f"{name}.{key}.{inner}"] = part.cache_info().currsize
            if isinstance(value, type):
                found[f"{name}.{key} below"] = len(type.__subclasses__(value))
            if isinstance(value, abc.ABCMeta):
                dump = _abc._get_dump(value)
                found[f"{name}.{key} registry"] = [len(each) for each in dump[:3]]
    for each in gc.get_objects():
        if type(each) is functools._lru_cache_wrapper:
            if each.__module__.startswith("cloche.") and each.cache_info().maxsize is not None:
                continue  # of ours, and bounded
            name = f"cache of {each.__module__}.{getattr(each, '__qualname__', '')}"
            found[name] = found.get(name, 0) + each.cache_info().currsize
    return found

def go(who, number):
    for each in programs:
        box.run(each.replace("WHO", who).replace("987", str(number)))

go("first", 1000), go("second", 2000)
before = sizes()
go("third", 3000), go("fourth", 4000), go("fifth", 5000)
after = sizes()
print(json.dumps({k: [before.get(k), v] for k, v in after.items() if before.get(k) != v}))
"""


def test_no_table_grows_with_the_programs() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", COUNT, json.dumps(PROGRAMS)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {}


KEPT = r"""
import _strptime, _struct, gc, json, re, regex, sys
import cloche
box = cloche.Sandbox()
for source in json.loads(sys.argv[1])[:2]:
    box.run(source.replace("987", "7"))
box.run(json.loads(sys.argv[1])[2].replace("987", "7654321"))
tables = [_strptime._regex_cache, re._cache, getattr(re, "_cache2", {})]
tables += [t for t in regex.compile.__globals__.values() if type(t) is dict]
# (Its table is in C.)
tables += [t for t in gc.get_referents(_struct) if type(t) is dict and t is not vars(_struct)]
print(json.dumps([each for each in map(repr, tables) if "WHO" in each or "7654" in each]))
"""


def test_patterns_and_formats_are_in_no_table_of_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KEPT, json.dumps(PROGRAMS)],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
