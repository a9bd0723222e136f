# ruff: noqa: E501  A row of a table stays on one line.
"""`logging`: loggers of one's own, compared with CPython; the root and its stream, by hand."""

from __future__ import annotations

import logging

import pytest

import cloche

from .tables import gives, same, stopped

HEADER = """
import io, logging, sys
sink = io.StringIO()
for name in [*logging.root.manager.loggerDict] if hasattr(logging.root, "manager") else []:
    del logging.root.manager.loggerDict[name]
def logger(name, form=None, level=logging.DEBUG, **named):
    made = logging.getLogger(name)
    handler = logging.StreamHandler(sink)
    handler.setFormatter(logging.Formatter(form, **named))
    made.addHandler(handler)
    made.setLevel(level)
    made.propagate = False
    return made
"""

test_same = same(
    HEADER,
    """
    log = logger("a", "%(levelname)s:%(name)s:%(message)s")
    log.debug("one")
    log.info("two %s", 2)
    log.warning("three %d %r", 3, "x")
    log.error("four %(k)s", {"k": 4})
    log.critical("five %%")
    log.log(25, "six")
    sink.getvalue()

    log = logger("a", "%(levelname)-8s|%(levelno)3d|%(funcName)s|%(lineno)d|%(message)s", logging.INFO)
    def f():
        log.info("inside")
        log.debug("never")
    f()
    log.info("outside", stacklevel=1)
    sink.getvalue(), log.level, log.isEnabledFor(10), log.getEffectiveLevel()

    log = logger("a", "{levelname}: {message}", style="{")
    log.info("braces")
    log2 = logger("b", "$levelname -> ${message}", style="$")
    log2.info("dollars")
    sink.getvalue()

    log = logger("a", "%(message)s")
    try:
        {}["k"]
    except KeyError:
        log.error("gone", exc_info=True)
    log.error("nothing", exc_info=False)
    [line for line in sink.getvalue().split("\\n") if not line.startswith("  ")]

    log = logger("a", "%(message)s")
    try:
        1 / 0
    except ZeroDivisionError as error:
        log.exception("failed: %s", error)
        log.warning("with", exc_info=error)
    [line for line in sink.getvalue().split("\\n") if not line.startswith("  ")]

    a, b, c = logging.getLogger("x"), logging.getLogger("x.y.z"), logging.getLogger("x.y")
    b.parent is c, c.parent is a, a.parent is logging.root, a.getChild("y.z") is b, repr(a), logging.getLogger("x") is a

    parent = logger("p", "%(name)s %(message)s")
    child = logging.getLogger("p.q")
    child.info("up")
    child.propagate = False
    child.disabled = True
    child.info("nowhere")
    child.disabled = False
    child.propagate = True
    child.setLevel("ERROR")
    child.warning("low")
    child.error("high")
    sink.getvalue(), child.hasHandlers(), child.level

    class Upper(logging.Formatter):
        def format(self, record):
            return super().format(record).upper()
    log = logger("a")
    log.handlers[0].setFormatter(Upper("%(message)s!"))
    log.info("shout")
    sink.getvalue()

    class Keep(logging.Handler):
        def __init__(self):
            super().__init__()
            self.records = []
        def emit(self, record):
            self.records.append((record.levelname, record.getMessage(), record.args, record.lineno))
    log, keep = logging.getLogger("k"), Keep()
    log.addHandler(keep)
    log.propagate = False
    log.warning("a %s", 1)
    log.warning("b", extra={"user": "u"})
    keep.records, repr(keep)

    log = logger("a", "%(user)s %(message)s")
    log.info("hi", extra={"user": "me"})
    adapter = logging.LoggerAdapter(log, {"user": "you"})
    adapter.info("there %d", 5)
    sink.getvalue()

    logger("a").info("x", extra={"message": 1})

    class Only(logging.Filter):
        def filter(self, record):
            return "yes" in record.getMessage()
    log = logger("a", "%(message)s")
    log.addFilter(Only())
    log.info("yes sir")
    log.info("no sir")
    log.handlers[0].addFilter(lambda record: "sir" not in record.msg)
    log.info("yes madam")
    log.info("yes sir")
    sink.getvalue()

    logging.Filter("a.b").filter(logging.makeLogRecord({"name": "a.b.c"})), logging.Filter("a.b").filter(logging.makeLogRecord({"name": "a.bc"}))

    record = logging.makeLogRecord({"msg": "m %s", "args": (1,), "levelname": "X", "name": "n"})
    record.getMessage(), logging.Formatter("%(levelname)s %(name)s %(message)s").format(record), record.pathname, record.exc_info

    logging.getLevelName(10), logging.getLevelName("INFO"), logging.getLevelName(15), logging.getLevelName("NOPE"), logging.WARN, logging.FATAL

    logging.addLevelName(5, "TRACE")
    log = logger("a", "%(levelname)s %(message)s", 1)
    log.log(5, "fine")
    found = sink.getvalue(), logging.getLevelName("TRACE"), logging.getLevelName(5)
    found

    logging.getLogger("a").setLevel("LOUD")

    logging.getLogger("a").setLevel(1.5)

    logging.getLogger("a").log("INFO", "x")

    logging.getLogger(5)

    logging.Formatter("no fields")

    logging.Formatter("x", style="%%")

    logging.Formatter("plain", style="{")

    logging.Handler().emit(None)

    logging.basicConfig(nope=1, force=True) if False else logging.Formatter("%(asctime)s").usesTime(), logging.Formatter("%(message)s").usesTime()

    logging.Formatter("%(asctime)s %(message)s", "%H:%M").formatTime(logging.makeLogRecord({"created": 86399.5, "msecs": 500.0}), "%H:%M"), logging.Formatter().formatTime(logging.makeLogRecord({"created": 86399.5, "msecs": 500.0}))

    log = logger("a", "%(message)s")
    logging.disable(logging.INFO)
    log.info("off")
    log.warning("on")
    logging.disable(logging.NOTSET)
    log.info("on again")
    sink.getvalue()

    log = logger("a", "%(message)s")
    log.warn if False else None
    log.handlers[0].terminator = "|"
    log.info("a")
    log.info("b")
    log.removeHandler(log.handlers[0])
    log.addHandler(logging.NullHandler())
    log.info("c")
    sink.getvalue(), log.handlers

    log = logger("a", "%(message)s")
    log.info({"a": 1})
    log.info(ValueError("x"))
    log.info("%s %s", *range(2))
    log.info("100%")
    log.info(["list"], )
    sink.getvalue()

    isinstance(logging.getLogger("a"), logging.Logger), issubclass(logging.StreamHandler, logging.Handler), logging.BASIC_FORMAT

    repr(logging.StreamHandler(sink)), repr(logging.NullHandler())
    """,
)

