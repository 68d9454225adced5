"""One file a room: MESSAGES maps a code to its French and English text, with {braces} for its parameters."""
