"""Reads one workbook in a process of its own, which `table.sheet` starts.

Nothing here imports anything of the service, Django included: the process is given the file as its standard input
and an empty environment, so that whatever a hostile file does, it does without secrets, without a database
and under limits of memory and time.
"""
