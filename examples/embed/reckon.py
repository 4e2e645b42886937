"""reckon for Python, over the C interface: exact ends of ranges as fractions.Fraction.

    db = Database("parks")
    db.run('use "parks.rk"')
    for row in db.query("visitors where year = $year", year=2023):
        print(row.key["park"], row.low, row.high)

The shared library is found by its name, or at RECKON_LIBRARY.
"""

import ctypes
import os
from collections import namedtuple
from fractions import Fraction

_OK, _ROW, _DONE = 0, 100, 101
_NUMBER, _TRUTH, _MISSING = 1, 2, 3
_LOW, _HIGH, _BEST = 0, 1, 2

_lib = ctypes.CDLL(os.environ.get("RECKON_LIBRARY", "libreckon.so"))

_handle, _text, _size, _out = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(ctypes.c_void_p)


def _declare(result, name, *arguments):
    function = getattr(_lib, name)
    function.restype, function.argtypes = result, arguments
    return function


_open_folder = _declare(ctypes.c_int, "reckon_open_folder", _text, _out)
_open = _declare(ctypes.c_int, "reckon_open", _out)
_close = _declare(None, "reckon_close", _handle)
_run = _declare(ctypes.c_int, "reckon_run", _handle, _text, _text)
_db_errors = _declare(_handle, "reckon_db_errors", _handle)
_query_errors = _declare(_handle, "reckon_query_errors", _handle)
_appender_errors = _declare(_handle, "reckon_appender_errors", _handle)
_error_count = _declare(_size, "reckon_error_count", _handle)
_error_rendered = _declare(_text, "reckon_error_rendered", _handle, _size)
_prepare = _declare(ctypes.c_int, "reckon_prepare", _handle, _text, _out)
_finalize = _declare(None, "reckon_finalize", _handle)
_bind_text = _declare(ctypes.c_int, "reckon_bind_text", _handle, _text, _text)
_step = _declare(ctypes.c_int, "reckon_step", _handle)
_dimension_count = _declare(_size, "reckon_dimension_count", _handle)
_dimension_name = _declare(_text, "reckon_dimension_name", _handle, _size)
_column_count = _declare(_size, "reckon_column_count", _handle)
_column_unit = _declare(_text, "reckon_column_unit", _handle, _size)
_column_type = _declare(ctypes.c_int, "reckon_column_type", _handle, _size)
_key = _declare(_text, "reckon_key", _handle, _size)
_fraction = _declare(ctypes.c_int, "reckon_fraction", _handle, _size, ctypes.c_int, ctypes.POINTER(_text), ctypes.POINTER(_text))
_number_text = _declare(_text, "reckon_text", _handle, _size, ctypes.c_int)
_truth = _declare(_text, "reckon_truth", _handle, _size)
_missing = _declare(_text, "reckon_missing", _handle, _size)
_note_count = _declare(_size, "reckon_note_count", _handle)
_note = _declare(_text, "reckon_note", _handle, _size)
_append = _declare(ctypes.c_int, "reckon_append", _handle, _text, ctypes.POINTER(_text), _size, _text, _out)
_append_from = _declare(ctypes.c_int, "reckon_append_from", _handle, _text, _text, _text)
_append_key = _declare(ctypes.c_int, "reckon_key_text", _handle, _text)
_append_range = _declare(ctypes.c_int, "reckon_value_range", _handle, _text, _text)
_end_row = _declare(ctypes.c_int, "reckon_end_row", _handle)
_commit = _declare(ctypes.c_int, "reckon_commit", _handle)
_appender_close = _declare(None, "reckon_appender_close", _handle)


class Error(Exception):
    """What a text, a parameter or a row got wrong, as reckon renders it."""


def _check(code, errors):
    if code in (_OK, _ROW, _DONE):
        return code
    raise Error("".join(_error_rendered(errors, i).decode() for i in range(_error_count(errors))) or f"code {code}")


# Ends are None where they are open; value is "yes", "no" or "maybe" of a condition, or why there is no number.
Row = namedtuple("Row", "key low high best unit value")


class Answer(list):
    """Rows, with the answer's notes."""

    notes = ()


class Database:
    """A database in memory; texts may read files of the folder, if one is given."""

    def __init__(self, folder=None):
        self._handle = ctypes.c_void_p()
        opened = _open(ctypes.byref(self._handle)) if folder is None else _open_folder(os.fsencode(folder), ctypes.byref(self._handle))
        if opened != _OK:
            raise MemoryError

    def __del__(self):
        _close(self._handle)

    def run(self, text):
        _check(_run(self._handle, text.encode(), None), _db_errors(self._handle))

    def query(self, text, **parameters):
        query = ctypes.c_void_p()
        _check(_prepare(self._handle, text.encode(), ctypes.byref(query)), _db_errors(self._handle))
        try:
            for name, value in parameters.items():
                _check(_bind_text(query, name.encode(), str(value).encode()), _query_errors(query))
            answer = Answer()
            while _check(_step(query), _query_errors(query)) == _ROW:
                answer.append(_row(query))
            answer.notes = [_note(query, i).decode() for i in range(_note_count(query))]
            return answer
        finally:
            _finalize(query)

    def append(self, measure, dimensions, rows, source=None, kind=None):
        """Facts as one: each row its members, then low and high."""
        names = (_text * len(dimensions))(*(name.encode() for name in dimensions))
        appender = ctypes.c_void_p()
        opened = _append(self._handle, measure.encode(), names, len(dimensions), None, ctypes.byref(appender))
        _check(opened, _db_errors(self._handle))
        try:
            given = (part and part.encode() for part in (source, kind, None))
            _check(_append_from(appender, *given), _appender_errors(appender))
            for *members, low, high in rows:
                for member in members:
                    _check(_append_key(appender, str(member).encode()), _appender_errors(appender))
                _check(_append_range(appender, str(low).encode(), str(high).encode()), _appender_errors(appender))
                _check(_end_row(appender), _appender_errors(appender))
            _check(_commit(appender), _appender_errors(appender))
        finally:
            _appender_close(appender)


def _end(query, column, which):
    above, below = _text(), _text()
    if _fraction(query, column, which, ctypes.byref(above), ctypes.byref(below)) != _OK:
        return None
    return Fraction(int(above.value), int(below.value))


def _row(query):
    key = {_dimension_name(query, i).decode(): _key(query, i).decode() for i in range(_dimension_count(query))}
    kind = _column_type(query, 0) if _column_count(query) else 0
    word = _truth(query, 0) if kind == _TRUTH else _missing(query, 0) if kind == _MISSING else None
    unit = _column_unit(query, 0)
    ends = [_end(query, 0, which) for which in (_LOW, _HIGH, _BEST)]
    return Row(key, *ends, unit and unit.decode(), word and word.decode())
