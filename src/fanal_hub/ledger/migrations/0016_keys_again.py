"""Keys made again: texts fold otherwise since version 2 of the fold, whom a text speaks to is kept, and texts have codes."""

from django.db import migrations

from fanal.crossref import mention_keys
from fanal.notice.facts import Mention
from fanal.words.lists import TargetKind
from fanal_hub.ledger.read.matching import kept_pairs, key_digest

CHUNK = 500


def made_again(apps, schema_editor):
    targets = apps.get_model("ledger", "TargetContent").objects.order_by("target")
    last = ""
    while rows := list(targets.filter(target__gt=last)[:CHUNK]):
        last = rows[-1].target
        _remade(apps, [each for each in rows if each.url or each.canonical or each.text])


def _remade(apps, rows):
    key_of, print_of = apps.get_model("ledger", "KeyRow"), apps.get_model("ledger", "FingerprintRow")
    key_of.objects.filter(kind="folded", target__in=[each.target for each in rows]).delete()
    keys, prints = [], []
    for each in rows:
        mention = _mention(each)
        whose = {"handler": each.handler, "target": each.target}
        keys += [key_of(kind=kind, key=key_digest(kind, key), **whose) for kind, key in kept_pairs(mention)]
        codes = mention_keys(mention).codes
        prints += [print_of(kind=kind, code=code, **whose) for kind, found in codes.items() for code in found]
    key_of.objects.bulk_create(keys, ignore_conflicts=True)
    print_of.objects.bulk_create(prints, ignore_conflicts=True)


def _mention(row):
    names = ("platform", "canonical", "url", "text", "posted_at")
    said = {name: getattr(row, name) for name in names}
    kind, account = TargetKind(row.kind), row.account or None
    return Mention(n=1, address=row.url, kind=kind, account=account, notes=(), **said)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0015_waves")]

    operations = [migrations.RunPython(made_again, migrations.RunPython.noop)]
