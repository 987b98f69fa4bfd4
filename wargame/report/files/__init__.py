"""Files beside the page: Word, Excel, tables, the manifest, what is shared, and how all of them come to lie in their folder."""
