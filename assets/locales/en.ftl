# The strings of Bayan in English. One section per area, keys in kebab-case with the area as prefix.
# A key that is used nowhere, or used and missing here, fails tests/locales.rs.

## Edits that do not fit

edit-unknown-document = There is no document { $id } in this project.
edit-unknown-statement = There is no statement { $id } in this layer.
edit-unknown-relation = There is no relation { $id } in this layer.
edit-unknown-party = There is no party { $id } in this project.
edit-unknown-kind = The codebook has no kind { $id }.
edit-unknown-topic = The codebook has no topic { $id }.
edit-unknown-relation-kind = The codebook has no relation kind { $id }.
edit-duplicate = { $id } exists already.
edit-party-in-use = { $id } is still used by { $count ->
        [one] { $count } statement
       *[other] { $count } statements
    }.
edit-party-cycle = { $id } cannot belong to itself.
edit-span-outside = The span { $start }–{ $end } lies outside the text.
edit-span-not-on-grapheme = The span { $start }–{ $end } cuts a letter from its marks.
edit-span-empty = A statement needs at least one span of text.
edit-spans-overlap = The spans of one statement may not overlap.
edit-relation-to-itself = A statement cannot be related to itself.
edit-in-use = { $id } is still used in a layer and cannot be taken out of the codebook.

## Identifiers

id-invalid = { $id } is no good as a name for files: use letters, digits, - and _, at most 80 of them.

## The article

document-none = Add an article, or paste one, to begin.
document-name = Article: { $title }
bar-party-filter = Find a party

## The bar and the status line

bar-party = Speaker
bar-undo = Undo
bar-redo = Redo
bar-export = Export…
bar-palette = Commands
bar-annotator = Annotator
bar-new-annotator = New annotator
status-opened = Opened { $title }.
status-saved = Saved.
status-all-saved = All changes are saved
status-unsaved = Saving…
status-read-only = Open elsewhere: nothing is written here
status-protected = A damaged file is not written. See the problems of this project.
status-problems = { $count ->
        [one] { $count } problem
       *[other] { $count } problems
    }
status-copied = A copy is in { $path }
status-undone = Undone: { $name }
status-redone = Done again: { $name }
status-nothing-to-undo = There is nothing more to undo or redo.
status-nothing-selected = Select a passage first.
status-select-first = Select the words first.
status-open-first = Open or make a project first; articles are added to it.
status-replaced = { $count } places could not be read and stand as � in the text. Was it another encoding? { $path }
status-empty-article = There is no text in this article.
status-added = Added { $title }.
status-exported = Exported to { $path }

## Dialogs

dialog-open = Open a project folder
dialog-add = Add articles
dialog-text-files = Texts
dialog-all-files = All files
dialog-copy = Save a copy as
dialog-export = Export to
dialog-new-folder = Folder for the project
dialog-cancel = Cancel
dialog-close = Close
new-heading = New project
new-title = Title
new-folder = Folder
new-browse = Browse…
new-create = Create
new-title-missing = Give the project a title.
paste-heading = Paste an article
paste-title = Title
paste-title-hint = Taken from the first line if left empty
paste-text = Text of the article
paste-hint = Paste the text here
paste-add = Add article
problems-heading = { $count ->
        [one] { $count } problem in this project
       *[other] { $count } problems in this project
    }
problems-explained = Everything else is open. The files named here stay on disk as they are until they are mended.

## Commands

