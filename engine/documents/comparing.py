"""Two versions of a text, compared word by word: cleaned HTML with <ins> and <del>, and how much differs.

Blocks are aligned first, then what stands in each other's place: items with items, rows with rows, words with words.
Without what is in <ins> the result reads as the old text, without what is in <del> as the new. The cost is bounded by a
count and not by a clock, so the result is the same everywhere.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Final, Literal

from engine.documents.aligning import Budget, Run, align
from engine.documents.fragment import Node, Reader, text_of, walk, write

BLOCKS: Final = frozenset(
    {"p", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
)
PARTS: Final = frozenset({"caption", "thead", "tbody", "tfoot"})
"""A table's parts: one stands in the other's place whatever is in them."""
TOKEN = re.compile(r"\w+\s*|[^\w\s]+\s*|\s+")
WORD = re.compile(r"\w+")
ALIKE: Final = 0.4
"""So much of their words two blocks share when one is a new wording of the other."""
NEIGHBOURS: Final = 40
"""So many blocks on either side are looked at for one that a block is a new wording of."""
CHATTER: Final = 2
"""So few words alike between two changes do not part them."""

Kind = Literal["ins", "del"]
Frame = tuple[str, tuple[tuple[str, str], ...], int]
"""An inline element round a word: its tag, its attributes, and which one it is."""


@dataclass(frozen=True)
class Compared:
    """What came of it: the text with its marks, and how many words are new and gone."""

    html: str
    inserted: int
    deleted: int

    @property
    def differs(self) -> bool:
        """Whether anything is marked, a change of looks included."""
        return "<ins>" in self.html or "<del>" in self.html


@dataclass(frozen=True)
class Token:
    """A word with the blanks after it, a sign, a picture or a note, in its inline elements."""

    text: str
    frames: tuple[Frame, ...]
    void: Node | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two tokens alike: the same word with the same looks."""
        looks = [f"{tag}{attributes}" for tag, attributes, _ in self.frames]
        return (write(self.void) if self.void else self.text.strip() or " ", *looks)


def compare(old: str, new: str, budget: Budget | None = None) -> Compared:
    """Compares two cleaned fragments. With a budget shared by several, the later get what the earlier left."""
    if old == new:
        return Compared(new, 0, 0)
    budget = budget or Budget()
    html = "".join(write(node) for node in compared(blocks_of(read(old)), blocks_of(read(new)), budget))
    return Compared(html, words_in(html, "ins"), words_in(html, "del"))


def read(fragment: str) -> Node:
    """The tree of a cleaned fragment."""
    reader = Reader()
    reader.feed(fragment)
    reader.close()
    return reader.root


def words_in(html: str, kind: Kind) -> int:
    """How many words stand in the marks of a kind."""
    return sum(len(WORD.findall(text_of([node]))) for node in marks(read(html), kind))


def marks(node: Node, kind: Kind) -> Iterator[Node]:
    """The marks of a kind in a tree."""
    for child in node.children:
        if isinstance(child, Node):
            if child.tag == kind:
                yield child
            else:
                yield from marks(child, kind)


def blocks_of(node: Node) -> list[Node]:
    """The children as blocks; inline content between them becomes a block without a tag."""
    made: list[Node] = []
    for is_block, group in groupby(node.children, lambda one: isinstance(one, Node) and one.tag in BLOCKS):
        run = list(group)
        made += [one for one in run if isinstance(one, Node)] if is_block else [Node("", {}, run)]
    return made


def compared(old: Sequence[Node], new: Sequence[Node], budget: Budget) -> list[Node | str]:
    """Blocks with marks: what is alike as it is, new wordings compared in their turn, the rest gone and new."""
    told: list[Node | str] = []
    for run in align([write_block(one) for one in old], [write_block(one) for one in new], budget):
        told += new[run.new] if run.alike else replaced(old[run.old], new[run.new], budget)
    return untagged(told)


def untagged(nodes: Sequence[Node | str]) -> list[Node | str]:
    """The nodes, blocks without a tag replaced by what is in them."""
    return [part for one in nodes for part in (one.children if isinstance(one, Node) and not one.tag else [one])]


def write_block(node: Node) -> str:
    """A block as it is told from others."""
    return f"{node.tag}:{''.join(map(write, node.children))}:{sorted(node.attributes.items())}"


def replaced(old: Sequence[Node], new: Sequence[Node], budget: Budget) -> list[Node | str]:
    """Blocks that stand in others' place."""
    told: list[Node | str] = []
    for one, other in paired(old, new, budget):
        if one is None or other is None:
            told += marked(one, "del") if one else marked(other, "ins") if other else []
        else:
            told.append(reworded(one, other, budget))
    return told


