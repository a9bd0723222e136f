"""What CPython's tests need of `unittest` and `test.support`, as guest source.

It runs in the sandbox ahead of the tests, and natively to tell which tests it can carry at all.
"""

import contextlib as _contextlib
import io as _io
import re as _re
import sys as _sys
import warnings as _warnings


class SkipTest(Exception):
    pass


def _identity(thing):
    return thing


def _skip(reason):
    def decorate(thing):
        def skipped(*args, **kwargs):
            raise SkipTest(reason)

        return skipped

    return decorate


class _Raises:
    def __init__(self, case, expected, pattern=None):
        self.case = case
        self.expected = expected
        self.pattern = pattern
        self.exception = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if kind is None:
            raise AssertionError(f"{self.expected} not raised")
        if not issubclass(kind, self.expected):
            return False
        self.exception = error
        if self.pattern is not None and not _re.search(self.pattern, str(error)):
            raise AssertionError(f"{self.pattern!r} does not match {str(error)!r}")
        return True

    def call(self, function, args, kwargs):
        with self:
            function(*args, **kwargs)


class _Warns:
    def __init__(self, expected, pattern=None):
        self.expected = expected
        self.pattern = pattern

    def __enter__(self):
        self._catching = _warnings.catch_warnings(record=True)
        self.warnings = self._catching.__enter__()
        _warnings.simplefilter("always")
        return self

    def __exit__(self, kind, error, traceback):
        self._catching.__exit__(kind, error, traceback)
        if kind is not None:
            return
        for each in self.warnings:
            matches = self.pattern is None or _re.search(self.pattern, str(each.message))
            if issubclass(each.category, self.expected) and matches:
                self.warning, self.filename, self.lineno = each.message, each.filename, each.lineno
                return
        raise AssertionError(f"{self.expected} not triggered")

    def call(self, function, args, kwargs):
        with self:
            function(*args, **kwargs)


class _SubTest:
    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return False