command-make = Mark as { $kind }
command-party = Speaker: { $party }
command-reporter = On the word of: { $party }
command-cue = Selection is the cue of the last link
command-mention = Selection is the mention of the last link
command-add-span = Add the selection to the statement
command-excluded = Not part of the article, or part of it again
command-next = Next statement
command-previous = Previous statement
command-start-earlier = Start one letter earlier
command-start-later = Start one letter later
command-end-later = End one letter later
command-end-earlier = End one letter earlier
command-duplicate = Duplicate the statement
command-delete = Delete the statement
command-undo = Undo
command-redo = Redo
command-filter = Filter the statements
command-add = Add articles…
command-paste = Paste an article…
command-export = Export…
command-new = New project…
command-open = Open project…
command-sample = Open the sample
command-save = Save now
command-copy = Save a copy as…
command-close = Close the project
command-larger = Larger text
command-smaller = Smaller text
command-theme = Light, sepia or dark
command-palette = All commands
command-shortcuts = All shortcuts
command-quit = Quit

## Gestures, as undo names them

gesture-make = New statement
gesture-kind = Kind
gesture-party = Speaker
gesture-reporter = On whose word
gesture-link = Cue or mention
gesture-span = Further span
gesture-edge = Edge
gesture-duplicate = Duplicate
gesture-delete = Delete
gesture-excluded = Part of the article
gesture-add-article = Article

## Statements in words

describe-statement = { $kind }: { $chain }
describe-chain = { $before } › { $next }
describe-no-chain = nobody named
## Exports

export-loss-relations = { $count } relations between statements are not in this format.
export-loss-mentions = { $count } places where a party is named are not in this format.
export-loss-cue-places = The places of { $count } reporting verbs are not in this format; their words are.
export-loss-aliases = { $count } aliases of parties are not in this format.
export-loss-parents = That { $count } parties belong to others is not in this format.
export-loss-attributes = { $count } attributes of statements are not in this format.
export-loss-excluded = { $count } passages that are not part of the article are not in this format.
export-loss-metadata = Publisher, date, address and language of { $count } documents are not in this format.
export-loss-texts = The whole texts of { $count } documents are not in this format; the quotes are.
export-loss-excluded-statements = { $count } statements in passages that are not part of the article are left out.
export-span = In { $document }, statement { $statement } has the span { $start }–{ $end } (bytes), which does not fit the text. Run “bayan check”.
export-unknown-document = There is no document { $id } in this project.
export-unknown-annotator = { $id } has no layer in this project.
export-write = The export could not be written: { $error }
export-done = { $statements } statements in { $layers } layers of { $documents } documents exported.

## Imports

import-warning = Line { $line }: { $message }
import-layer-exists = { $annotator } has statements in { $document } already. Use --replace to put the file in their place.
import-several-annotators = The file has layers of several annotators ({ $found }), none of them { $annotator }.
import-document-twice = The document { $id } came before; this line was left out.
import-statement-left-out = Statement { $id } was left out: { $reason }
import-relation-left-out = Relation { $id } was left out: { $reason }
import-party-left-out = Party { $id } was left out: { $reason }
import-party-parent = Party { $id } has no parent now: { $reason }
import-hash = The text of { $id } does not match its SHA-256.
import-other-text = The document { $id } of this project has another text.
import-quote-count = It has { $spans } spans and { $quotes } quotes.
import-quote = The text at { $start }–{ $end } is not “{ $quote }”.
import-span-outside = The span { $start }–{ $end } lies outside the text.
import-speaker = The speaker { $speaker } is not the last of the chain.
import-not-bayan = This is no line of a Bayan export.
import-version = It was written by a newer Bayan (format version { $version }).
import-offset-unit = Its offsets do not count code points.
import-done = { $statements } statements imported, { $warnings } problems.
import-unreadable = { $path } cannot be read.
import-protected = Nothing was imported: { $path } is damaged and is not overwritten.
## Projects on disk

