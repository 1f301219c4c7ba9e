"""What imports look like on the wire."""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty

from partners.imports.enums import FileForm, ImportKind, ImportState
from partners.models import Import, ImportProblem

FIRST = 20
LONGEST_CONTENT = 2_000_000


class MeaningField(serializers.DictField):
    """Field → column. In a multipart form it is JSON in a text."""

    def get_value(self, dictionary: Any) -> Any:
        return dictionary.get(self.field_name, empty)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str):
            try:
                data = json.loads(data)
            except (ValueError, RecursionError):
                self.fail("not_a_dict", input_type="str")
        return super().to_internal_value(data)


class UnlessSaidField(serializers.BooleanField):
    """Its default counts in a form, too: what a form leaves out is not a box without its tick."""

    default_empty_form = empty


class NewImportBody(serializers.Serializer[Any]):
    """A file, as `file` of a multipart form; a small one may come as `content` in JSON, and one
    that was sent before as `again`."""

    id = serializers.UUIDField(help_text="Your own: sent again, it makes nothing twice.")
    kind = serializers.ChoiceField(
        choices=ImportKind.choices, required=False, help_text="Not with `again`."
    )
    organization = serializers.UUIDField(
        required=False,
        help_text="For which; may be left out by who acts for one only. Not with `again`.",
    )
    dry_run = UnlessSaidField(
        default=True, help_text="Do everything, tell what would happen, and write nothing."
    )
    mapping = MeaningField(
        child=serializers.CharField(max_length=120, allow_blank=True),
        required=False,
        help_text="Field → header, where the headers do not say it themselves; an empty header "
        "leaves the field out.",
    )
    content = serializers.CharField(
        max_length=LONGEST_CONTENT, required=False, trim_whitespace=False
    )
    again = serializers.UUIDField(required=False, help_text="An import whose file to run again.")
    file_name = serializers.CharField(max_length=200, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "again" not in attrs and "kind" not in attrs:
            raise serializers.ValidationError({"kind": _("Say what the lines are.")})
        return attrs


class NewImportForm(NewImportBody):
    """The same in a multipart form."""

    file = serializers.FileField(required=False, allow_empty_file=True)


class ImportParameters(serializers.Serializer[Any]):
    organization = serializers.UUIDField(required=False, help_text="Only those for it.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100, default=30)
    cursor = serializers.CharField(required=False, help_text="From `meta.next`.")


class ProgressSerializer(serializers.Serializer[Any]):
    done = serializers.IntegerField(help_text="Lines done with.")
    of = serializers.IntegerField(help_text="Lines in the file, without its header.")
    line = serializers.IntegerField(help_text="Where the last of them starts in the file.")


class CountsSerializer(serializers.Serializer[Any]):
    new = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()


class LineErrorSerializer(serializers.Serializer[ImportProblem]):
    line = serializers.IntegerField(help_text="As an editor counts; of JSON, the entry's number.")
    column = serializers.CharField(help_text="As the file calls it; empty for the whole line.")
    message = serializers.CharField()


class LineErrorListSerializer(serializers.Serializer[Any]):
    items = LineErrorSerializer(many=True)


class ImportSerializer(serializers.Serializer[Import]):
    """How far a file is, and what became of its lines."""

    id = serializers.UUIDField()
    organization = serializers.UUIDField(source="organization_id")
    kind = serializers.ChoiceField(choices=ImportKind.choices)
    form = serializers.ChoiceField(choices=FileForm.choices)
    dry_run = serializers.BooleanField()
    state = serializers.ChoiceField(choices=ImportState.choices)
    file_name = serializers.CharField()
    progress = serializers.SerializerMethodField()
    counts = serializers.SerializerMethodField()
    mapping = serializers.DictField(child=serializers.CharField(), help_text="Field → header.")
    remarks = serializers.ListField(
        child=serializers.CharField(), help_text="What was assumed, and what is left out."
    )
    failure = serializers.CharField(help_text="Why it stopped; empty unless `failed`.")
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, run: Import) -> dict[str, int]:
        return {"done": run.position, "of": run.total, "line": run.line}

    @extend_schema_field(CountsSerializer)
    def get_counts(self, run: Import) -> dict[str, int]:
        return run.counts()


class ImportDetailSerializer(ImportSerializer):
    first_errors = serializers.SerializerMethodField(
        help_text="At most twenty; all of them at `imports/{id}/errors`."
    )

    @extend_schema_field(LineErrorSerializer(many=True))
    def get_first_errors(self, run: Import) -> list[dict[str, Any]]:
        rows = run.problems.order_by("line", "id")[:FIRST]
        return [LineErrorSerializer(row).data for row in rows]


class ImportListSerializer(serializers.Serializer[Any]):
    items = ImportSerializer(many=True)
