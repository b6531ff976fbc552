"""What leaves the house: pages, papers, workbooks, slides, calendars, files for other programs."""
