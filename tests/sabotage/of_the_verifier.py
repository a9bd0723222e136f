# ruff: noqa: E501  A name stays on one line.
"""Removals from the verifier that no test can notice, by the reason why."""

from __future__ import annotations

from typing import Final

_BY_REASON: Final = {
    "it remembers; the same answer is found again": """
        inference Inference.contents: last of `self._contents is None and (not self.blocks.powerful)`
        inference Inference.value: always `if answers is None:`
        inference Inference.value: always `if kind is not ast.Call and kind is not ast.Subscript:`
        inference Inference.value: first of `kind is not ast.Call and kind is not ast.Subscript`
        inference Inference.value: last of `kind is not ast.Call and kind is not ast.Subscript`
        inference Inference.value: never `if kind is not ast.Call and kind is not ast.Subscript:`
        names native: never `if name in state.native:`
        names native: no `state.native.add(name)`
        names plainly: never `if name in state.plain:`
        plain Plain._guard: always `if node not in self._made:`
    """,
    "what is left does more work for the same answer": """
        noting Walk._ask: always `if name and place is not None:`
        noting Walk._ask: first of `name and place is not None`
        noting Walk._ask: last of `name and place is not None`
        noting Walk._bind_target: always `if inside is not None:`
        expressions elements: never `if not stars:`
        noting Walk._call: always `if node.keywords:`
        noting Walk._children: first of `_fields.get(type(node)) or _fields_of(node)`
        noting Walk._children: last of `_fields.get(type(node)) or _fields_of(node)`
        noting Walk._children: last of `kind is not ast.Constant and isinstance(each, ast.AST)`
        noting Walk._children: never `if kind is ast.Name:`
        calls _known: never `if node.id not in spelled:`
        code verify_code: last of `_INTRINSIC in used and _prints_or_imports(code.co_code)`
        code verify_code: last of `(code.co_cellvars or code.co_freevars) and _mixes_cells(code)`
        inference Inference._name: always `if node not in self._resolved:`
        contents Contents.settle: always `if not shelf.is_given_up:`
        contents Contents._lay_all: no `self._laid.reverse()`
        inference Inference.__init__: always `if self._wanted:`
        inference Inference._inside: first of `self._settling or drawn`
        inference Inference._inside: first of `type(rows) is ast.Call and self.builtin(rows) in ('list', 'sorted')`
        inference Inference._inside: last of `self._settling or drawn`
        inference Inference._inside: last of `self._wanted or not drawn`
        inference Inference._inside: last of `type(rows) is ast.Call and self.builtin(rows) in ('list', 'sorted')`
        inference Inference._inside: never `if self._settling or drawn:`
        inference Inference._go_round: never `if rounds > _ROUNDS:`
        inference Inference._go_round: no `names.reverse()`
        keys _has_no_hash: last of `type(node) in _HASHLESS or state.known.surely(node, _WITHOUT_HASH)`
        keys _keyed: first of `peel(each, words.KEY) is None and (not is_const(each))`
        operators augmented_value: last of `is_number(value) or state.known.surely(value, values.NUMBERS)`
        operators binary: first of `is_number(left, FLOAT) or is_number(right, FLOAT)`
        operators binary: last of `is_number(left) or state.known.divides_at_once(left, right)`
        operators binary: last of `is_number(left, FLOAT) or is_number(right, FLOAT)`
        patterns _wholes: always `if pattern is not None:`
        plain Plain._inside: always `if kind is ast.Call:`
        shapes is_const: first of `type(node) is ast.Constant and type(node.value) in CONSTANTS`
        shelves Shelf.lay: always `if place != ANYWHERE:`
        shelves Shelf.lay: always `if value.bits > shelf.item.bits and (not is_written):`
    """,
    "what is left proves less: a guard is kept, nothing gets through": """
        functions _arguments: first of `type(hint) is ast.Starred and (not state.texts)`
        operands past_place: never `if type(guard) is ast.Call and called(guard) == words.PLACE and guard.`
        shelves Shelf._grown: last of `before is None or after is None or after.bits <= before.bits or is_wri`
        blocks Blocks._move_globals: first of `moved is not None and is_global`
        contents Contents._given: first of `shelf is not None and method == 'copy'`
        contents Contents._given: first of `type(source) is not ast.Call or self.known.builtin(source) != 'range'`
        contents Contents._given: last of `member in TAKERS and call.args`
        contents Contents.augment: first of `value is not None and type(node.op) in (ast.Add, ast.Mult)`
        contents Contents.settle: last of `value is not None and value.types & _MERGEABLE and (not shelf.is_given`
        contents Contents.settle: no `shelf.grow()`
        handing Walker._taken_apart: always `if any((type(each) is ast.Starred for each in parts)):`
        handing Walker._taken_apart: always `if parts is None or not all((type(each) in _SINGLE for each in place.e`
        handing Walker._taken_apart: always `if type(place) is not ast.Tuple and type(place) is not ast.List:`
        handing Walker._taken_apart: first of `type(place) is not ast.Tuple and type(place) is not ast.List`
        handing Walker._taken_apart: last of `type(place) is not ast.Tuple and type(place) is not ast.List`
        handing Walker.assign: always `if not is_name(node.targets[0], words.RESULT):`
        handing Walker.subscript: never `if type(node.slice) is not ast.Slice:`
        inference Inference._inside: never `if value is not None and (not value.types):`
        inference Inference.divides_at_once: first of `after is not None and before is not None and (after.bits > before.bits`
        names native.<genexpr>: last of `other.startswith('_') and other.endswith(name)`
        operators augmented_value: first of `op is ast.Mult or op is ast.Pow or op is ast.LShift`
        operators augmented_value: last of `op is ast.Add and _is_text(value)`
        operators binary: last of `floats and op is ast.Mult or state.known.is_small(op, left, right)`
        receivers receiver: last of `is_const(found) or state.known.surely(found, _BRIEF)`
        scopes Names.is_only_parameter: last of `self.parameter and (not (bound or self.otherwise or self.foreign))`
    """,
    "what is asked next looks at the type itself": """
        formatting _shown: last of `type(call) is ast.Call and called(call) in _GUARDS`
        noting Walk._assign: last of `type(value) is ast.Call and called(value) in LOADS`
        contents Contents._given: last of `type(source) is not ast.Call or self.known.builtin(source) != 'range'`
        contents Contents.item_shelf: last of `type(source) is ast.Call and self.known.builtin(source) == 'range'`
        contents Contents.item_shelf: last of `type(source) is ast.Call and self.known.builtin(source) in ITERATORS`
        formatting _computed: last of `type(part) is not ast.FormattedValue or called(part.value) != words.SP`
        functions lambda_expression: last of `type(body) is not ast.BoolOp or not leads_tick(body)`
        keys viewed: last of `type(operand) is ast.Call and _is_view(operand)`
        loops _operands: last of `type(node) is ast.Call and called(node) in _ITERATORS`
        plain Plain._inside: last of `kind is ast.IfExp and called(_asking(node)) == words.TYPE`
    """,
    "it is refused or lost all the same, where it stands, or for another reason": """
        bare _plain: never `if tested is None:`
        bare _plain: no `raise Unproven(test, f'the inline test of {words.ATTR}.{name} is not t`
        contents Contents.augment: no `self.keep_from(node.value, values.WHOLE, value)`
        direct direct_call: never `if data is None:`
        direct direct_call: no `raise Unproven(node, f'what {name} drains does not tick')`
        direct heap_call: last of `node.keywords or starred or len(node.args) != words.HEAPS[member]`
        drawn item_of_call: first of `len(sizes) == len(ends) and sizes`
        handing Walker.comprehension: never `if type(node) is ast.GeneratorExp:`
        handing Walker.dictionary: never `if key is None:`
        handing Walker.members: never `if type(each) is ast.Starred:`
        imported Imports.load: first of `type(target) is ast.Tuple and called(value) == words.LOAD_NAMES`
        keys key: first of `type(each) is ast.Tuple and is_sized_display(each)`
        keys keyed_call: last of `is_name(func.value, words.ATTR) or any((type(arg) is ast.Starred for a`
        loops _operands: first of `node.keywords or any((type(arg) is ast.Starred for arg in node.args))`
        operators _tested_right: last of `tested is None or called(node.orelse) != words.TIMES`
        suites _group: last of `not names or len(set(names)) < len(names)`
    """,
    "the form has been looked at before": """
        operands held: first of `type(test) is ast.Compare and type(test.left) is ast.Call and test.lef`
        operators _otherwise: no `state.todo.append(right)`
        rereads unsteady: last of `type(asked) is not ast.Name or not is_steady(asked, blocks)`
        suites _carried: first of `changed == value and called(step) in INPLACE`
    """,
    "nothing is known of what is not there": """
        operators augmented_value: last of `place is not None and state.known.divides_at_once(place, value)`
        operators augmented_value: last of `place is not None and state.known.is_brief(place)`
    """,
    "a comprehension always stands in something": """
        noting Walk._walrus: first of `block.comprehends and block.around is not None`
        rereads is_steady: first of `block.comprehends and block.around is not None`
        rereads is_steady: never `if block.around is None:`
    """,
    "what surely is a list has a shelf, and a method is of something": """
        contents Contents._given: last of `self_ is not None and method in _SPLITTING`
        contents Contents.is_brief: last of `shelf is not None and shelf.known is not None`
        contents Contents.item: last of `shelf is None or not values.is_any(shelf.at(place), ROWS)`
        drawn item_of_call: last of `self_ is not None and (not args)`
        drawn item_of_call: last of `self_ is not None and (not args)` (2)
    """,
    "whatever else there may be raises, and nobody gets anything": """
        contents Contents._given: last of `shelf is not None and method == 'copy'`
        drawn item_of_call: first of `self_ is not None and (not args)`
        drawn item_of_call: first of `self_ is not None and (not args)` (2)
        handing_calls call: first of `not starred and (not node.keywords)`
        handing Walker.each: last of `name == 'reversed' or not self._fits(place, 2 if name == 'enumerate' e`
        inference Inference._returned: first of `method == 'get' and self.surely(self_, _A_DICT)`
        inference Inference._returned: first of `method == 'pop' and self.surely(self_, _A_LIST)`
        inference Inference._sum: first of `item is None or not item.types <= values.NUMBERS`
    """,
    "whatever a method of a text gives to a loop is made of texts or integers": """
        drawn item_of_call: first of `method in ('split', 'rsplit', 'splitlines') and self_ is not None and `
    """,
    "there is no such syntax, or not in this Python": """
        expressions subscript: last of `is_read and type(node.slice) is ast.Slice`
        formatting _number: first of `text_of(part) or ''`
        statements try_statement: first of `type(node) is ast.TryStar and handled is not None`
        state State.texts: first of `self.lazy_annotations and sys.version_info < (3, 14)`
        keys subscript_key: never `if not is_read:`
        keys subscript_key: no `state.todo.append(each)`
        state State.annotate: never `if self.lazy_annotations:`
        state State.annotate: no `self.unread.update((each for each in ast.walk(node) if type(each) is a`
    """,
    "what lies on one shelf with an object of a guest's is given up with it": """
        handing Walker.augmented: first of `base is None or type(place.slice) is ast.Slice`
        handing Walker.augmented: no `contents.require_item(contents.plain(place.value), place.slice, base)`
        handing_calls _heap: never `if shelf is not None:`
        handing_calls _heap: no `shelf.below().hand_out()`
        handing_calls _other_method: no `contents.keep_from(self_, _DICT, other)`
    """,
    "a literal is never negative": """
        inference Inference._subscript: first of `place is None or place < 0`
    """,
    "it never settles then, so that nothing is known of any list": """
        contents Contents.settle: no `befall(shelf)`
        contents Contents.settle: no `shelf.give_up()`
    """,
    "of such a name no type is known, without which nothing is asked of what it holds": """
        noting Walk.names_of: first of `'__' in name or block.kind == CLASS`
        contents Contents._bind: first of `STAR in binding.path or BESIDE_STAR in binding.path`
        contents Contents._bind: last of `STAR in binding.path or BESIDE_STAR in binding.path`
        contents Contents._of: first of `names is None or names.mystery`
        contents Contents._of: never `if names is None or names.mystery:`
        handing Walker.subscript: no `self.contents.require_item(self.contents.plain(node.value), node.slice`
    """,
    "`native` refuses both names, in `__match_args__`": """
        assignments _literal_names: last of `place.id != '__slots__' or name not in ('__dict__', '__weakref__')`
    """,
    "an alias binds a temporary, and nothing is known of names with two underscores": """
        noting Walk._alias: no `self._mystery(block, node.name.id)`
    """,
    "it stands first, and only what is bound after it is ever known": """
        noting Walk._future: no `self._mystery(block, alias.name)`
    """,
    "where a name is bound it is spelled and not called, which is looked at behind this": """
        calls _known: last of `names.bindings or names.otherwise`
    """,
    "nothing is known of an injected name, nor of what is called of it": """
        operands method_of: first of `type(func) is ast.Attribute and (not is_name(func.value, words.ATTR))`
    """,
    "it remembers an answer; the same is found again": """
        state State.known: always `if self._known is None:`
    """,
    "of what is on a shelf that is given up no type is known, so that what is put into it is given up, too": """
        shelves Shelf.below: never `if shelf.item is None:`
        shelves Shelf.below: no `shelf._below.give_up()`
    """,
    "shelves are joined before anything is laid": """
        shelves Shelf.join: first of `one._is_mixed or two._is_mixed`
        shelves Shelf.join: last of `one._is_mixed or two._is_mixed`
    """,
    "what is given a star is given up, and its result with it": """
        operands plain_arguments: last of `starred or call.keywords`
    """,
    "no brief shelf is laid on at any place, and of a mixed one no more is known than of one that is given up": """
        shelves Shelf.lay: first of `place == ANYWHERE or not shelf.is_brief`
        shelves Shelf.lay: last of `place == ANYWHERE or not shelf.is_brief`
        shelves Shelf.lay: never `if value is None and (place == ANYWHERE or not shelf.is_brief):`
    """,
}

EXPLAINED: Final = {
    f"transpiler/verify/{name.strip()}": reason
    for reason, names in _BY_REASON.items()
    for name in names.strip().splitlines()
}