store-bad-name = { $name } is no good as a name for files and was passed over. Rename it: letters, digits, - and _ only.
store-bad-value = { $value } cannot be read here. Correct it in a text editor; until then the file is not written.
store-duplicate = { $id } is there twice; the first one was opened. Give the other one an id of its own.
store-encode = The file could not be put together: { $message } In: { $path }
store-io = It could not be read: { $message }
store-lock-io = The project could not be locked for writing: { $message } In: { $path }
store-locked = The project is open elsewhere: on { $host }, process { $pid }, since { $since }. Close it there first. In: { $path }
store-missing = The file is missing. Bring it back from a copy; what belongs to it was left alone.
store-newer = The file has format version { $version }, which a newer Bayan has written. Open it with that one; it was left as it is.
store-no-document = The document { $id } of this layer could not be opened, so the layer was left alone. Bring the document back.
store-not-empty = The folder is not empty. Choose a new or empty folder instead of: { $path }
store-not-utf8 = The file is not UTF-8. Bring it back from a copy; it was left as it is.
store-other-format = The file says that it is { $format }, which does not belong here. It was left as it is.
store-permission = There is no permission to read it. Change its permissions and open the project again.
store-place-excluded = passages that are not part of the article
store-place-party = party { $id }
store-place-relation = relation { $id }
store-place-statement = statement { $id }
store-problem = { $what } In: { $path }
store-problem-at = { $what } At: { $place }. In: { $path }
store-quote = The text at this place is “{ $found }” and not “{ $written }”. Bring the text or the span back; until then the file is not written.
store-span-not-on-grapheme = The span { $start }–{ $end } cuts a letter from its marks. Correct it; until then the file is not written.
store-span-outside = The span { $start }–{ $end } is empty or lies outside the text. Correct it; until then the file is not written.
store-syntax = Line { $line }, column { $column } cannot be read: { $message } Correct it or bring the file back from a copy; it was left as it is.
store-text-changed = The text is not the one that was annotated: its SHA-256 differs. Bring the text back; until then the document is open for reading only.
store-text-differs = Another text stands where the document's text belongs, and is not overwritten: { $path }
store-too-large = The file is larger than 256 MB and was not opened.
store-unfit = It does not fit the project: { $reason } Correct it; until then the file is not written.
store-write = The file could not be written: { $message } In: { $path }

## Headless verbs

cli-add-done = Added { $id }: { $characters } characters, read as { $encoding }, from { $path }
cli-add-empty = There is no text in the file, so nothing was added: { $path }
cli-add-encoding = Unknown encoding; known are { $known }.
cli-add-one-title = A title can be given for a single file only. Add the files one by one, or leave the title out.
cli-add-replaced = { $count ->
        [one] One place was
       *[other] { $count } places were
    } not readable as { $encoding } and stand as U+FFFD; another encoding may fit: { $path }
cli-add-unreadable = The file could not be read, so nothing was added: { $path }
cli-check-clean = Nothing is wrong: { $documents } documents, { $layers } layers, { $statements } statements.
cli-new-done = Made the project { $title } in { $path }
cli-no-display = There is no display for the window (DISPLAY and WAYLAND_DISPLAY are not set); without one there are: new, add, check, stats, export, import. See bayan --help.
cli-no-window = This bayan is built without its window; there are: new, add, check, stats, export, import. See bayan --help.
cli-stats-layer = { $document } / { $annotator }: { $statements } statements ({ $kinds }), { $relations } relations
cli-stats-total = { $title }: { $documents } documents, { $parties } parties, { $statements } statements
## Panels and dialogs

panel-addressee-add = Add an addressee…
panel-addressee-add-name = Add an addressee
panel-addressee-remove = Remove the addressee { $name }
panel-addressees = Addressed to
panel-article-encoding = Encoding
panel-article-language = Language
panel-article-language-hint = ar
panel-article-length = { $count ->
        [one] { $count } character
       *[other] { $count } characters
    }
panel-article-name = { $title }, { $count ->
        [one] { $count } statement
       *[other] { $count } statements
    }
