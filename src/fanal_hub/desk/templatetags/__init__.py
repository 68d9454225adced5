"""Template tags of the screens; `fanal_ui` is the one to load."""
