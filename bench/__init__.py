"""Measured goals: each says the value that must hold and the one aimed at; the product never imports this."""
