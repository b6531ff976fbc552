"""A page taken apart."""

from html.parser import HTMLParser

VOID = {"meta", "link", "img", "br", "input", "hr", "path", "use", "rect", "wbr"}


class Reader(HTMLParser):
    """Collects the tags with their attributes, and checks that they close in order."""

    def __init__(self):
        super().__init__()
        self.tags, self.open, self.wrong = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.wrong.append(tag)
        else:
            self.open.pop()
