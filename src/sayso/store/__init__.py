"""Store: records come in, tables, queries and other formats of them go out."""