panel-article-pasted = Pasted
panel-article-published = Date
panel-article-published-hint = YYYY-MM-DD
panel-article-publisher = Publisher
panel-article-title = Title
panel-article-url = Address
panel-articles-add = Add articles…
panel-articles-empty = No article yet. Add files, drop them onto the window, or paste a text.
panel-articles-paste = Paste article
panel-attribute = { $name }: { $value }
panel-attributes = Attributes
panel-cancel = Cancel
panel-chain = { $outer } › { $inner }
panel-chain-author = The author
panel-chain-empty = Nobody is named: the author of the article speaks.
panel-chain-title = On whose word
panel-close = Close
panel-count = { $count }
panel-cue = Cue
panel-cue-clear = Clear the cue of link { $number }
panel-cue-set = Set the cue of link { $number } from the selection
panel-delete = Delete
panel-duplicate = Duplicate
panel-export-annotators = Annotators
panel-export-csv = CSV, one row a statement
panel-export-documents = Articles
panel-export-format = Format
panel-export-go = Export…
panel-export-jsonl = JSON Lines, with everything; can be imported again
panel-export-leave-out = Leave out passages that are not part of the article
panel-export-losses = Not in this file
panel-export-options = Options
panel-export-preview = First rows
panel-export-spreadsheet = For a spreadsheet program
panel-export-status = Export
panel-export-title = Export the dataset
panel-filter-clear = Clear filters
panel-filter-kind = Filter by kind
panel-filter-kind-all = All kinds
panel-filter-party = Filter by party
panel-filter-party-all = All parties
panel-filter-text = Filter by text
panel-filter-topic = Filter by topic
panel-filter-topic-all = All topics
panel-from-selection = From selection
panel-gesture-addressee-add = Add addressee
panel-gesture-addressee-remove = Remove addressee
panel-gesture-cue-clear = Clear cue
panel-gesture-kind = Change kind
panel-gesture-link-add = Add link
panel-gesture-link-move = Move link
panel-gesture-link-party = Change party of link
panel-gesture-link-remove = Remove link
panel-gesture-mention-clear = Clear mention
panel-gesture-metadata = Change { $field }
panel-gesture-note = Change note
panel-gesture-party-add = Add party
panel-gesture-party-aliases = Change aliases
panel-gesture-party-color = Change colour
panel-gesture-party-delete = Delete party
panel-gesture-party-merge = Merge parties
panel-gesture-party-parent = Change parent party
panel-gesture-party-rename = Rename party
panel-gesture-quotation = Change quotation
panel-gesture-relation-add = Add relation
panel-gesture-relation-remove = Remove relation
panel-gesture-stance = Change stance
panel-gesture-topic = Change topic
panel-inspector-empty-click = Or click a line under the text to see a statement that is there.
panel-inspector-empty-kind = Then press the key of a kind: C for a claim, P for a position, W for a warning. 1 to 9 set who speaks.
panel-inspector-empty-select = Select a passage of the article.
panel-inspector-empty-title = No statement selected
panel-kind = Kind
panel-link-add = Add a link…
panel-link-add-name = Add a link to the chain
panel-link-down = Move link { $number } inwards
panel-link-party = Party of link { $number }
panel-link-remove = Remove link { $number }
panel-link-reporter = { $number }. Reports
panel-link-speaker = { $number }. Speaks
panel-link-up = Move link { $number } outwards
panel-link-words = { $title }: { $words }
panel-mention = Mention
panel-mention-clear = Clear the mention of link { $number }
panel-mention-set = Set the mention of link { $number } from the selection
panel-note = Note
panel-note-hint = What somebody else should know
panel-origin = Origin
panel-origin-by = By { $name }
panel-origin-created = Made { $when }
panel-origin-id = Id { $id }
panel-origin-modified = Changed { $when }
panel-palette-filter = Find a command
panel-palette-none = No such command.
panel-parties-empty = No party yet. Type a name above.
panel-party-add = Add
panel-party-aliases = Aliases, one a line
panel-party-close = Fold { $name } in
panel-party-color = Colour
panel-party-color-of = Colour of { $name }
panel-party-delete = Delete party…
panel-party-delete-question = { $count ->
        [0] No statement uses { $name }. Parties that belong to it move up to its parent.
        [one] { $count } statement uses { $name }: it stays, and { $name } leaves its chain and addressees. Parties that belong to it move up to its parent.
       *[other] { $count } statements use { $name }: they stay, and { $name } leaves their chains and addressees. Parties that belong to it move up to its parent.
    }
