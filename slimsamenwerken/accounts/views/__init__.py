"""Pages where an administrator keeps accounts, and where everyone finds the own one."""