class TestCase:
    failureException = AssertionError
    longMessage = True
    maxDiff = None

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._cleanups = []

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def setUp(self):
        pass

    def tearDown(self):
        pass

    def addCleanup(self, function, *args, **kwargs):
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, manager):
        value = manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)
        return value

    def doCleanups(self):
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            function(*args, **kwargs)

    def run_test(self, name):
        self.setUp()
        try:
            getattr(self, name)()
        finally:
            self.tearDown()
            self.doCleanups()

    def id(self):
        return self._testMethodName

    def subTest(self, *args, **kwargs):
        return _SubTest()

    def skipTest(self, reason):
        raise SkipTest(reason)

    def fail(self, msg=None):
        raise AssertionError(msg)

    def _check(self, holds, text, msg):
        if not holds:
            raise AssertionError(text if msg is None else f"{text} : {msg}")

    def assertEqual(self, first, second, msg=None):
        if not first == second:
            self._check(False, f"{first!r} != {second!r}", msg)

    assertListEqual = assertTupleEqual = assertSetEqual = assertDictEqual = assertEqual
    assertMultiLineEqual = assertEqual

    def assertSequenceEqual(self, first, second, msg=None, seq_type=None):
        self._check(list(first) == list(second), f"{first!r} != {second!r}", msg)

    def assertCountEqual(self, first, second, msg=None):
        rest = list(second)
        for item in first:
            self._check(item in rest, f"{item!r} is not in the second", msg)
            rest.remove(item)
        self._check(not rest, f"{rest!r} left in the second", msg)

    def assertNotEqual(self, first, second, msg=None):
        self._check(first != second, f"{first!r} == {second!r}", msg)

    def assertTrue(self, expr, msg=None):
        self._check(expr, f"{expr!r} is not true", msg)

    def assertFalse(self, expr, msg=None):
        self._check(not expr, f"{expr!r} is not false", msg)

    def assertIs(self, first, second, msg=None):
        self._check(first is second, f"{first!r} is not {second!r}", msg)

    def assertIsNot(self, first, second, msg=None):
        self._check(first is not second, f"unexpectedly identical: {first!r}", msg)

    def assertIsNone(self, obj, msg=None):
        self._check(obj is None, f"{obj!r} is not None", msg)

    def assertIsNotNone(self, obj, msg=None):
        self._check(obj is not None, "unexpectedly None", msg)

    def assertIn(self, member, container, msg=None):
        self._check(member in container, f"{member!r} not found in {container!r}", msg)

    def assertNotIn(self, member, container, msg=None):
        self._check(member not in container, f"{member!r} found in {container!r}", msg)

    def assertIsInstance(self, obj, cls, msg=None):
        self._check(isinstance(obj, cls), f"{obj!r} is not an instance of {cls!r}", msg)

    def assertNotIsInstance(self, obj, cls, msg=None):
        self._check(not isinstance(obj, cls), f"{obj!r} is an instance of {cls!r}", msg)

    def assertIsSubclass(self, cls, superclass, msg=None):
        self._check(issubclass(cls, superclass), f"{cls!r} is not a subclass", msg)

    def assertNotIsSubclass(self, cls, superclass, msg=None):
        self._check(not issubclass(cls, superclass), f"{cls!r} is a subclass", msg)

    def assertHasAttr(self, obj, name, msg=None):
        self._check(hasattr(obj, name), f"{obj!r} has no {name}", msg)

    def assertNotHasAttr(self, obj, name, msg=None):
        self._check(not hasattr(obj, name), f"{obj!r} has {name}", msg)

    def assertStartsWith(self, s, prefix, msg=None):
        self._check(s.startswith(prefix), f"{s!r} doesn't start with {prefix!r}", msg)

    def assertEndsWith(self, s, suffix, msg=None):
        self._check(s.endswith(suffix), f"{s!r} doesn't end with {suffix!r}", msg)

    def assertLess(self, a, b, msg=None):
        self._check(a < b, f"{a!r} not less than {b!r}", msg)

    def assertLessEqual(self, a, b, msg=None):
        self._check(a <= b, f"{a!r} not less than or equal to {b!r}", msg)

    def assertGreater(self, a, b, msg=None):
        self._check(a > b, f"{a!r} not greater than {b!r}", msg)

    def assertGreaterEqual(self, a, b, msg=None):
        self._check(a >= b, f"{a!r} not greater than or equal to {b!r}", msg)

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if first == second:
            return
        difference = abs(first - second)
        near = difference <= delta if delta is not None else round(difference, places or 7) == 0
        self._check(near, f"{first!r} is not near {second!r}", msg)

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        difference = abs(first - second)
        near = difference <= delta if delta is not None else round(difference, places or 7) == 0
        self._check(not near and first != second, f"{first!r} is near {second!r}", msg)

    def assertRegex(self, text, expected_regex, msg=None):
        self._check(_re.search(expected_regex, text), f"{expected_regex!r} is not in {text!r}", msg)

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        found = _re.search(unexpected_regex, text)
        self._check(not found, f"{unexpected_regex!r} is in {text!r}", msg)

    def assertRaises(self, expected, function=None, *args, msg=None, **kwargs):
        context = _Raises(self, expected)
        return context if function is None else context.call(function, args, kwargs)

    def assertRaisesRegex(self, expected, pattern, function=None, *args, msg=None, **kwargs):
        context = _Raises(self, expected, pattern)
        return context if function is None else context.call(function, args, kwargs)

    def assertWarns(self, expected, function=None, *args, msg=None, **kwargs):
        context = _Warns(expected)
        return context if function is None else context.call(function, args, kwargs)

    def assertWarnsRegex(self, expected, pattern, function=None, *args, msg=None, **kwargs):
        context = _Warns(expected, pattern)
        return context if function is None else context.call(function, args, kwargs)


class _AlwaysEqual:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


class _NeverEqual:
    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True

    def __hash__(self):
        return 1


class _Largest:
    def __eq__(self, other):
        return isinstance(other, _Largest)

    def __lt__(self, other):
        return False

    def __le__(self, other):
        return isinstance(other, _Largest)

    def __gt__(self, other):
        return not isinstance(other, _Largest)

    def __ge__(self, other):
        return True


class _Smallest:
    def __eq__(self, other):
        return isinstance(other, _Smallest)

    def __lt__(self, other):
        return not isinstance(other, _Smallest)

    def __le__(self, other):
        return True

    def __gt__(self, other):
        return False

    def __ge__(self, other):
        return isinstance(other, _Smallest)


ALWAYS_EQ, NEVER_EQ, LARGEST, SMALLEST = _AlwaysEqual(), _NeverEqual(), _Largest(), _Smallest()


def _check_syntax_error(case, statement, errtext="", *, lineno=None, offset=None):
    with case.assertRaisesRegex(SyntaxError, errtext):
        compile(statement, "<test string>", "exec")


def _swap_item(mapping, key, value):
    @_contextlib.contextmanager
    def swap():
        old = mapping[key]
        mapping[key] = value
        try:
            yield old
        finally:
            mapping[key] = old

    return swap()


