"""Questions about the log: its checkpoints. Public."""

from fanal_hub.ledger.models import CheckpointRow


def latest() -> CheckpointRow | None:
    """The last checkpoint."""
    return CheckpointRow.objects.order_by("-size").first()


def checkpoints(most: int = 50) -> list[CheckpointRow]:
    """The last checkpoints, newest first."""
    return list(CheckpointRow.objects.order_by("-size")[:most])
