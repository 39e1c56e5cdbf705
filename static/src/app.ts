// What every page runs: each component finds its own elements and does nothing where there are none.
export {};
