"""Carrying an organisation from one hub to another: everything it owns into one file of open formats, and back into a hub."""
