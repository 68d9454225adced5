"""The ledger: events, the rows that are their sum, the contents and the vault beside them. One writer, scoped reads."""
