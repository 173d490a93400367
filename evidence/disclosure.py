"""A package for others than the investigators: the same material with names, ids, links and texts taken out.

What stays: figures, times, counts, tags, domains, findings, exhibit numbers. Whoever can search a platform may still
find a post by its time, and with the words kept by its words; the package says so.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import polars as pl

from case.desk import Item
from case.runs import Cluster, Run
from case.sources import Source
from case.templates import SLOT, Templates
from evidence.exhibits import Exhibit
from evidence.material import Judged, Material
from evidence.omissions import Omission
from evidence.pseudonyms import Pseudonyms
from evidence.questions import Answer
from evidence.selection import Chosen, Selection
from queries.catalogue import find_query

#: Columns of stored queries whose values name nobody.
_PLAIN_COLUMNS = ("int", "float", "bool", "time", "run", "hashtag", "domain")


def pseudonymise(material: Material, names: Pseudonyms, *, texts: bool) -> Material:
    """Take names, ids, links and (unless `texts`) words out of the material; count what was taken out."""
    platforms = sorted(set(material.accounts["platform"].drop_nulls()) | set(material.posts["platform"].drop_nulls()))
    clean = _Cleaner(names, platforms, texts=texts)
    return replace(
        material,
        chosen=_chosen(material.chosen, clean),
        exhibits=tuple(_exhibit(exhibit, clean) for exhibit in material.exhibits),
        accounts=_accounts(material.accounts, names),
        posts=_posts(material.posts, names, texts=texts),
        actions=_actions(material.actions, names, texts=texts),
        links=_links(material.links, names),
        templates=_templates(material.templates, clean),
        use=_things(material.use, names, texts=texts).sort("behaviour", "object"),
        addresses=_turn(material.addresses, "start", lambda url: names.of("url", url)).sort("start", "end"),
        wider_posts={names.account(key): count for key, count in material.wider_posts.items()},
        sources=tuple(_source(source) for source in material.sources),
        judgements=tuple(_judgement(line, names) for line in material.judgements),
        judged=tuple(_judged(judged, names) for judged in material.judged),
        innocent={_about(about, names): clean.innocent(rows) for about, rows in material.innocent.items()},
        omissions=(*material.omissions, *_taken_out(material, texts=texts)),
        captures=material.captures.clear(),
    )


def pseudonymise_answers(answers: Iterable[Answer], names: Pseudonyms) -> tuple[list[Answer], list[Omission]]:
    """Keep figures and times of the answers, give accounts and posts their pseudonyms, leave words out."""
    cleaned, omissions = [], []
    for answer in answers:
        if answer.result is None:
            cleaned.append(answer)
            continue
        types = {column.name: column.type for column in find_query(answer.question.query).columns}
        turn = [_cell(types.get(name, "text"), names) for name in answer.result.columns]
        rows = tuple(tuple(f(value) for f, value in zip(turn, row, strict=True)) for row in answer.result.rows)
        blank = sum(value is None and was is not None for row, old in zip(rows, answer.result.rows, strict=True)
                    for value, was in zip(row, old, strict=True))  # fmt: skip
        if blank:
            reason = "only figures, times and pseudonyms are disclosed"
            omissions.append(Omission("disclosure", answer.question.folder, "cells of the answer", reason, blank))
        question = replace(answer.question, parameters={
            name: names.cluster(value) if name == "cluster" else names.account(value)
            for name, value in answer.question.parameters.items()
        })  # fmt: skip
        said = {name: question.parameters.get(name, value) for name, value in answer.result.parameters.items()}
        cleaned.append(replace(answer, question=question, result=replace(answer.result, rows=rows, parameters=said)))
    return cleaned, omissions


def without_accounts(material: Material) -> Material:
    """Take the pseudonyms out too where they would stand beside figures: what was selected, what was judged."""
    judgements = []
    for line in material.judgements:
        value = dict(line["value"])
        if ":" in str(value.get("about", "")):
            value["about"] = ""
        judgements.append({**line, "value": value})
    chosen = replace(material.chosen, named=Selection(hops=material.chosen.named.hops))
    return replace(material, chosen=chosen, judgements=tuple(judgements))


class _Cleaner:
    """Takes keys out of free values of a run: texts that name a key of a known platform are withheld as a whole.

    Of templates only the shape stays, unless `texts` are kept.
    """

    def __init__(self, names: Pseudonyms, platforms: Iterable[str], *, texts: bool) -> None:
        self.names = names
        self.texts = texts
        self.key = re.compile("|".join(rf"\b{re.escape(name)}:" for name in platforms) or r"(?!)")

    def value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {("withheld" if self.key.search(str(k)) else k): self.value(v) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        return "withheld" if isinstance(value, str) and self.key.search(value) else value

    def innocent(self, rows: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
        return tuple(
            {"explanation": self.value(row.get("explanation")), "fits": row.get("fits"), "signs": []} for row in rows
        )

    def template(self, text: str) -> str:
        return str(self.value(text)) if self.texts else _shape(text)

    def run(self, run: Run) -> Run:
        left = [
            {
                name: self.names.of("object", str(value)) if name == "object" else self.value(value)
                for name, value in row.items()
            }
            for row in run.left_out
        ]
        return replace(run, left_out=left, controls=self.value(run.controls), warnings=self.value(run.warnings),
                       parameters=self.value(run.parameters), reason=self.value(run.reason))  # fmt: skip

    def cluster(self, cluster: Cluster) -> Cluster:
        account = self.names.account
        return replace(
            cluster,
            cluster=self.names.cluster(cluster.cluster),
            lineage=self.names.cluster(cluster.lineage),
            accounts=tuple(sorted(map(account, cluster.accounts))),
            core=tuple(sorted(map(account, cluster.core))),
            member_stability={account(key): value for key, value in cluster.member_stability.items()},
            templates=tuple(map(self.template, cluster.templates)),
            innocent=self.innocent(cluster.innocent),
            ruled_out=self.innocent(cluster.ruled_out),
        )


def _chosen(chosen: Chosen, clean: _Cleaner) -> Chosen:
    clusters = {cluster.cluster: clean.cluster(cluster) for cluster in chosen.all_clusters}
    selection = chosen.named
    named = Selection(tuple(map(clean.names.cluster, selection.clusters)),
                      tuple(map(clean.names.account, chosen.accounts)), selection.hops, selection.run)  # fmt: skip
    return replace(
        chosen,
        run=clean.run(chosen.run) if chosen.run else None,
        links=chosen.links.clear(),
        all_clusters=tuple(clusters.values()),
        clusters=tuple(clusters[cluster.cluster] for cluster in chosen.clusters),
        accounts=tuple(map(clean.names.account, chosen.accounts)),
        named=named,
    )


def _exhibit(exhibit: Exhibit, clean: _Cleaner) -> Exhibit:
    names = clean.names
    cluster = clean.cluster(exhibit.cluster) if exhibit.cluster else None
    about = names.cluster(exhibit.about) if exhibit.kind == "cluster" else _about(exhibit.about, names)
    accounts, members = (tuple(sorted(map(names.account, keys))) for keys in (exhibit.accounts, exhibit.members))
    return replace(exhibit, about=about, accounts=accounts, members=members, cluster=cluster)


def _about(about: str, names: Pseudonyms) -> str:
    return " ".join(sorted(map(names.account, about.split(" "))))


def _accounts(rows: pl.DataFrame, names: Pseudonyms) -> pl.DataFrame:
    rows = _turn(rows, "key", names.account)
    for column in ("id", "handle", "name"):
        rows = _turn(rows, column, lambda value, column=column: names.of(column, value))  # type: ignore[misc]
    return _blank(rows, "bio", "file").sort("key")


def _posts(rows: pl.DataFrame, names: Pseudonyms, *, texts: bool) -> pl.DataFrame:
    rows = _turn(rows, "account", names.account)
    for column in ("key", "reply_to", "repost_of", "quote_of"):
        rows = _turn(rows, column, names.post)
    rows = _turn(rows, "url", lambda value: names.of("url", value))
    return _blank(rows, "file", *(() if texts else ("text",))).sort("key")


def _actions(rows: pl.DataFrame, names: Pseudonyms, *, texts: bool) -> pl.DataFrame:
    rows = _turn(_turn(rows, "account", names.account), "post", names.post)
    return _things(rows, names, texts=texts).sort(rows.columns)


def _things(rows: pl.DataFrame, names: Pseudonyms, *, texts: bool) -> pl.DataFrame:
    pairs = rows.select("behaviour", "object").unique()
    turned = [
        value if texts and behaviour == "text" else names.thing(behaviour, value)
        for behaviour, value in pairs.iter_rows()
    ]
    table = pairs.with_columns(pl.Series("turned", turned, dtype=pl.String))
    joined = rows.join(table, on=["behaviour", "object"], how="left")
    return joined.with_columns(object="turned").drop("turned").select(rows.columns)


def _links(rows: pl.DataFrame, names: Pseudonyms) -> pl.DataFrame:
    rows = _turn(_turn(rows, "a", names.account), "b", names.account)
    lower, higher = pl.min_horizontal("a", "b"), pl.max_horizontal("a", "b")
    return rows.with_columns(a=lower, b=higher).sort("a", "b", "behaviour", "window_seconds")


def _templates(templates: Templates, clean: _Cleaner) -> Templates:
    """Fixed words are as searchable as a post's text; what posts put into slots stays in the case in any package."""
    names = clean.names

    def key(template: str) -> str:
        return f"T-{names.of('template', template)}"

    found = _turn(_turn(templates.found, "template", key), "text", clean.template)
    says = _turn(_turn(_turn(templates.says, "template", key), "account", names.account), "post", names.post)
    return Templates(found.sort("template"), says.sort("template", "post"))


