"""What is in the graph, declared once: constraints, indexes, frames, counts and docs/graph.md all come from here."""

from dataclasses import dataclass

SCHEMA_VERSION = (
    3  # raised with every change below; a graph of another version is rebuilt, not migrated: the record stays
)


@dataclass(frozen=True, slots=True)
class Property:
    """One property: name, type (`string`, `integer`, `float`, `boolean`, `datetime`, or a list of one: `strings`,
    `floats`).
    """

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Node:
    """One kind of node. `key` is the property that is unique among its nodes."""

    label: str
    meaning: str
    properties: tuple[Property, ...]
    key: str = "key"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One kind of relationship, from a node of the `start` labels to one of the `end` labels."""

    type: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    meaning: str
    properties: tuple[Property, ...] = ()


def _key(meaning: str) -> Property:
    return Property("key", "string", meaning)


_LOADS = Property("loads", "strings", "ids of the loads that brought it")
_SEEN = Property("seen", "boolean", "false: only named by others, not itself in any export")
_RUN = Property("run", "string", "id of the detection run")
_FIRST = Property("first_at", "datetime", "time of the first shared action")
_LAST = Property("last_at", "datetime", "time of the last shared action")
_ACTOR = Property("actor", "string", "who decided")
_DECIDED = Property("at", "datetime", "when it was decided")

NODES = (
    Node("Account", "A profile on one platform.", (
        _key("`platform:id`, or `platform:~name:…` where the source has no id"),
        Property("platform", "string", "where it is"),
        Property("id", "string", "the platform's own id"),
        Property("handle", "string", "the name in its address"),
        Property("name", "string", "the name it shows"),
        Property("created_at", "datetime", "when it was made"),
        Property("followers", "integer", "followers when it was collected"),
        Property("following", "integer", "accounts it follows, when it was collected"),
        Property("bio", "string", "its own description"),
        Property("region", "string", "place or IP region the platform shows"),
        Property("verified", "boolean", "whether the platform verified it"),
        Property("identity", "string", "what the key rests on: `id`, `name` or `masked`"),
        _SEEN, _LOADS,
    )),
    Node("Post", "A post, article, reply, repost, quote or comment.", (
        _key("`platform:id`, or `platform:~` and a hash where the source has no id"),
        Property("platform", "string", "where it is"),
        Property("at", "datetime", "when it was posted"),
        Property("precision", "string", "how exact that is: `second`, `minute`, `day` or `none`"),
        Property("text", "string", "its text as exported"),
        Property("language", "string", "language the source names"),
        Property("kind", "string", "post, article, reply, repost, quote or comment"),
        Property("likes", "integer", "likes when it was collected"),
        Property("replies", "integer", "replies when it was collected"),
        Property("reposts", "integer", "reposts when it was collected"),
        Property("views", "integer", "views when it was collected"),
        Property("client", "string", "program or device it was sent with"),
        Property("region", "string", "place or IP region the platform shows"),
        Property("url", "string", "its address"),
        Property("deleted", "boolean", "true: the platform says that it is gone; absent where nobody said so"),
        Property("deleted_at", "datetime", "when it went, where that is told"),
        Property("file", "string", "name of the raw file it was read from"),
        Property("place", "integer", "line or record number in that file, from 1"),
        _SEEN, _LOADS,
    )),
    Node("Hashtag", "A hashtag, normalised.", (_key("the tag without its marks"),)),
    Node("Url", "An address that posts link to, normalised.", (_key("the address"),)),
    Node("Domain", "The registered domain of addresses.", (_key("the domain"),)),
    Node("Media", "A picture or film, by its address or hash.", (_key("address or hash"),)),
    Node("Contact", "A chat id, phone number or code found in posts.", (_key("the contact, normalised"),)),
    Node("Template", "A text pattern with slots that posts of the current run's clusters follow.", (
        _key("hash of the posts that follow it"), _RUN,
        Property("text", "string", "the pattern, each slot shown as `[…]`; without a pattern, the most typical text"),
        Property("fixed_share", "float", "share of its words that are fixed; 0 where the texts share no pattern"),
        Property("slots", "integer", "number of slots"),
        Property("posts", "integer", "posts that follow it"),
        Property("accounts", "integer", "accounts that wrote them"),
        Property("variants", "integer", "different texts among them"),
        Property("aligned", "integer", "posts of which the fillers are known; of many texts a sample is aligned"),
    )),
    Node("Event", "A real event with a time window, entered by a person.", (
        _key("its number on the desk"),
        Property("title", "string", "what happened"),
        Property("starts_at", "datetime", "start of the window"),
        Property("ends_at", "datetime", "end of the window"),
    )),
    Node("Cluster", "Accounts that the current run found acting together.", (
        _key("hash of its members"), _RUN,
        Property("lineage", "string", "stays when a later run finds mostly the same members"),
        Property("finding", "string", "`synchronised`, `explained` or `candidate`"),
        Property("size", "integer", "core and members"),
        Property("core_size", "integer", "accounts of exhibit grade"),
        Property("behaviours", "strings", "what they did together"),
        Property("windows", "floats", "time windows in seconds"),
        Property("observed", "float", "joint acts seen"),
        Property("expected", "float", "joint acts that chance gives"),
        Property("p", "float", "how often chance gives as much"),
        Property("days", "integer", "days with joint acts"),
        Property("stability", "float", "how often it comes back when the data are resampled, 0 to 1"),
        _FIRST, _LAST,
    )),
    Node("Run", "A detection run; only the current one is in the graph.", (
        _key("id of the run"),
        Property("finding", "string", "`found`, `nothing_found` or `not_enough_data`"),
        Property("started_at", "datetime", "when it was started"),
        Property("parameters", "string", "its parameters as JSON"),
    )),
    Node("Load", "A load that is wholly in the graph.", (_key("id of the load"),)),
    Node("Verdict", "A person's judgement on an account or cluster.", (
        _key("its number on the desk"),
        Property("judgement", "string", "`coordinated`, `organic` or `unclear`"),
        Property("reason", "string", "why"),
        Property("note", "string", "what else"),
        _DECIDED, _ACTOR,
    )),
    Node("Note", "A person's note on an account or cluster.", (
        _key("its number on the desk"), Property("text", "string", "the note"), _DECIDED, _ACTOR,
    )),
    Node("Case", "The marker: whose graph this is, and what is being written to it.", (
        Property("id", "string", "the case's id"),
        Property("schema", "integer", "version of this declaration the graph was written by"),
        Property("writing", "string", "what is being written now, or was when it broke off; absent when all is whole"),
        Property("basis", "string", "hash of the record's loads when that began"),
        Property("reached_label", "string", "how far that is: the label whose rows are being written"),
        Property("reached_key", "string", "and the last key of them that is in the graph"),
        Property("desk", "string", "hash of the verdicts, notes and events that were written"),
    ), key="id"),
)  # fmt: skip

RELATIONSHIPS = (
    Relationship("POSTED", ("Account",), ("Post",), "The account sent the post."),
    Relationship("TAGGED", ("Post",), ("Hashtag",), "The post carries the hashtag."),
    Relationship("LINKS_TO", ("Post",), ("Url",), "The post links to the address."),
    Relationship("ON", ("Url",), ("Domain",), "The address is on the domain."),
    Relationship("MENTIONS", ("Post",), ("Account",), "The post names the account."),
    Relationship("SHOWS", ("Post",), ("Media",), "The post shows the picture or film."),
    Relationship("GIVES", ("Post",), ("Contact",), "The post gives the contact."),
    Relationship("SAYS", ("Post",), ("Template",), "The post follows the template."),
    Relationship("REPLIES_TO", ("Post",), ("Post",), "The post replies to the other."),
    Relationship("REPOSTS", ("Post",), ("Post",), "The post passes the other on."),
    Relationship("QUOTES", ("Post",), ("Post",), "The post quotes the other."),
    Relationship("CO_ACTED", ("Account",), ("Account",), "A link of the current run; the lower key comes first.", (
        _RUN,
        Property("behaviour", "string", "what they did together; `*` is the combination of all"),
        Property("window_seconds", "float", "the time window"),
        Property("occasions", "integer", "separate occasions"),
        Property("objects", "integer", "different objects"),
        Property("pairs", "integer", "pairs of posts"),
        Property("expected", "float", "occasions that chance gives"),
        Property("p", "float", "how often chance gives as much"),
        Property("q", "float", "p corrected for the number of links tested"),
        Property("status", "string", "`validated` or `candidate`"),
        _FIRST, _LAST,
    )),
    Relationship("MEMBER_OF", ("Account",), ("Cluster",), "The account belongs to the cluster.", (
        Property("core", "boolean", "true: of exhibit grade"),
        Property("stability", "float", "how often it is in the cluster when the data are resampled, 0 to 1"),
    )),
    Relationship("FOUND_BY", ("Cluster",), ("Run",), "The run found the cluster."),
    Relationship("CURRENT", ("Case",), ("Run",), "The run that queries and pages show."),
    Relationship("ABOUT", ("Verdict", "Note"), ("Account", "Cluster"), "What the verdict or note is about."),
)  # fmt: skip


def node(label: str) -> Node:
    """The declaration of a label."""
    return next(declared for declared in NODES if declared.label == label)


def relationship(type: str) -> Relationship:
    """The declaration of a relationship type."""
    return next(declared for declared in RELATIONSHIPS if declared.type == type)
