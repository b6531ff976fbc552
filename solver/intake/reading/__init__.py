"""Reading: any file, workbook or database becomes rows of values, each with the line it stands on."""
