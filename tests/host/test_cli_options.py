"""Values of options, and the one line that each mistake gets."""

from __future__ import annotations

import click
import pytest

from cloche.cli.options import COUNT, SECONDS, SIZE, load_tools, parse_inputs, parse_size
from cloche.cli.render import json_value, laid_out


def message_of(function, *arguments):
    with pytest.raises(click.ClickException) as caught:
        function(*arguments)
    message = caught.value.format_message()
    assert "\n" not in message
    assert caught.value.exit_code == 2
    return message


@pytest.mark.parametrize(
    ("text", "size"),
    [("512", 512), ("64MiB", 64 * 2**20), ("64M", 64 * 2**20), ("1.5k", 1536), ("2 GB", 2 * 10**9),
     ("1_000", 1000)],
)  # fmt: skip
def test_sizes(text, size):
    assert parse_size(text) == size


@pytest.mark.parametrize(
    ("kind", "text"),
    [(SIZE, "64XB"), (SIZE, "-1"), (SIZE, ""), (SIZE, "0"), (COUNT, "1.5"), (COUNT, "0"),
     (COUNT, "-3"), (SECONDS, "nan"), (SECONDS, "inf"), (SECONDS, "soon")],
)  # fmt: skip
def test_bad_amounts(kind, text):
    assert repr(text) in message_of(kind.convert, text, None, None)


def test_none_lifts_a_bound():
    assert SIZE.convert("none", None, None) is None


def test_inputs(tmp_path):
    file = tmp_path / "orders.json"
    file.write_bytes(b'\xef\xbb\xbf[{"n": 1}]')
    given = ["x=1", 'name="a=b"', f"orders=@{file}", "nothing=null"]
    expected = {"x": 1, "name": "a=b", "orders": [{"n": 1}], "nothing": None}
    assert parse_inputs(given) == expected


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ("x", "--input x: expected name=JSON or name=@file.json"),
        ("1x=2", "--input 1x=2: '1x' is not a name a program could use"),
        ("for=2", "--input for=2: 'for' is not a name a program could use"),
        ("__x__=2", "'__x__' is not a name a program could use"),
        ("x={]", "--input x: bad JSON at line 1 column 2: "),
        ("x=[1,\n2,\n oops]", "--input x: bad JSON at line 3 column 2: Expecting value"),
        ("x=hello", """Expecting value (a string needs its quotes: '"hello"')"""),
        ("x=@/no/such/file.json", "/no/such/file.json: no such file or directory"),
        ("x=" + "[" * 100_000, "--input x: bad JSON: "),
        ('x="\udcff"', "--input x: not UTF-8"),
    ],
)
def test_bad_inputs(item, message):
    assert message in message_of(parse_inputs, [item])


def test_input_given_twice():
    assert message_of(parse_inputs, ["x=1", "x=2"]) == "--input x: given twice"


def test_input_file_that_is_not_utf8(tmp_path):
    file = tmp_path / "latin.json"
    file.write_bytes(b'[\n"caf\xe9"]')
    message = message_of(parse_inputs, [f"x=@{file}"])
    assert message.endswith("latin.json: not UTF-8: byte 0xe9 in line 2")


def test_tools(monkeypatch, tmp_path):
    (tmp_path / "shop_tools.py").write_text("class Shop:\n    @staticmethod\n    def vat(): ...\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [*__import__("sys").path])
    tools = load_tools(["root=math:sqrt", "vat=shop_tools:Shop.vat"])
    assert tools["root"](9) == 3
    assert tools["vat"].__name__ == "vat"


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ("x=math", "--tool x=math: expected name=module:attr"),
        ("math:sqrt", "--tool math:sqrt: expected name=module:attr"),
        ("x=no_such_module_:f", "--tool x: no module named 'no_such_module_'"),
        ("x=math:sqrtt", "--tool x: math has no attribute 'sqrtt'; did you mean 'sqrt'?"),
        ("x=math:pi", "--tool x: math.pi is not callable"),
        ("x=broken_tool:f", "--tool x: importing broken_tool failed: ZeroDivisionError: "),
    ],
)
def test_bad_tools(item, message, monkeypatch, tmp_path):
    (tmp_path / "broken_tool.py").write_text("1/0")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [*__import__("sys").path])
    assert message in message_of(load_tools, [item])


@pytest.mark.parametrize(
    ("value", "fields"),
    [
        ([1, {"a": None}], {"value": [1, {"a": None}]}),
        ((1, 2), {"value": (1, 2)}),
        ({1: 2}, {"value": None, "repr": "{1: 2}"}),
        ([{3}], {"value": None, "repr": "[{3}]"}),
        (float("nan"), {"value": None, "repr": "nan"}),
        (b"x", {"value": None, "repr": "b'x'"}),
    ],
)
def test_json_value_says_the_same_or_gives_the_repr(value, fields):
    assert json_value(value) == fields


def test_an_int_too_long_to_print_does_not_end_the_command():
    value = 10**5000
    assert laid_out(value).startswith("<int without a repr: ")
    assert json_value(value)["value"] is None


def test_a_wide_value_is_laid_out_over_lines():
    value = {f"key{n}": list(range(10)) for n in range(10)}
    text = laid_out(value)
    assert max(map(len, text.splitlines())) <= 88
    assert eval(text) == value
