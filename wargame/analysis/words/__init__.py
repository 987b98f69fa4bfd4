"""The words of a draft and of proposals: figures said in words, gaps, patches."""
