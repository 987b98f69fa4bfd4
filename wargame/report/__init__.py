"""Numbers become pages, documents and workbooks. Does no arithmetic of its own."""
