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