def _shape(text: str) -> str:
    """Reduce a template to its slots and the lengths of the fixed parts between them: `‹12›[…]‹30›`."""
    return SLOT.join(f"‹{len(part)}›" if part else "" for part in text.split(SLOT))


def _source(source: Source) -> Source:
    """Names of files, folders and searches may name people; hash, size and counts stay."""
    return replace(source, name="withheld", path="withheld", query="withheld" if source.query else "", place="",
                   mapping=None, rejects_file=None, warnings=["withheld"] * len(source.warnings))  # fmt: skip


def _judgement(line: Item, names: Pseudonyms) -> Item:
    value = line.get("value", {})
    about = value.get("about", value.get("cluster"))
    cleaned = {"about": _judged_about(str(about), value.get("kind"), names)} if about else {}
    kept = {name: value[name] for name in ("kind", "is", "confidence") if name in value}
    return {**{name: line[name] for name in ("kind_of_item", "do", "id", "at", "actor")}, "value": {**cleaned, **kept}}


def _judged_about(about: str, kind: object, names: Pseudonyms) -> str:
    return names.account(about) if kind == "account" or ":" in about else names.cluster(about)


def _judged(judged: Judged, names: Pseudonyms) -> Judged:
    kept = {name: judged.properties.get(name) for name in ("key", "judgement", "at", "actor")}
    turn = names.account if judged.about_label == "Account" else names.cluster
    return replace(judged, properties=kept, about=turn(judged.about))


