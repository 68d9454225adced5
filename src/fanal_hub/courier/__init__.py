"""The hands: mail, guarded HTTP, keys and signatures. They move bytes and decide nothing."""
