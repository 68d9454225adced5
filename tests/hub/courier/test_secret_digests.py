"""Links that were handed out by an earlier release: they must open the same pages."""

import base64
import hmac

from fanal_hub.courier.keys import follow_token, keyed_digest, new_ref
from tests.hub.courier.knobs import Settings


def test_links_and_digests_of_earlier_releases_stay_the_same(settings: Settings) -> None:
    """HMAC-SHA-256 and base32 as the libraries make them, whatever shortcut we take; the secret may change meanwhile."""
    for secret in ("a secret", "another", "é" * 100):
        settings.SECRET_KEY = secret
        for ref in (new_ref("N") for _ in range(20)):
            made = hmac.digest(secret.encode(), f"follow:{ref}".encode(), "sha256")
            assert follow_token(ref) == base64.b32encode(made[:15]).decode().lower()
            assert keyed_digest(ref) == hmac.digest(secret.encode(), ref.encode(), "sha256").hex()


def test_a_reference_reads_over_the_phone() -> None:
    """Two groups of four, without the letters that look like digits."""
    for ref in (new_ref("N") for _ in range(200)):
        head, first, second = ref.split("-")
        assert (head, len(first), len(second)) == ("N", 4, 4)
        assert not set(first + second) - set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
