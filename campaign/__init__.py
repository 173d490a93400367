"""The sample campaign: a plan and a seed in, export files of an invented story and the truth beside them out."""

from campaign.generating import Summary, generate
from campaign.planning import Crowds, Difficulty, Plan

__all__ = ["Crowds", "Difficulty", "Plan", "Summary", "generate"]
