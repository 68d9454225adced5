"""The room of `fanal-hub doctor`: looks at an installation, judges what it saw, and says what to do next. It mends nothing."""
