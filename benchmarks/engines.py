"""The engines that run the kernels: CPython itself, cloche, and peers where they are installed.

An engine turns a source into a function without arguments that runs it once, from nothing but
what compilation left, and returns the value of its last expression.
"""

from __future__ import annotations

import ast
import atexit
import contextlib
import io
import warnings
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

import cloche

Runner = Callable[[], Any]
NO_LIMITS = cloche.Limits(steps=None, seconds=None, memory=None, output=None)


class Absent(Exception):
    """The engine is not installed."""


def native(source: str) -> Runner:
    """CPython: the module as a code object, its last expression as another."""
    tree = ast.parse(source)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    body = compile(tree, "<native>", "exec")
    value = compile(ast.Expression(last.value), "<native>", "eval")

    def run() -> Any:
        names: dict[str, Any] = {"__name__": "__main__"}
        exec(body, names)
        return eval(value, names)

    return run


def guarded(source: str) -> Runner:
    """cloche as it comes."""
    return cloche.Sandbox(limits=NO_LIMITS).compile(source).run


def unproven(source: str) -> Runner:
    """cloche with every guard in place (`optimize=False`)."""
    return cloche.Sandbox(limits=NO_LIMITS, optimize=False).compile(source).run


def isolated(source: str) -> Runner:
    """cloche with `isolation="process"`: one warm worker."""
    return _worker().compile(source).run


@cache
def _worker() -> cloche.Sandbox:
    return cloche.Sandbox(limits=NO_LIMITS, isolation="process", workers=1)


def monty(source: str) -> Runner:
    """pydantic-monty: an interpreter in Rust, one warm worker, a fresh session each run."""
    pool = monty_pool()

    def run() -> Any:
        with pool.checkout() as session, contextlib.redirect_stdout(io.StringIO()):
            return session.feed_run(source)

    return run


@cache
def monty_pool() -> Any:
    """Return a pool of Monty's workers, which ends with this process."""
    pool = _peer("pydantic_monty").Monty()
    pool.__enter__()
    atexit.register(pool.__exit__, None, None, None)
    return pool


def restricted_python(source: str) -> Runner:
    """RestrictedPython with its usual guards, which count nothing."""
    compile_restricted = _peer("RestrictedPython").compile_restricted
    guards = _peer("RestrictedPython.Guards")
    evaluation = _peer("RestrictedPython.Eval")
    tree = ast.parse(source)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    tree.body.append(ast.Assign([ast.Name("result", ast.Store())], last.value, lineno=last.lineno))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of statements that it does not know
        code = compile_restricted(ast.unparse(ast.fix_missing_locations(tree)), "<r>", "exec")

    def run() -> Any:
        offered = {
            **guards.safe_builtins, "all": all, "any": any, "dict": dict, "enumerate": enumerate,
            "frozenset": frozenset, "list": list, "max": max, "min": min, "set": set, "sum": sum,
            "reversed": reversed, "map": map, "filter": filter, "iter": iter, "next": next,
            "super": super, "__import__": __import__, "NotImplementedError": NotImplementedError,
        }  # fmt: skip
        names: dict[str, Any] = {
            "__builtins__": offered, "__name__": "__main__", "__metaclass__": type,
            "_getattr_": guards.safer_getattr, "_getiter_": evaluation.default_guarded_getiter,
            "_getitem_": evaluation.default_guarded_getitem, "_write_": lambda x: x,
            "_iter_unpack_sequence_": guards.guarded_iter_unpack_sequence,
            "_unpack_sequence_": guards.guarded_unpack_sequence, "_inplacevar_": _in_place,
            "_apply_": lambda f, *args, **kwargs: f(*args, **kwargs),
        }  # fmt: skip
        exec(code, names)
        return names["result"]

    return run


def _in_place(operator: str, a: Any, b: Any) -> Any:
    import operator as functions

    name = {"+=": "iadd", "-=": "isub", "*=": "imul", "/=": "itruediv", "//=": "ifloordiv",
            "%=": "imod", "&=": "iand", "|=": "ior", "^=": "ixor", ">>=": "irshift",
            "<<=": "ilshift", "**=": "ipow"}[operator]  # fmt: skip
    return getattr(functions, name)(a, b)


def asteval(source: str) -> Runner:
    """asteval: walks the tree."""
    module = _peer("asteval")

    def run() -> Any:
        quiet = io.StringIO()
        interpreter = module.Interpreter(
            use_numpy=False, writer=quiet, err_writer=quiet,
            config={"import": True, "importfrom": True},
        )  # fmt: skip
        value = interpreter(source)
        if interpreter.error:
            raise RuntimeError(interpreter.error[0].msg)
        return value

    return run


def smolagents(source: str) -> Runner:
    """smolagents' LocalPythonExecutor: walks the tree; without its limits, which are too tight."""
    module = _peer("smolagents.local_python_executor")
    module.MAX_OPERATIONS = module.MAX_WHILE_ITERATIONS = 10**12
    modules = ["collections", "dataclasses", "heapq", "re"]

    def run() -> Any:
        executor = module.LocalPythonExecutor(modules, timeout_seconds=None)
        executor.send_tools({"bytes": bytes, "frozenset": frozenset, "super": super})
        return executor(source).output

    return run


def _peer(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise Absent(name.partition(".")[0]) from None


#: Name in the tables → engine. Ratios are over the first; the second is ours.
ENGINES: dict[str, Callable[[str], Runner]] = {
    "native": native,
    "cloche": guarded,
    "every guard": unproven,
    "process": isolated,
    "monty": monty,
    "RestrictedPython": restricted_python,
    "asteval": asteval,
    "smolagents": smolagents,
}
OURS = ("native", "cloche", "every guard", "process")
