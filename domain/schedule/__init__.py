"""When a trainer works: weekly hours, blocks, and the free times they leave."""
