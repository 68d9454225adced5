"""Tools of the house: they check, compile and draw; nothing here ships with the product."""
