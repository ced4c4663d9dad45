"""A file that somebody sends in becomes blocks, sections and suggestions; nothing of it is decided here.

`read_file` makes blocks of any format, `split` sorts them under the organisation's headings and says what it thinks it
has found. Every word of the file has a place: in a section, under a suggestion, as furniture of the page, or unplaced.
"""