def _taken_out(material: Material, *, texts: bool) -> list[Omission]:
    words = material.posts.filter(pl.col("text") != "").height
    free = sum(bool(set(line.get("value", {})) & {"reason", "note", "text", "to"}) for line in material.judgements)
    lines = sum(len(cluster.templates) for cluster in material.chosen.all_clusters)
    found = [
        Omission("disclosure", "names", "handles, names, ids and links", "replaced by pseudonyms of the case", None),
        Omission("disclosure", "accounts", "own descriptions", "they name people",
                 material.accounts["bio"].drop_nulls().len()),
        Omission("disclosure", "judgements", "reasons and notes", "free text may name people", free),
        Omission("disclosure", "sources", "names of files and searches", "they may name people", len(material.sources)),
        Omission("disclosure", "captures", "captured files", "pages and pictures show names", material.captures.height),
        Omission("disclosure", "times and counts", "nothing taken out", "a post may be found again by them", None),
    ]  # fmt: skip
    if texts:
        reason = "kept at the operator's wish: words can be searched for, which leads back to their author"
        found.append(Omission("disclosure", "texts", "nothing taken out", reason, None))
    else:
        found.append(Omission("disclosure", "texts", "texts of posts", "words can be searched for", words))
        reason = "words can be searched for; the slots and the lengths between them stay"
        found.append(Omission("disclosure", "templates", "words of templates", reason, lines))
    return [omission for omission in found if omission.count != 0]


def _cell(kind: str, names: Pseudonyms) -> Callable[[Any], Any]:
    if kind in _PLAIN_COLUMNS:
        return lambda value: value
    turns = {"account": names.account, "post": names.post, "cluster": names.cluster}
    if kind in turns:
        return lambda value: turns[kind](value) if isinstance(value, str) else None
    return lambda value: None


def _turn(rows: pl.DataFrame, column: str, turn: Callable[[str], str]) -> pl.DataFrame:
    """Replace each value of a column; nothing stays nothing."""
    table = {value: turn(value) for value in rows[column].drop_nulls().unique()}
    return rows.with_columns(pl.col(column).replace_strict(table, default=None, return_dtype=pl.String))


def _blank(rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
    return rows.with_columns(pl.lit(None, dtype=pl.String).alias(column) for column in columns)
