"""The support meeting (支援会議) of a municipality."""
