"""The words every room shares: closed lists with French and English labels, messages, and the tree of errors."""
