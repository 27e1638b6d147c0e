"""Papers: plain data in, PDF bytes out. Imports no other room of the house save the Japanese calendar."""
