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
export-heading = Export
export-jsonl = JSON Lines (complete)
export-csv = Table (CSV)
export-all-annotators = Layers of all annotators
export-without-excluded = Leave out statements in passages that are not part of the article
export-spreadsheet = For spreadsheet programs (byte order mark, harmless cells)
export-preview = First rows
export-losses = What this format cannot hold
export-path = File
export-write = Export
export-choose = Choose a file…

## Commands

command-make = Mark as { $kind }
command-party = Speaker: { $party }
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
command-theme = Light or dark
command-palette = All commands
command-shortcuts = All shortcuts
command-quit = Quit

## Gestures, as undo names them

gesture-make = New statement
gesture-kind = Kind
gesture-party = Speaker
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
