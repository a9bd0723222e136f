# ruff: noqa: E501  A row of a table stays on one line.
"""`difflib`."""

from .tables import gives, same, stopped

test_same = same(
    "import difflib",
    """
    list(difflib.unified_diff(["a\\n", "b\\n", "c\\n"], ["a\\n", "x\\n", "c\\n"], "old", "new", "then", "now", n=1)), list(difflib.unified_diff([], []))

    print(*difflib.context_diff("one two three".split(), "one too three".split(), lineterm=""), sep="\\n")

    list(difflib.ndiff("one\\ntwo\\nthree\\n".splitlines(1), "ore\\ntree\\nemu\\n".splitlines(1)))

    list(difflib.restore(difflib.ndiff(["a\\n", "b\\n"], ["a\\n", "c\\n"]), 2))

    difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]), difflib.get_close_matches("x", ["y"]), difflib.get_close_matches("wheel", ["while", "whee", "heel"], n=1, cutoff=0.5)

    difflib.get_close_matches("a", ["b"], n=0)

    difflib.get_close_matches("a", ["b"], cutoff=2)

    s = difflib.SequenceMatcher(None, "abxcd", "abcd")
    s.ratio(), s.quick_ratio(), s.real_quick_ratio(), s.get_matching_blocks(), s.get_opcodes(), s.find_longest_match(0, 5, 0, 4), s.find_longest_match()

    s = difflib.SequenceMatcher(lambda x: x == " ", "private Thread currentThread;", "private volatile Thread currentThread;")
    round(s.ratio(), 3), [list(group) for group in s.get_grouped_opcodes(2)], sorted(s.bjunk)

    s = difflib.SequenceMatcher()
    s.set_seqs([1, (2, 3), 4], [1, 4]), s.ratio(), s.set_seq1([4]), s.ratio(), s.set_seq2("x"), s.a, s.b

    difflib.SequenceMatcher(None, [[1]], [[1]])

    difflib.SequenceMatcher(None, 5, 6).ratio()

    list(difflib.unified_diff([b"a"], ["a"]))

    list(difflib.diff_bytes(difflib.unified_diff, [b"a\\n"], [b"b\\n"], b"x", b"y"))

    difflib.IS_LINE_JUNK("  # \\n"), difflib.IS_CHARACTER_JUNK(" "), difflib.Match(1, 2, 3), difflib.Match(1, 2, size=3)._asdict(), difflib.Match._fields

    list(difflib.Differ(linejunk=difflib.IS_LINE_JUNK).compare(["a b\\n"], ["a  b\\n", "c\\n"]))

    class M(difflib.SequenceMatcher):
        def ratio(self): return super().ratio() + 1
    M(None, "ab", "ab").ratio(), difflib.Match._make([1, 2, 3])

    d = difflib.HtmlDiff(wrapcolumn=20)
    len(d.make_table(["a", "b<"], ["a", "c"], context=True)), "from0_" in d.make_table("a", "b") or "from1_" in d.make_table("a", "b"), "charset=ascii" in d.make_file("a", "b", charset="ascii")
    """,
)

test_absent = gives(
    "import difflib",
    {
        "difflib.Match._field_defaults.update(x=1)\ndifflib.Match._field_defaults": "{}",
        "list(difflib.unified_diff(['a'], ['b'])).gi_frame": "AttributeError",
        "difflib.unified_diff(['a'], ['b']).gi_frame": "AttributeError",
        "difflib.SequenceMatcher.ratio = 1": "TypeError",
        "difflib.HtmlDiff._default_prefix = 1": "TypeError",
        "a, b = difflib.HtmlDiff(), difflib.HtmlDiff()\n"
        "[text.count('to1_') for text in (a.make_table('a', 'a'), b.make_table('a', 'b'))]": "[0, ",
    },
)

test_stopped = stopped(
    "import difflib",
    """
    difflib.SequenceMatcher(None, "ab" * 10**4, "ba" * 10**4, autojunk=False).ratio()

    a = [str(i) for i in range(3000)]
    b = [str(i) + "x" for i in range(3000)]
    list(difflib.ndiff(a, b))

    difflib.get_close_matches("x" * 1000, ["y" * 1000 + "x" * i for i in range(10**5)])

    difflib.SequenceMatcher(None, "x", range(10**9))

    difflib.Match._make(iter(int, 1))

    list(difflib.unified_diff(["a"] * 10**6, ["a"] * 10**6))
    """,
)
