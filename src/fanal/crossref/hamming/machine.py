"""Two machine instructions that Numba has no word for: count the set bits, ask for memory ahead. It knows no code."""

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic


def _ones(typing: Any, value: Any) -> Any:
    """The number of set bits of an integer, in its own type."""

    def written(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return value(value), written


def _fetch(typing: Any, array: Any, at: Any) -> Any:
    """Ask for the cache line of array[at] ahead of its use; it changes nothing, and a wrong place does no harm."""

    def written(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        start = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        line, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        ask = ir.FunctionType(ir.VoidType(), [line, number, number, number])
        known = cgutils.get_or_insert_function(  # type: ignore[no-untyped-call]
            builder.module, ask, "llvm.prefetch.p0"
        )
        place = builder.bitcast(builder.gep(start, [arguments[1]]), line)
        builder.call(known, [place, number(0), number(3), number(1)])  # to read, keep near, memory
        return context.get_dummy_value()

    return types.void(array, at), written


ones: Any = intrinsic(_ones)
fetch: Any = intrinsic(_fetch)
