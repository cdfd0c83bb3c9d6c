"""Ground: the nouns, the codes, the errors, the settings and the table schemas that every other room stands on."""
