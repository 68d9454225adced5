"""Tables made from Unicode's data by tools/unicode_tables.py. They are read by the fold, and know no rule of it."""
