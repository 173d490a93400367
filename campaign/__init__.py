"""The sample campaign: a plan and a seed in, export files of an invented story and the truth beside them out."""

from campaign.generating import Summary, generate
from campaign.planning import EASY, HARD, Crowds, Difficulty, Plan

__all__ = ["EASY", "HARD", "Crowds", "Difficulty", "Plan", "Summary", "generate"]
