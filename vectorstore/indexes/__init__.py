"""The engines that follow the catalogue, kept current, searched together and compared with it."""
