"""The declared schema comes in, the statements that follow from it go out; all other Cypher of graph/ lies in .cypher
files.

Labels and types cannot be parameters, so these are written by the one module that reads the declaration, and by no
other.
"""

from graph.schema import NODES, RELATIONSHIPS, Node, Property, Relationship

#: The one that takes longest first: they are filled side by side, and beside the constraints, each of which is waited
#: for. That takes a quarter off the time for the indexes of a million imported posts.
_INDEXES = (
    # words of posts; the `cjk` analyser cuts Chinese into pairs of characters
    "CREATE FULLTEXT INDEX post_text IF NOT EXISTS FOR (n:Post) ON EACH [n.text] "
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: true}}",
    "CREATE INDEX post_at IF NOT EXISTS FOR (n:Post) ON (n.at)",  # time windows
    "CREATE INDEX account_handle IF NOT EXISTS FOR (n:Account) ON (n.handle)",  # exact search
    "CREATE INDEX account_name IF NOT EXISTS FOR (n:Account) ON (n.name)",
    "CREATE INDEX cluster_lineage IF NOT EXISTS FOR (n:Cluster) ON (n.lineage)",
    "CREATE INDEX cluster_run IF NOT EXISTS FOR (n:Cluster) ON (n.run)",
    "CREATE INDEX template_run IF NOT EXISTS FOR (n:Template) ON (n.run)",
    "CREATE INDEX link_run IF NOT EXISTS FOR ()-[r:CO_ACTED]-() ON (r.run)",
    # contains, also for handles and Chinese names, which have no word breaks: an index of letter trigrams
    "CREATE TEXT INDEX account_handle_text IF NOT EXISTS FOR (n:Account) ON (n.handle)",
    "CREATE TEXT INDEX account_name_text IF NOT EXISTS FOR (n:Account) ON (n.name)",
    "CREATE TEXT INDEX hashtag_text IF NOT EXISTS FOR (n:Hashtag) ON (n.key)",
)


PAGE_ROWS = 10_000


def schema_statements() -> list[str]:
    """The indexes, then one named uniqueness constraint per label; all can be run again without effect."""
    constraints = [
        f"CREATE CONSTRAINT {node.label.lower()}_{node.key} IF NOT EXISTS "
        f"FOR (n:{node.label}) REQUIRE n.{node.key} IS UNIQUE"
        for node in NODES
    ]
    return [*_INDEXES, *constraints]


def counting_statement() -> str:
    """All labels and relationship types with their counts: name, count. Answered from the count store, whatever the
    size.
    """
    nodes = [f"MATCH (n:{node.label}) WITH count(n) AS count RETURN '{node.label}' AS name, count" for node in NODES]
    ties = [
        f"MATCH ()-[r:{tie.type}]->() WITH count(r) AS count RETURN '{tie.type}' AS name, count"
        for tie in RELATIONSHIPS
    ]
    return "\nUNION ALL\n".join([*nodes, *ties])


def node_reading_statement(node: Node) -> str:
    """One page of a label's nodes, those after `$after` in order of key: `last` key, `rows` as lists of properties.

    One row of lists travels several times faster than a row per node. Times are in microseconds.
    """
    columns = ", ".join(_column("n", each) for each in node.properties)
    return (
        f"MATCH (n:{node.label}) WHERE n.{node.key} > $after\nWITH n ORDER BY n.{node.key} LIMIT {PAGE_ROWS}\n"
        f"RETURN max(n.{node.key}) AS last, collect([{columns}]) AS rows\nLIMIT 1"
    )


def relationship_reading_statement(tie: Relationship, start: str) -> str:
    """The relationships of one type of one page of start nodes: `last` key, `rows` as lists: start, end, properties."""
    key = next(node.key for node in NODES if node.label == start)
    columns = ", ".join([f"n.{key}", "m.key", *(_column("r", each) for each in tie.properties)])
    return (
        f"MATCH (n:{start}) WHERE n.{key} > $after\nWITH n ORDER BY n.{key} LIMIT {PAGE_ROWS}\n"
        f"OPTIONAL MATCH (n)-[r:{tie.type}]->(m)\n"
        f"RETURN max(n.{key}) AS last, collect(CASE WHEN m IS NULL THEN null ELSE [{columns}] END) AS rows\nLIMIT 1"
    )


def deleting_statement(node: Node) -> str:
    """Delete one batch of a label's nodes with their relationships, but never the marker; says how many it deleted."""
    return f"MATCH (n:{node.label})\nWITH n LIMIT $batch\nDETACH DELETE n"


def _column(name: str, declared: Property) -> str:
    """A property as it is read; of times the milliseconds, since `epochSeconds` rounds those before 1970 up."""
    value = f"{name}.{declared.name}"
    return f"{value}.epochMillis * 1000 + {value}.microsecond % 1000" if declared.type == "datetime" else value
