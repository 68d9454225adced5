"""What anyone can verify: canonical bytes, the Merkle log, signed receipts, envelopes and checkpoints. Knows only bytes."""
