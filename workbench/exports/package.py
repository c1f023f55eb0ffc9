"""Every table as CSV in a Frictionless data package, zipped."""

import io
import json
import zipfile

from workbench import schema
from workbench.corpus import Corpus

_FRICTIONLESS = {schema.STRING: "string", schema.INTEGER: "integer", schema.MAYBE_INTEGER: "integer", schema.NUMBER: "number",
                 schema.TIME: "datetime", schema.FLAG: "boolean"}
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the same tables give the same bytes


def package(corpus: Corpus, origin: dict, view=None) -> bytes:
    """A ZIP archive of one CSV a table and ``datapackage.json``, which types and explains every column."""
    out, resources = io.BytesIO(), []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, frame in corpus.items():
            table = schema.declared(name)
            text = frame.to_csv(index=False, date_format="%Y-%m-%dT%H:%M:%S")
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", _FIXED_TIME), text, zipfile.ZIP_DEFLATED)
            fields = [{"name": c.name, "type": _FRICTIONLESS[c.dtype], "description": c.meaning, "constraints": {"required": c.required}}
                      for c in table.columns]
            resources.append({"name": name, "path": f"{name}.csv", "format": "csv", "encoding": "utf-8", "description": table.meaning,
                              "schema": {"fields": fields, **({"primaryKey": table.key} if table.unique_key else {})}})
        told = json.dumps({"name": "news-workbench-export", "resources": resources, "provenance": origin}, ensure_ascii=False, indent=1)
        archive.writestr(zipfile.ZipInfo("datapackage.json", _FIXED_TIME), told, zipfile.ZIP_DEFLATED)
    return out.getvalue()
