"""The one door to python-louvain (its module is called `community`): a graph in, community numbers out."""

import community
import networkx as nx
import numpy as np
from numpy.typing import NDArray


def best_partition(graph: nx.Graph, *, resolution: float, seed: int) -> NDArray[np.int64]:
    """Return the community of each node 0..n-1.

    Its moves (0.16) take the resolution as others do, higher means more communities; only its stopping rule does not.
    """
    found = community.best_partition(graph, weight="weight", resolution=resolution, random_state=seed)
    return np.array([found[node] for node in range(graph.number_of_nodes())], dtype=np.int64)