panel-party-delete-yes = Delete
panel-party-edit = Edit { $name }
panel-party-field-name = Name
panel-party-filter = Name or alias
panel-party-filter-name = { $what }: name or alias
panel-party-merge = Merge into another party
panel-party-merge-choose = Merge into…
panel-party-merge-name = Merge { $name } into
panel-party-merge-question = { $count ->
        [0] { $name } goes into { $into }, which takes its name and aliases as aliases.
        [one] { $count } statement goes from { $name } to { $into }, which takes its name and aliases as aliases.
       *[other] { $count } statements go from { $name } to { $into }, which takes its name and aliases as aliases.
    }
panel-party-merge-yes = Merge
panel-party-name = { $name }, { $count ->
        [one] { $count } statement
       *[other] { $count } statements
    }
panel-party-new-name = New party
panel-party-none-found = No party of this name.
panel-party-parent = Belongs to
panel-party-parent-none = No other party
panel-quotation = Quotation
panel-quotation-direct = Direct
panel-quotation-indirect = Indirect
panel-quotation-mixed = Mixed
panel-quotation-name = Quotation: { $value }
panel-quote = Words
panel-quotes-joined = { $before } … { $next }
panel-relation-candidate = { $kind }, { $chain }: { $quote }
panel-relation-from = From: { $kind } · { $quote }
panel-relation-kind = Kind of the new relation
panel-relation-needs-two = Relations need a second statement in this article.
panel-relation-remove = Remove the relation { $kind }
panel-relation-target = Add a relation to…
panel-relation-target-name = Add a relation to a statement
panel-relation-to = { $kind } · { $quote }
panel-relations = Relations
panel-select-first = Select a passage of the article first.
panel-shortcuts-title = Shortcuts
panel-stance = Stance
panel-stance-name = Stance: { $value }
panel-stance-neutral = Neutral
panel-stance-opposes = Opposes
panel-stance-supports = Supports
panel-statement-head = { $kind } · { $chain }
panel-statement-name = { $kind }, { $chain }: { $quote }
panel-statements-count = { $shown } of { $all }
panel-statements-empty = No statement in this article yet.
panel-statements-no-article = No article is shown.
panel-statements-none = No statement passes these filters.
panel-statements-other = { $annotator } has { $count ->
        [one] { $count } statement
       *[other] { $count } statements
    } here
panel-topic = Topic
panel-unset = Unset

## Welcome

welcome-line-export = Export the statements as a dataset for study.
welcome-line-read = Read an article in Arabic, Hebrew or any other script.
welcome-line-tag = Mark who says what, on whose word: claims, positions, warnings.
welcome-new = New project…
welcome-open = Open project…
welcome-recent = Recent projects
welcome-recent-name = Open { $name }
welcome-recent-row = { $name } · { $folder }
welcome-sample = Open the sample
welcome-title = بيان Bayan

## Articles as files

import-article-unreadable = The article cannot be read ({ $error }). Check that the file is there and may be read: { $path }
import-article-too-large = The file is larger than 64 MB and hardly an article: { $path }

## Refusals and reading again

status-refused-elsewhere = This project is open elsewhere, so nothing can be changed here. Close it there and open it again.
status-refused-protected = This was not changed, because the file is damaged and kept as it is. Mend it or move it away, then open the project again: { $path }
status-read-as = Read as { $encoding }; { $count ->
        [0] every letter could be read.
        [one] { $count } place could not be read.
       *[other] { $count } places could not be read.
    }
status-read-as-gone = The file is not at hand any more. Remove the article and add its file again in the right encoding.
status-read-as-tagged = The article has statements already, and they would lose their places.
gesture-read-as = Encoding

