"""A web page: what on it is the article and what stands beside it, its headline and its dates."""
