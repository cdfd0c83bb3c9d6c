"""Records or the rows of a store come in; files in the formats that others read go out, each with what it loses."""

from sayso.store.exports.coded import COLUMNS, LOSSES, Form, cell, losses, to_csv, to_plover

__all__ = ["COLUMNS", "LOSSES", "Form", "cell", "losses", "to_csv", "to_plover"]