FROZEN = cloche.Sandbox(clock=1_700_000_000.25, limits=cloche.Limits(seconds=5))


@pytest.mark.parametrize(
    ("source", "stderr"),
    [
        ("logging.warning('w')\nlogging.info('i')", "WARNING:root:w\n"),
        ("logging.getLogger('x').warning('bare')\nlogging.getLogger('x').info('i')", "bare\n"),
        ("logging.basicConfig(level=logging.INFO)\nlogging.info('i')\nlogging.getLogger('m').info('j')", "INFO:root:i\nINFO:m:j\n"),
        ("logging.basicConfig(level='DEBUG', format='%(asctime)s %(message)s')\nlogging.debug('d')", "2023-11-14 22:13:20,250 d\n"),
        ("logging.basicConfig(format='%(asctime)s.%(msecs)03d', datefmt='%H:%M:%S')\nlogging.error('d')", "22:13:20.250\n"),
        ("logging.basicConfig(format='{name}:{message}', style='{')\nlogging.error('d')", "root:d\n"),
        ("logging.basicConfig()\nlogging.basicConfig(format='x%(message)s')\nlogging.error('d')", "ERROR:root:d\n"),
        ("logging.basicConfig()\nlogging.basicConfig(format='x%(message)s', force=True)\nlogging.error('d')", "xd\n"),
        ("logging.error('%d', 'x')", "--- Logging error ---\nTypeError: %d format: a real number is required, not str\nMessage: '%d'\nArguments: ('x',)\n"),
    ],
)  # fmt: skip
def test_the_root_writes_to_stderr(source, stderr):
    result = FROZEN.execute(f"import logging\n{source}")
    found = "".join(x for x in result.stderr.splitlines(True) if not x.startswith("  "))
    assert (found, result.stdout) == (stderr, "")


