"""The use cases, one a file: ``…_commands`` answer commands; the others run in the background or serve several."""
