"""Tables as tools write them: encodings and separators, figures, dates and times, lengths, each decided by the file as a whole."""
