"""Pure rules of blank forms: figures, bindings, what a cell is filled with, proposals, merging."""
