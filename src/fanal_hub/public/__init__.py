"""Pages that need no account: report, follow, answer, contest, figures, the log."""
