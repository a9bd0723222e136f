"""What the programs about `enum` begin with."""

HEADER = """
import enum
from enum import CONFORM, CONTINUOUS, EJECT, KEEP, NAMED_FLAGS, STRICT, UNIQUE
from enum import Enum, EnumMeta, EnumType, Flag, FlagBoundary, IntEnum, IntFlag, ReprEnum, StrEnum
from enum import auto, member, nonmember, unique, verify
class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1
class Perm(Flag):
    R = 4
    W = 2
    X = 1
    RWX = 7
class Size(IntEnum):
    S = 1
    M = 2
    L = 3
class Mode(StrEnum):
    READ = auto()
    WRITE = "w"
class Opt(IntFlag):
    A = 1
    B = 2
    C = 8
"""