def paired(old: Sequence[Node], new: Sequence[Node], budget: Budget) -> Iterator[tuple[Node | None, Node | None]]:
    """Which block is a new wording of which, in their order; None where there is none."""
    if all(one.tag in ("td", "th") for one in (*old, *new)):
        yield from zip_longest(old, new)
        return
    counted = [words_of(one) for one in new]
    after = 0
    for one in old:
        mine = words_of(one)
        reach = range(after, min(len(new), after + NEIGHBOURS))
        budget.pairs -= (len(mine) + 4) * len(reach)
        same = (place for place in reach if new[place].tag == one.tag)
        likeness = [(1.0 if one.tag in PARTS else alike(mine, counted[place]), -place) for place in same]
        best, place = max(likeness, default=(0.0, 0))
        if budget.pairs < 0 or best < ALIKE:
            yield one, None
            continue
        yield from ((None, other) for other in new[after:-place])
        yield one, new[-place]
        after = 1 - place
    yield from ((None, other) for other in new[after:])


def words_of(node: Node) -> Counter[str]:
    """The words of a block, however deep."""
    texts = (one for part in walk(node) for one in part.children if isinstance(one, str))
    return Counter(word for text in texts for word in WORD.findall(text))


def alike(one: Counter[str], other: Counter[str]) -> float:
    """How much of their words two blocks share, from 0 to 1; without words they are alike."""
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 1.0


def reworded(old: Node, new: Node, budget: Budget) -> Node:
    """A block in the place of another of its kind."""
    if holds_blocks(old) or holds_blocks(new):
        return Node(new.tag, new.attributes, compared(blocks_of(old), blocks_of(new), budget))
    return Node(new.tag, new.attributes, compared_words(old, new, budget))


def holds_blocks(node: Node) -> bool:
    """Whether there are blocks in the block."""
    return any(isinstance(one, Node) and one.tag in BLOCKS for one in node.children)


def marked(node: Node, kind: Kind) -> list[Node | str]:
    """A block that is wholly new or gone: its frame as it is, everything in it marked."""
    if not holds_blocks(node):
        return [Node(node.tag, node.attributes, [Node(kind, {}, [*node.children])] if node.children else [])]
    parts = [part for one in blocks_of(node) for part in marked(one, kind)]
    return [Node(node.tag, node.attributes, untagged(parts))]


def compared_words(old: Node, new: Node, budget: Budget) -> list[Node | str]:
    """Inline content with marks round the words that differ."""
    before, after = list(tokens(old.children)), list(tokens(new.children))
    keys = [one.key for one in before], [one.key for one in after]
    told: list[Node | str] = []
    for run in joined(align(*keys, budget), before):
        if run.alike:
            told += framed(after[run.new])
        else:
            gone, come = framed(before[run.old]), framed(after[run.new])
            told += [Node(kind, {}, said) for kind, said in (("del", gone), ("ins", come)) if said]
    return told


def joined(found: Sequence[Run], before: Sequence[Token]) -> Iterator[Run]:
    """The runs; a word alike between two changes belongs to the change, as when a person marks it."""
    held: Run | None = None
    for place, run in enumerate(found):
        inner = 0 < place < len(found) - 1
        words = sum(bool(WORD.match(token.text)) for token in before[run.old])
        if held is not None and (not run.alike or (inner and words < CHATTER)):
            held = Run(False, slice(held.old.start, run.old.stop), slice(held.new.start, run.new.stop))
        elif not run.alike:
            held = run
        else:
            yield from [held] if held else []
            held = None
            yield run
    yield from [held] if held else []


def tokens(children: Sequence[Node | str], frames: tuple[Frame, ...] = ()) -> Iterator[Token]:
    """Inline content as words in their frames; a note or what is masked is one word, so that it stays whole."""
    for place, child in enumerate(children):
        if isinstance(child, str):
            for word in TOKEN.findall(child):
                yield Token(word, frames)
        elif not child.children or child.tag == "span":
            yield Token("", frames, child)
        else:
            frame = (child.tag, tuple(sorted(child.attributes.items())), place)
            yield from tokens(child.children, (*frames, frame))


def framed(said: Sequence[Token], depth: int = 0) -> list[Node | str]:
    """Words put back into their frames; those that share one stand in one."""
    made: list[Node | str] = []
    for frame, group in groupby(said, lambda one: one.frames[depth] if len(one.frames) > depth else None):
        if frame is not None:
            made.append(Node(frame[0], dict(frame[1]), framed(list(group), depth + 1)))
            continue
        for void, words in groupby(group, lambda one: one.void):
            same = list(words)
            made += [void] * len(same) if void else ["".join(word.text for word in same)]
    return made
