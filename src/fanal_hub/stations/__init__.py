"""The stations of a notice's way: counters that people call, and loops that read events from their own cursor."""
