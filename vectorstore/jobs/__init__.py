"""What waits to be read: jobs as rows of the catalogue, and the files that they are about."""
