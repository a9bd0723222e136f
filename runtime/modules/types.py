"""`types`: names for what guests can have, and two small classes of their own.

Left out is what leads inside the interpreter: frames, code, cells, tracebacks.
"""

from __future__ import annotations

import types as real
from typing import Any, Final

from ..standins import standin_of
from .stand_in import Module, module

VETTED = ""

NAMES: Final = """
AsyncGeneratorType BuiltinFunctionType BuiltinMethodType ClassMethodDescriptorType CoroutineType
EllipsisType FunctionType GeneratorType GenericAlias GetSetDescriptorType LambdaType
MappingProxyType MemberDescriptorType MethodDescriptorType MethodType MethodWrapperType NoneType
NotImplementedType SimpleNamespace UnionType WrapperDescriptorType
"""

_KINDS: Final[dict[str, Any]] = {name: standin_of(getattr(real, name)) for name in NAMES.split()}

MODULE = module(real, VETTED, ModuleType=Module, **_KINDS)
