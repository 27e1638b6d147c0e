"""Lists of households that utilities send as files: read, checked row by row, and sent."""