def _swap_attr(thing, name, value):
    @_contextlib.contextmanager
    def swap():
        old = getattr(thing, name)
        setattr(thing, name, value)
        try:
            yield old
        finally:
            setattr(thing, name, old)

    return swap()


def _captured_stdout():
    return _contextlib.redirect_stdout(_io.StringIO())


def _check_disallow_instantiation(case, kind, *args, **kwargs):
    with case.assertRaisesRegex(TypeError, "cannot create '.*' instances"):
        kind(*args, **kwargs)


@_contextlib.contextmanager
def _check_warnings(*filters, quiet=None):
    with _warnings.catch_warnings(record=True) as found:
        _warnings.simplefilter("always")
        yield found
    for pattern, category in filters:
        if not (
            quiet
            or any(
                _re.match(pattern, str(each.message), _re.I) and issubclass(each.category, category)
                for each in found
            )
        ):
            raise AssertionError(f"filter {(pattern, category)!r} did not catch any warning")


@_contextlib.contextmanager
def _check_no_warnings(case, message="", category=Warning, force_gc=False):
    with _warnings.catch_warnings(record=True) as found:
        _warnings.filterwarnings("always", message=message, category=category)
        yield
    case.assertEqual(found, [])


@_contextlib.contextmanager
def _ignore_warnings(*, category=Warning):
    with _warnings.catch_warnings():
        _warnings.simplefilter("ignore", category)
        yield


class warnings_helper:
    ignore_warnings = staticmethod(_ignore_warnings)
    check_warnings = staticmethod(_check_warnings)
    check_no_warnings = staticmethod(_check_no_warnings)


class support:
    ALWAYS_EQ, NEVER_EQ, LARGEST, SMALLEST = ALWAYS_EQ, NEVER_EQ, LARGEST, SMALLEST
    verbose = False
    HAVE_DOCSTRINGS = True
    NHASHBITS = _sys.hash_info.width
    has_strftime_extensions = True
    is_emscripten = is_wasi = is_apple = is_android = Py_DEBUG = False
    check_syntax_error = staticmethod(_check_syntax_error)
    swap_item = staticmethod(_swap_item)
    swap_attr = staticmethod(_swap_attr)
    captured_stdout = staticmethod(_captured_stdout)
    # This is CPython: what only CPython does is asked of the guest, too.
    cpython_only = staticmethod(_identity)
    impl_detail = staticmethod(lambda *args, **kwargs: _identity)
    requires_IEEE_754 = staticmethod(_identity)
    requires_docstrings = staticmethod(_identity)
    run_with_locale = staticmethod(lambda *args: _skip("sets the locale"))
    suppress_immortalization = staticmethod(lambda *args: _identity)
    run_with_tz = staticmethod(lambda *args: _skip("sets the zone"))
    bigmemtest = staticmethod(lambda *args, **kwargs: _skip("takes much memory"))
    bigaddrspacetest = staticmethod(_skip("takes much memory"))
    requires_resource = staticmethod(lambda resource: _skip(f"needs the resource {resource}"))
    skip_if_pgo_task = staticmethod(_identity)
    check_impl_detail = staticmethod(lambda **kwargs: True)
    check_sanitizer = staticmethod(lambda **kwargs: False)
    # What decorates or is called by single tests of a class that is otherwise for guests, too.
    refcount_test = no_tracing = staticmethod(_skip("looks at the interpreter"))
    requires_mac_ver = staticmethod(lambda *args: _identity)
    requires_legacy_unicode_capi = staticmethod(_skip("the interface for C"))
    check_sizeof = None
    check_free_after_iterating = staticmethod(_skip("looks at the interpreter")(None))
    check_disallow_instantiation = staticmethod(_check_disallow_instantiation)


class unittest:
    TestCase, SkipTest = TestCase, SkipTest
    skip = staticmethod(_skip)
    skipIf = staticmethod(lambda holds, reason: _skip(reason) if holds else _identity)
    skipUnless = staticmethod(lambda holds, reason: _identity if holds else _skip(reason))
    expectedFailure = staticmethod(_skip("is expected to fail"))


def _outcome(kind, name):
    case = kind(name)
    try:
        case.run_test(name)
    except SkipTest as skipped:
        return f"skip {skipped}"
    except Exception as error:
        return f"fail {type(error).__name__}: {error}"
    return "pass"


def _outcomes(kind, names):
    if not isinstance(kind, type):
        return dict.fromkeys(names, "skip the class is skipped")
    kind.setUpClass()
    return {name: _outcome(kind, name) for name in names}
