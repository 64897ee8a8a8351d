"""Findings -> the clause table, its files and its description."""
