"""`types`: names for what guests can have, and two small classes of their own.

Left out is what leads inside the interpreter: frames, code, cells, tracebacks.
"""

from __future__ import annotations

import types as real
from typing import Any, Final

from ..standins import standin_of
from .class_creation import get_original_bases, new_class, prepare_class, resolve_bases
from .generator_coroutines import coroutine
from .stand_in import Module, module, shim

VETTED = ""

NAMES: Final = """
AsyncGeneratorType BuiltinFunctionType BuiltinMethodType ClassMethodDescriptorType CoroutineType
EllipsisType FunctionType GeneratorType GenericAlias GetSetDescriptorType LambdaType
MappingProxyType MemberDescriptorType MethodDescriptorType MethodType MethodWrapperType NoneType
NotImplementedType SimpleNamespace UnionType WrapperDescriptorType
"""

_KINDS: Final[dict[str, Any]] = {name: standin_of(getattr(real, name)) for name in NAMES.split()}

_SHIMS: Final = [coroutine, new_class, prepare_class, resolve_bases]
if hasattr(real, "get_original_bases"):  # 3.12
    _SHIMS.append(shim(real.get_original_bases)(get_original_bases))

MODULE = module(real, VETTED, *_SHIMS, ModuleType=Module, **_KINDS)
