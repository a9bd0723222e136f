"""What a program that means harm, or just assumes too much, is told before it runs."""

import subprocess
from math import pi, sqr

secrets = open("/etc/passwd").read()


def escape(tool):
    return tool.__globals__["__builtins__"]


for cls in ().__class__.__base__.__reduce_ex__(4):
    print(cls)

input("Password? ")