def test_to_stdout():
    source = "import logging, sys\nlogging.basicConfig(stream=sys.stdout)\nlogging.error('x')"
    assert cloche.Sandbox().execute(source).stdout == "ERROR:root:x\n"


def test_loggers_belong_to_the_run():
    box = cloche.Sandbox()
    box.run("import logging\nlogging.basicConfig(level=10)\nlogging.getLogger('x').setLevel(50)")
    assert box.run("import logging\nlogging.getLogger('x').level, logging.root.level") == (0, 30)
    assert "x" not in logging.root.manager.loggerDict


test_gives = gives(
    "import logging",
    {
        "logging.FileHandler": "AttributeError: module 'logging' has no attribute 'FileHandler' here",
        "logging.basicConfig(filename='x.log')": "ValueError: logging to a file is not available here",
        "logging.Formatter.converter = None": "TypeError",
        "h = logging.StreamHandler()\nh.setFormatter('{0.__init__.__globals__}')\nh.format(logging.makeLogRecord({}))": "AttributeError",
        "logging.StreamHandler.emit('{0.__init__.__globals__}', logging.makeLogRecord({}))": "AttributeError",
        "logging.Formatter('{msg.__class__}', style='{').format(logging.makeLogRecord({'msg': logging}))": "\"<class 'module'>\"",
        "logging.Formatter('{msg.__dict__}', style='{').format(logging.makeLogRecord({'msg': logging.getLogger}))": "AttributeError",
        "logging.Formatter('{__init__}', style='{').formatMessage(logging.Formatter)": "KeyError",
        "logging.LogRecord('n', 10, 'p', 1, 'm', (), None).__dict__['name']": "'n'",
        "logging.getLogger('a').manager": "AttributeError",
        "t = ()\nfor _ in range(200000): t = (t,)\nlogging.getLevelName(t)": "RecursionError",
        "logging.os": "AttributeError",
    },
)

test_stopped = stopped(
    "import logging",
    """
    while True: logging.error("x" * 1000)

    logging.basicConfig(level=50)
    while True: logging.debug("x")

    logging.disable()
    while True: logging.error("x")

    class Blind:
        def write(self, text): pass
        def flush(self): pass
    logging.basicConfig(stream=Blind())
    while True: logging.error("%1000000d", 1)

    logging.error("%*d", 10**9, 1)

    i = 0
    while True:
        i += 1
        logging.getLogger(f"a.{i}")

    class Again(logging.Handler):
        def emit(self, record): logging.error(record.msg)
    logging.root.addHandler(Again())
    while True:
        try: logging.error("x")
        except RecursionError: pass

    log = logging.getLogger("loop")
    log.parent = log
    log.error("x")

    logging.Formatter("%(message)s" + "x" * 10**9)

    t = ()
    for _ in range(100): t = (t, t)
    logging.getLevelName(t)

    t = ()
    for _ in range(100): t = (t, t)
    u = ()
    for _ in range(100): u = (u, u)
    h = logging.Handler()
    h.level = t
    logging.root.addHandler(h)
    logging.root.handle(logging.makeLogRecord({"levelno": u}))

    h = logging.NullHandler()
    log = logging.getLogger("x")
    log.handlers = [h] * 10**6
    while True: log.error("x")

    from itertools import repeat
    log = logging.getLogger("x")
    log.handlers = repeat(1)
    log.error("x")

    log = logging.LoggerAdapter(logging.getLogger("x"), dict.fromkeys(range(10**5)))
    while True: log.process("m", {})
    """,
)
