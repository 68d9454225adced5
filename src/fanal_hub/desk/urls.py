"""Every address of the desk; each group of screens keeps its own list, and is added here by one line."""

from fanal_hub.desk import (
    acts,
    case,
    evidence,
    first_run,
    identity,
    qualify,
    queue,
    referral,
    referral_acts,
    replies,
    search,
    session,
    target,
)

app_name = "desk"
urlpatterns = [
    *session.urls,
    *first_run.urls,
    *queue.urls,
    *search.urls,
    *case.urls,
    *target.urls,
    *acts.urls,
    *identity.urls,
    *qualify.urls,
    *evidence.urls,
    *referral.urls,
    *referral_acts.urls,
    *replies.urls,
]