## Later additions to the panels

panel-topic-new = New topic
panel-article-remove = Remove this article
panel-gesture-remove-article = Remove article
panel-attribute-new = New attribute
panel-attribute-hint = name: value
panel-attribute-remove = Remove attribute { $name }
panel-gesture-attribute = Attribute

## Search

find-error-group-open = The ( at character { $at } is not closed.
find-error-group-closed = The ) at character { $at } closes nothing. Write \) for the sign itself.
find-error-class-open = The [ at character { $at } is not closed.
find-error-class-range = The range at character { $at } is no range, or runs backwards.
find-error-repeat = There is nothing to repeat at character { $at }. Write \* or \+ or \? for the sign itself.
find-error-count = The count in braces at character { $at } cannot be read. Write it as {"{"}2,5{"}"}.
find-error-escape = The \ at character { $at } has no known sign after it. Write \\ for the sign itself.
find-error-unsupported = What stands at character { $at } (looking ahead or back, or a back reference) is not supported.
find-error-other = The expression cannot be read at character { $at }.
find-error-too-large = The expression is too large.
find-field = Find in the article
find-next = Next hit (Enter)
find-previous = Previous hit (Shift+Enter)
find-close = Close (Escape)
find-folding = Variants
find-folding-tip = Vowel marks, tatweel, forms of alef, ya, ta marbuta and hamza, and kinds of digits are the same
find-case = Case
find-case-tip = Capital and small letters are different
find-words = Whole words
find-words-tip = Not inside other words
find-proclitics = Proclitics
find-proclitics-tip = Whole words may follow و ف ب ل ك س ال
find-regex = Expression
find-regex-tip = A regular expression, such as (أكد|أكّدت) \w+
find-everywhere = All articles
find-everywhere-tip = Count the hits in every article of the project
find-in-article = { $title } · { $count }
find-count = { $current } of { $all }
find-count-all = { $all ->
        [one] { $all } hit
       *[other] { $all } hits
    }
find-count-full = More than { $most } hits
find-none = No hit
find-searching = Searching…

## Reading

reading-heading = Reading
reading-sizes = Sizes
reading-size = Letters
reading-line-height = Line height
reading-column = Column width
reading-number = { $value }
reading-percent = { $value } %
reading-more = More: { $what }
reading-less = Less: { $what }
reading-align = Lines
reading-align-start = End where their words end
reading-align-justify = Fill the column
reading-theme = Theme
reading-theme-system = As the system
reading-theme-light = Light
reading-theme-sepia = Sepia
reading-theme-dark = Dark
reading-show = Show
reading-numbers = Paragraph numbers
reading-marks = Invisible characters
reading-selecting = Selecting
reading-snap = Whole words only
reading-usual = Usual settings
status-marks = { $count ->
        [one] { $count } invisible character
       *[other] { $count } invisible characters
    }
status-marks-tip = { $direction } that change the order of letters, { $other } others. They are part of the text and can make it look as if it said something else. Click to show where they are.
status-snap-on = Selections grow to whole words.
status-snap-off = Selections may begin and end inside words.
status-no-proclitic = The word has no و ف ب ل ك س ال at its beginning to pass.
command-find = Find in the article…
command-find-next = Next hit
command-find-previous = Previous hit
command-find-close = Close the find bar
command-past-proclitic = Start after و ف ب ل ك س ال
command-before-proclitic = Start before و ف ب ل ك س ال again
command-trim = Trim white space and quotation marks
command-snap = Select whole words only, or letters again
command-reading = Reading…
command-marks = Show invisible characters, or hide them
reading-arabic = Arabic letters
reading-latin = Latin letters
reading-face-naskh = Noto Naskh
reading-face-scheherazade = Scheherazade New
reading-face-matching = Those of the Arabic typeface
reading-face-serif = Literata
reading-face-sans = IBM Plex Sans
