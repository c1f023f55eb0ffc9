"""A corpus while decisions are applied to it: small arrays of codes to change, and each touched table written once at the end."""

import numpy as np
import pandas as pd

from workbench import schema
from workbench.corpus import Corpus


class State:
    """The tables of a corpus while decisions are applied: what is touched, by number and not by row.

    Parameters
    ----------
    corpus
        The corpus as annotated.
    room
        How many mentions decisions can add at most.
    documents
        Identifiers of the documents whose mentions or toponyms decisions point into.
    """

    def __init__(self, corpus: Corpus, room: int, documents: set[str]):
        self.corpus = corpus
        self.mentions = corpus.table("mentions")
        codes, ids = pd.factorize(self.mentions["entity_id"])
        self.size = len(codes)
        self.before = codes.astype(np.int32)
        self.codes = np.concatenate([self.before, np.full(room, -1, dtype=np.int32)])
        self.ids = list(ids)
        self.number = {name: k for k, name in enumerate(self.ids)}
        self.dropped = np.zeros(self.size + room, dtype=bool)
        self.dropped[self.size:] = True
        self.extra: list[dict] = []
        self.labels: np.ndarray | None = None
        self.sure: set[int] = set()
        self.forward: dict[str, str] = {}
        entities = corpus.table("entities")
        self.row = dict(zip(entities["entity_id"], range(len(entities)), strict=True))
        self.entities = entities
        self.made: dict[str, dict] = {}
        self.names: tuple[np.ndarray, np.ndarray] | None = None
        self.aliases: np.ndarray | None = None
        self.dates: dict[str, pd.Timestamp] = {}
        self.unpinned: set[str] = set()
        self.toponyms: list[tuple[str, dict, str]] = []
        self.places: list[dict] = []
        self.changed: set[str] = set()
        self.spans = self.mentions[["start", "end"]].to_numpy()
        self.rows_of = self._rows_of(documents)

    def _rows_of(self, documents: set[str]) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {document_id: [] for document_id in documents}
        if documents:
            inside = np.flatnonzero(self.mentions["document_id"].isin(list(documents)).to_numpy())
            for k, document_id in zip(inside.tolist(), self.mentions["document_id"].iloc[inside], strict=True):
                rows[document_id].append(k)
        return rows

    # ---- entities ---------------------------------------------------------------------------------------------------
    def code(self, entity_id: str) -> int:
        """The number of an entity, given one if it has none."""
        if entity_id not in self.number:
            self.number[entity_id] = len(self.ids)
            self.ids.append(entity_id)
        return self.number[entity_id]

    def entity(self, entity_id: str, given: dict | None = None) -> dict:
        """The record of an entity, to be changed; made from what the decision says of it where the corpus lacks it."""
        if entity_id not in self.made:
            if entity_id in self.row:
                record = self.entities.iloc[self.row[entity_id]].to_dict()
                record["aliases"] = [a for a in str(record["aliases"]).split("|") if a] if isinstance(record["aliases"], str) else []
            else:
                given = given or {}
                record = {"entity_id": entity_id, "name": given.get("name") or entity_id, "label": given.get("label") or "ORG",
                          "aliases": [], "wikidata_id": None, "origin": "analyst"}
            self.made[entity_id] = record
        return self.made[entity_id]

    def resolve(self, given: dict) -> str | None:
        """The entity that a decision names, as it is now: by its id, what it was merged into, or its name and label."""
        entity_id = given["id"]
        seen = set()
        while entity_id in self.forward and entity_id not in seen:
            seen.add(entity_id)
            entity_id = self.forward[entity_id]
        if entity_id in self.row or entity_id in self.made:
            return entity_id
        found = self.named(str(given.get("name", "")), str(given.get("label", "")))
        return None if found is None else self.resolve({"id": found}) if found in self.forward else found

    def named(self, name: str, label: str, aliases: bool = True) -> str | None:
        """The entity of the corpus with this preferred name and label, or else with this alias."""
        if self.names is None:
            self.names = self.entities["name"].str.casefold().to_numpy(dtype=object), self.entities["label"].to_numpy(dtype=object)
        names, labels = self.names
        hits = np.flatnonzero((names == name.casefold()) & (labels == label))
        if not len(hits) and aliases and name:
            if self.aliases is None:
                self.aliases = ("|" + self.entities["aliases"].fillna("").str.casefold() + "|").to_numpy(dtype=object)
            hits = [k for k in np.flatnonzero(labels == label) if f"|{name.casefold()}|" in self.aliases[k]]
        return str(self.entities["entity_id"].iat[hits[0]]) if len(hits) else None

    def merge(self, into: str, others: list[str], given: dict, name: str | None) -> None:
        """All mentions of the others become mentions of ``into``."""
        record = self.entity(into, given)
        number = self.code(into)
        for other in others:
            gone = self.entity(other)
            self.codes[self.codes == self.code(other)] = number
            self.forward[other] = into
            record["aliases"] = list(dict.fromkeys([*record["aliases"], gone["name"], *gone["aliases"]]))
            record["wikidata_id"] = record["wikidata_id"] if isinstance(record["wikidata_id"], str) else gone["wikidata_id"]
        record["origin"] = "analyst"
        self.rename(into, name or record["name"])

    def rename(self, entity_id: str, name: str) -> None:
        """The entity's preferred name; the one before it becomes an alias."""
        record = self.entity(entity_id)
        record["aliases"] = [a for a in dict.fromkeys([record["name"], *record["aliases"]]) if a != name]
        record.update(name=name, origin="analyst")

    def rows(self, entity_id: str) -> np.ndarray:
        """Numbers of the mentions of an entity."""
        return np.flatnonzero((self.codes == self.number.get(entity_id, -2)) & ~self.dropped)

    def texts(self, rows: np.ndarray) -> list[str]:
        """The words of mentions."""
        old = self.mentions["text"].iloc[rows[rows < self.size]].tolist()
        return old + [self.extra[k - self.size]["text"] for k in rows[rows >= self.size]]

    def move(self, rows, entity_id: str, given: dict) -> None:
        """These mentions mean this entity."""
        self.entity(entity_id, given)
        self.codes[rows] = self.code(entity_id)

    # ---- mentions ---------------------------------------------------------------------------------------------------
    def label(self, rows, label: str) -> None:
        """These mentions have this label."""
        if self.labels is None:
            given = schema.MENTION_LABELS
            codes, seen = pd.factorize(self.mentions["label"])
            old = np.array([given.index(name) for name in seen], dtype=np.int8)[codes]
            self.labels = np.concatenate([old, np.array([given.index(e["label"]) for e in self.extra], dtype=np.int8),
                                          np.zeros(len(self.dropped) - self.size - len(self.extra), dtype=np.int8)])
        self.labels[rows] = schema.MENTION_LABELS.index(label)

    def mention(self, document_id: str, start: int, end: int) -> int | None:
        """The mention at these words: the very span, else the one that shares most characters; None where there is none."""
        best, shared = None, 0
        here = self.rows_of.get(document_id, [])
        places = self.spans[[k for k in here if k < self.size]]
        spans = [*map(tuple, places), *((self.extra[k - self.size]["start"], self.extra[k - self.size]["end"]) for k in here
                                        if k >= self.size)]
        for k, (left, right) in zip(here, spans, strict=True):
            overlap = min(end, right) - max(start, left)
            if not self.dropped[k] and overlap > 0:
                overlap = overlap / max(end - start, right - left)
                if overlap > shared:
                    best, shared = k, overlap
        return best

    def add(self, document_id: str, start: int, end: int, text: str, label: str) -> int:
        """A mention that an analyst found; one that stands there already is taken."""
        row = self.mention(document_id, start, end)
        if row is not None and self.span(row) == (start, end):
            return row
        row = self.size + len(self.extra)
        self.extra.append({"document_id": document_id, "start": start, "end": end, "text": text, "label": label, "score": 1.0,
                           "annotator": "corrections/add"})
        self.dropped[row] = False
        self.rows_of.setdefault(document_id, []).append(row)
        if self.labels is not None:
            self.labels[row] = schema.MENTION_LABELS.index(label)
        return row

    def span(self, row: int) -> tuple[int, int]:
        """Offsets of a mention."""
        if row >= self.size:
            return self.extra[row - self.size]["start"], self.extra[row - self.size]["end"]
        return tuple(int(x) for x in self.spans[row])

    # ---- the end ----------------------------------------------------------------------------------------------------
    def finish(self, problems: list[dict]) -> Corpus:
        """The corpus with every touched table written anew; the others are shared."""
        corpus = self._mentions()
        tables: dict[str, pd.DataFrame] = {}
        if corpus is not self.corpus:
            tables |= self._entities() | self._speakers(corpus.mentions)
        if self.dates:
            documents = self.corpus.documents.copy()
            where = documents["document_id"].map(self.dates)
            hit = documents["document_id"].isin(list(self.dates))
            documents["date_published"] = documents["date_published"].where(~hit, where.astype(schema.TIME))
            documents.loc[hit, ["date_basis", "date_confidence"]] = ["analyst", 1.0]
            documents.loc[hit & documents["date_published"].isna(), ["date_basis", "date_confidence"]] = ["none", 0.0]
            tables["documents"] = documents
        tables |= self._toponyms()
        if problems:
            tables["problems"] = pd.concat([self.corpus.table("problems"), schema.conform("problems", pd.DataFrame(problems))],
                                           ignore_index=True).drop_duplicates(ignore_index=True)
        return corpus.replace(**tables) if tables else corpus

    def _mentions(self) -> Corpus:
        """The corpus with its mentions as they are now; the very corpus where nothing about them changed."""
        mentions, gone = self.mentions, self.dropped[:self.size]
        moved = self.before != self.codes[:self.size]
        if not (moved.any() or gone.any() or self.extra or self.labels is not None or self.made):
            return self.corpus
        names = pd.array([*self.ids, None], dtype="str")
        columns = {"entity_id": names.take(self.codes[:self.size])} if moved.any() else {}
        if self.labels is not None:
            columns["label"] = pd.array(schema.MENTION_LABELS, dtype="str").take(self.labels[:self.size])
        self.changed = set(mentions["document_id"][moved].unique())
        corpus = self.corpus.revise("mentions", ~gone if gone.any() else None, **columns) if self.size else self.corpus
        alive = [k for k in range(len(self.extra)) if not self.dropped[self.size + k]]
        if not alive:
            return corpus
        extra = pd.DataFrame([self.extra[k] for k in alive])
        extra["entity_id"] = names.take(self.codes[self.size + np.array(alive)])
        if self.labels is not None:
            extra["label"] = [schema.MENTION_LABELS[self.labels[self.size + k]] for k in alive]
        extra["span_id"] = schema.span_ids(extra)
        order = {d: k for k, d in enumerate(self.corpus.documents["document_id"])}
        both = pd.concat([corpus.table("mentions"), schema.conform("mentions", extra)])
        both = both.assign(_order=both["document_id"].map(order)).sort_values(["_order", "start", "end"], kind="stable")
        return corpus.replace(mentions=both.drop(columns="_order").reset_index(drop=True))

    def _entities(self) -> dict[str, pd.DataFrame]:
        """Rows of the entities that still have a mention: untouched ones as they were, touched ones anew."""
        before = np.unique(self.before)
        after = np.unique(self.codes[~self.dropped])
        lost = {self.ids[k] for k in set(before.tolist()) - set(after.tolist()) if k >= 0}
        alive = {self.ids[k] for k in after.tolist() if k >= 0}
        rest = self.entities[~self.entities["entity_id"].isin([*lost, *self.made])]
        made = [{**record, "aliases": "|".join(alias.replace("|", "/") for alias in record["aliases"])}
                for record in self.made.values() if record["entity_id"] in alive]
        if not made and len(rest) == len(self.entities):
            return {}
        frame = pd.concat([rest, schema.conform("entities", pd.DataFrame(made))], ignore_index=True) if made else rest
        return {"entities": frame.sort_values("entity_id", kind="stable", ignore_index=True)}

    def _speakers(self, mentions: pd.DataFrame) -> dict[str, pd.DataFrame]:
        """Quotes and events follow: what was merged by name, and a speaker by the mention that stands there."""
        tables = {}
        for table, columns in (("quotes", ["speaker_entity_id"]), ("events", ["actor_entity_id", "recipient_entity_id"])):
            frame = self.corpus.table(table) if table in schema.TABLES else None
            if frame is None or frame.empty:
                continue
            frame = frame.copy()
            for column in columns:
                final = {name: self.resolve({"id": name}) for name in self.forward}
                frame[column] = frame[column].map(lambda name, final=final: final.get(name, name), na_action="ignore").astype("str")
            if table == "quotes":
                here = frame["speaker_start"].notna() & frame["document_id"].isin(list(self.changed))
                if here.any():
                    spots = schema.span_ids(pd.DataFrame({
                        "document_id": frame.loc[here, "document_id"], "start": frame.loc[here, "speaker_start"].astype("int64"),
                        "end": frame.loc[here, "speaker_end"].astype("int64")}))
                    said = mentions[mentions["span_id"].isin(spots)].set_index("span_id")["entity_id"]
                    known = spots[spots.isin(said.index)]
                    frame.loc[known.index, "speaker_entity_id"] = said.reindex(known).to_numpy()
            tables[table] = frame
        return tables

    def _toponyms(self) -> dict[str, pd.DataFrame]:
        toponyms, places = self.corpus.table("toponyms"), self.corpus.table("places")
        tables: dict[str, pd.DataFrame] = {}
        if self.unpinned and len(toponyms):
            toponyms = toponyms[~toponyms["mention_id"].isin(list(self.unpinned))]
            tables["toponyms"] = toponyms.reset_index(drop=True)
        if self.toponyms:
            toponyms = tables.get("toponyms", toponyms).copy()
            for kind, where, place_id in self.toponyms:
                if kind == "place":
                    hit = toponyms["place_id"] == where["place_id"]
                else:
                    hit = (toponyms["document_id"] == where["document_id"]) & (toponyms["start"] < where["end"])
                    hit &= toponyms["end"] > where["start"]
                toponyms.loc[hit, ["place_id", "reason"]] = [place_id, where["reason"]]
                toponyms.loc[hit, "score"] = 1.0
            tables["toponyms"] = toponyms
        if self.places:
            moved = schema.conform("places", pd.DataFrame(self.places)).drop_duplicates("place_id", keep="last")
            kept = places[~places["place_id"].isin(moved["place_id"])]
            tables["places"] = pd.concat([kept, moved], ignore_index=True).sort_values("place_id", ignore_index=True)
        return tables
