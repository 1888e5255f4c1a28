"""One blueprint, one file an endpoint. Each file has ``add(api, services)``."""
