# The strings of Bayan in English. One section per area, keys in kebab-case with the area as prefix.
# A key that is used nowhere, or used and missing here, fails tests/sources/locales.rs.

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

id-device = Windows keeps the name { $id } for a device, so that no file can have it. Choose another name.
id-invalid = { $id } is no good as a name for files: use letters, digits, - and _, at most 80 of them.

## The article

document-sign-name = { $whose }: { $what }
document-none = Add an article, or paste one, to begin.
document-choose = Choose an article in the list.
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
status-not-saved = Not saved
status-read-only = Open elsewhere: nothing is written here
status-problems = { $count ->
        [one] { $count } problem
       *[other] { $count } problems
    }
status-copied = A copy is in { $path }
status-undone = Undone: { $name }
status-review-noted = Noted for: { $what }
status-redone = Done again: { $name }
status-nothing-to-undo = There is nothing more to undo or redo.
takeback-nothing = Nothing of “{ $name }” can be taken back
takeback-not-redone = Nothing of “{ $name }” can be done again
takeback-nothing-left = “{ $name }”: everything is that way already.
takeback-more = { $count ->
        [one] One more thing stays.
       *[other] { $count } more things stay.
    }
takeback-field = { $known ->
        [0] The { $field } of the { $what } has been changed elsewhere since; it stays.
       *[other] The { $field } of the { $what } has been changed since by { $by }; it stays.
    }
takeback-changed = { $known ->
        [0] The new { $what } has been changed elsewhere since; it stays.
       *[other] The new { $what } has been changed since by { $by }; it stays.
    }
takeback-deleted = { $known ->
        [0] The { $what } has been deleted elsewhere since; it stays deleted.
       *[other] The { $what } has been deleted since by { $by }; it stays deleted.
    }
takeback-back = { $known ->
        [0] The { $what } has come back meanwhile; it stays.
       *[other] The { $what } has come back meanwhile, from { $by }; it stays.
    }
takeback-linked = The { $what } has been linked to something else since; it stays.
takeback-worked-on = Others have worked on the { $what } since; it stays.
takeback-new-text = Others have worked on the new text of the { $what } since; it stays.
takeback-unfit = The { $what } stays as it is: { $reason }
takeback-what-project = project
takeback-what-guidelines = manual (guidelines.md)
takeback-what-codebook = codebook
takeback-what-reviewers = list of reviewers
takeback-what-party = party “{ $name }”
takeback-what-article = article “{ $title }”
takeback-what-statement = statement “{ $quote }”
takeback-what-gone-statement = statement in “{ $title }”
takeback-what-relation = relation in “{ $title }”
takeback-what-progress = state of { $annotator } in “{ $title }”
takeback-what-decision = decision in “{ $title }”
takeback-what-thread = thread in “{ $title }”
takeback-what-assignment = assignment of “{ $title }” to { $annotator }
takeback-title = title
takeback-text = text
takeback-setting = setting
takeback-excluded = part that is left out
takeback-progress = state
takeback-due = due day
takeback-note = note
takeback-kind = kind
takeback-attribute = attribute “{ $name }”
takeback-ends = pair of statements
takeback-name = name
takeback-color = colour
takeback-parent = parent
takeback-publisher = publisher
takeback-published = date
takeback-url = address
takeback-language = language
takeback-newer = newer version
takeback-cause = cause
takeback-reason = reason
takeback-rule = need for a rule
takeback-outcome = outcome
takeback-resolved = settlement
status-writing-as = Writing as { $annotator }
command-name = My name…
command-name-keep = Keep the name that I write under
welcome-name = You are { $name }: change…
whose-enter = Enter
whose-escape = Escape
whose-leave = Leave it as it is
whose-change = Change it
whose-done-heading = Change finished work?
whose-done = The tags of { $annotator } in “{ $title }” are marked as done. You are asked once; further changes go on without a question.
whose-another-heading = Change the tags of { $annotator }?
whose-another = You are { $person }, and these are the tags of { $annotator } in “{ $title }”. You are asked once; further changes go on without a question.
whose-undo-heading = Take back “{ $name }”?
whose-undo = Take it back
whose-redo-heading = Do “{ $name }” again?
whose-redo = Do it again
whose-step-earlier = { $known ->
        [0] “{ $name }” in { $place }, { $time }. It was done before this project was opened.
       *[other] “{ $name }” in { $place }, by { $by }, { $time }. It was done before this project was opened.
    }
whose-step-another = { $known ->
        [0] “{ $name }” in { $place }, { $time }. It was not done as { $person }.
       *[other] “{ $name }” in { $place }, by { $by }, { $time }. You are { $person } now.
    }
whose-step-outside = “{ $name }” in { $place }, { $time }. It came in from outside, and is others' work.
whose-name-heading = Who are you?
whose-name-explained = Your tags are kept under this name, apart from everybody else's. You are asked once; “My name…” among the commands changes it.
whose-name = Your name
whose-name-file = Files and lists have it as { $name }.
whose-name-keep = That is my name
whose-again = That was for the tags of another name. Please do it again.
whose-strip = You write as { $annotator }. Is that your name?
whose-strip-yes = Yes
whose-strip-other = Another name…
undo-place-project = the project
undo-place-article = “{ $title }”
undo-place-articles = { $count } articles
status-nothing-selected = Select a passage first.
status-select-first = Select the words first.
status-nothing-changed = That is so already; nothing was changed.
status-copied-words = { $count ->
        [one] One character copied.
       *[other] { $count } characters copied.
    }
status-paste-where = Click into a field to paste there. Ctrl+Shift+V makes an article of what was copied.
status-dialog-first = Close the dialog first; the files were not added.
status-undo-name = Undo: { $what }
status-speaks-now = { $name } is the speaker now.
status-author-speaks-now = Nobody is named now: the author of the article speaks.
status-statement-deleted = { $relations ->
        [0] The statement was deleted.
        [one] The statement was deleted, and a relation with it.
       *[other] The statement was deleted, and { $relations } relations with it.
    }
status-taken-back = { $count ->
        [0] The decision was taken back.
        [one] The decision was taken back, and its gold statement with it.
       *[other] The decision was taken back, and its { $count } gold statements with it.
    }
status-part-again = { $count ->
        [one] The passage is part of the article again.
       *[other] { $count } passages are part of the article again.
    }
status-orphan-deleted = { $count ->
        [0] Deleted a statement of { $whose }. Every statement has a place now.
        [one] Deleted a statement of { $whose }. One is left without a place.
       *[other] Deleted a statement of { $whose }. { $count } are left without a place.
    }
status-removed-bare = Removed: { $title }
status-removed-layers = { $layers ->
        [one] Removed with one layer: { $title }
       *[other] Removed with { $layers } layers: { $title }
    }
status-removed = { $layers ->
        [one] Removed with one layer (statements: { $count }): { $title }
       *[other] Removed with { $layers } layers (statements: { $count }): { $title }
    }

## Why a key does nothing

not-project = Open a project first.
not-article = Add an article first, or choose one.
not-page = That belongs to the page Article.
not-statement = Choose a statement first.
not-passage = Select the words first.
not-statement-nor-passage = Select words or choose a statement first.
not-any-statement = There are no statements in this article yet.
not-link = Nobody is in the chain of this statement yet: choose who speaks first.
not-orphans = Every statement has a place in the text.
not-conflicts = There are no conflicts to settle.
not-looking-back = Nothing can be changed here: go back to the present state first.
not-place = Choose a place in the list first.
not-at-place = Nobody has marked anything at this place.
not-places = There are no places in the list.
not-decided = Nothing is decided here yet.
not-out-of-date = The decision here is not out of date.
not-gold = No gold statement was decided on here.
not-compared = The layers are still being compared.
not-computed = Nothing is computed yet. F5 computes.
not-while-computing = It is being computed. Escape stops it.
not-computing = Nothing is being computed.
not-list = No list of passages is open.
not-annotator = No annotator has the number { $number } here.
not-parties = There is no party yet. Add one under “Parties” first.
not-party = { $count ->
        [one] No party has the number { $number }: there is only one.
       *[other] No party has the number { $number }: there are { $count }.
    }

## Removing an article

removal-heading = Remove this article?
removal-own = { $count ->
        [0] You have marked nothing in it.
        [one] One statement of yours goes with it.
       *[other] { $count } statements of yours go with it.
    }
removal-others = { $layers ->
        [one] The layer of { $names } goes with it; statements in it: { $count }.
       *[other] The layers of { $names } go with it; statements in them: { $count }.
    }
removal-others-hidden = { $layers ->
        [one] The layer of { $names } goes with it.
       *[other] The layers of { $names } go with it.
    }
removal-decisions = { $count ->
        [one] One decision of the review goes with it, and the gold that came of it.
       *[other] { $count } decisions of the review go with it, and the gold that came of them.
    }
removal-comments = { $count ->
        [one] One comment goes with it.
       *[other] { $count } comments go with it.
    }
removal-undo = Undo brings all of it back.
removal-keep = Keep the article
removal-remove = Remove the article
status-no-project = There is no project in this folder: a project has a file project.ron. { $path }
status-open-first = Open or make a project first; articles are added to it.
status-replaced = { $count ->
        [one] One place
       *[other] { $count } places
    } could not be read as { $encoding } and { $count ->
        [one] stands
       *[other] stand
    } as � in the text. Another encoding can be chosen under Encoding: { $path }
status-empty-article = There is no text in this article.
status-party-here = “{ $name }” is here already and was chosen.
status-added = Added { $title }.
status-added-as = Added { $title }. Read as { $encoding }; another encoding can be chosen under Encoding.
incoming-heading = Not everything was added
incoming-same = This text is here already as “{ $title }”, so it was not added again: { $path }
incoming-anyway = Add it again
incoming-pasted = the pasted text
status-exported = Exported to { $path }

## What happens outside the window

outside-gone = Removed outside, and still here: { $path }
outside-layer-new = { $count ->
        [one] One statement of { $annotator } has come in.
       *[other] { $count } statements of { $annotator } have come in.
    }
outside-layer = The tags of { $annotator } have come in: { $added } added, { $changed } changed, { $removed } removed.
outside-document = The article { $id } has come in.
outside-what-project = Parties and codebook
outside-what-guidelines = The manual
outside-what-document = About { $id }
outside-what-layer = The tags of { $annotator }
outside-what-review = The review of { $id }
outside-merged = { $conflicts ->
        [0] { $what }, merged: { $added } added, { $changed } changed, { $removed } removed.
       *[other] { $what }, merged: { $added } added, { $changed } changed, { $removed } removed, { $conflicts } changed on both sides and left to you.
    }
outside-state = { $state ->
        [done] { $annotator } is done with { $document }.
        [open] { $annotator } has not begun with { $document }.
       *[other] { $annotator } is at work on { $document }.
    }
outside-hidden-layer = The tags of { $annotator } have changed. You see them when you are done.
outside-hidden-review = The review of { $id } has changed. You see it when you are done.
outside-take-text = Compare with the new text of { $document }…
outside-merge-copies = { $count ->
        [one] Merge the conflict copy
       *[other] Merge the { $count } conflict copies
    }
status-conflict-copy = { $program } has put a second version of a file beside it. See the problems to merge it.
status-refused-only = Only the tags of { $annotator } can be changed in this window: the project is open in another one.
status-refused-layer = The tags of { $annotator } are being written in another window, so nothing was changed.
status-only = Writing only the tags of { $annotator }
status-left-behind = Process { $pid }, which had the project open since { $since }, ended without closing it. What it had confirmed is here.
elsewhere-heading = This project is open elsewhere
elsewhere-explained = You can read it, or write the tags of an annotator whom nobody else writes:
elsewhere-work-as = Work as { $annotator }
elsewhere-anyway = Open it anyway
elsewhere-read-only = Read only
command-elsewhere = Open for writing in another way…
command-merge-copies = Merge the conflict copies

## Dialogs

window-title = { $project } — Bayan
dialog-open = Open a project folder
dialog-add = Add articles
dialog-text-files = Texts
dialog-all-files = All files
dialog-copy = Save a copy as
dialog-export = Export to
dialog-new-folder = Folder for the project
dialog-cancel = Cancel
dialog-close = Close
path-explained = The system shows no file dialog here, so type the path.
path-field = Path
path-go = Go on
path-missing = There is nothing at this path: { $path }
path-no-folder = There is no such folder: { $path }
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
paste-large = { $kilobytes } KB of text, which begin like this:
paste-clear = Clear the text
paste-hint = Paste the text here
paste-add = Add article
problems-heading = { $count ->
        [one] { $count } problem in this project
       *[other] { $count } problems in this project
    }
problems-explained = Everything else is open. Nothing that is named as damaged is lost: it stays as it is, or in .bayan/kept where you have changed the same file since.

## Commands

command-make = Mark as { $kind }
command-party = Speaker: { $party }
command-reporter = On the word of: { $party }
command-cue = Selection is the cue of the marked link, or of the last
command-mention = Selection is the mention of the marked link, or of the last
command-outer-cue = Selection is the cue of the outermost link
command-outer-mention = Selection is the mention of the outermost link
command-copy-words = Copy the words
command-copy-source = Copy the words with their source
command-let-go = Let go of the selection, or of the statement
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
command-conflicts = Conflicts to settle…
command-kept = Changes that were not taken…
command-replace-text = Replace the text…
command-orphans = Statements without a place in the text
command-past = Past states of this layer…
command-close = Close the project
command-larger = Larger text
command-smaller = Smaller text
command-theme = Light, sepia or dark
command-palette = All commands
command-shortcuts = All shortcuts
command-quit = Quit

## Pages

page-article = Article
page-review = Review

## Review

command-review-next = Next place to review
command-review-previous = Previous place to review
command-review-take = Take what { $annotator } has
command-review-correct = Take what { $annotator } has, and correct it
command-review-nothing = Decide: nothing here
command-review-new = Write a new statement for this place
command-review-missed = Add what all have missed, on the selection
command-review-later = Decide later
command-review-send-back = Send back with the reason
command-review-take-back = Take the decision back
command-review-confirm = The decision still holds
command-review-gold = Correct what was decided
command-review-reason = Give a reason
command-review-rule = The manual needs a rule, or does not
command-review-cause = Cause: { $cause }
command-review-no-cause = Cause: none
command-review-comment = Comment
command-review-overlaid = All in one text, or beside each other
command-review-show-gold = Show gold, or not
command-review-agreements = Show agreements too, or not
command-review-all = Show all places, or those to do
command-review-goes-on = Go on to the next after a decision, or stay
command-review-bulk = Accept in bulk…
command-review-manual = For the manual…
command-review-span = The selection is what the statement covers
command-review-done = The correction is finished
command-threads = Threads…
review-tool-overlaid = In one text
review-tool-gold = Gold
review-tool-goes-on = Go on by itself
review-tool-bulk = Accept in bulk…
review-tool-manual = For the manual…
review-tool-threads = Threads…
review-next = Next
review-previous = Previous
review-column = { $number } · { $annotator } · for reading only
review-column-all = { $names } · for reading only
review-column-gold = Gold · for reading only
review-column-correcting = Gold · being corrected
review-decision = Decision
review-decided-by = by { $by }, { $when }
review-decided-by-you = by you, { $when }
review-decided-rule = in bulk: { $rule }
review-provenance-unanimous = all had the same
review-provenance-adjudicated = one of several was taken
review-provenance-edited = in the reviewer’s form
review-rule-all = all agree
review-rule-majority = most agree
review-rule-edges = { $count ->
        [one] the same but for edges of up to { $count } word
       *[other] the same but for edges of up to { $count } words
    }, the longest taken
review-changed = Changed since it was decided
review-change-added = { $annotator } has added a statement
review-change-removed = { $annotator } has removed a statement
review-change-changed = { $annotator } has changed { $what }
review-confirm = It still holds
review-correct-gold = Correct
review-take-back = Take back
review-differences = Differences
review-take = Take
review-take-name = Take what { $annotator } has
review-accept = Accept
review-correct = Correct
review-correct-name = Take what { $annotator } has, and correct it
review-or = Or
review-decide-nothing = Nothing here
review-decide-new = Write new
review-decide-later = Later
review-decide-send-back = Send back
review-why = Why
review-cause = Cause
review-cause-none = No cause given
review-reason = Reason
review-reason-for = Reason for: { $what }
review-decided-what = { $kind }, { $chain }: “{ $words }”
review-needs-rule = Needs a rule in the manual
review-detail = { $name }: { $value }
review-details = { $before } · { $next }
review-verdict-take = taken from { $annotator }
review-verdict-edit = taken from { $annotator } and corrected
review-verdict-new = written in review
review-verdict-nothing = nothing here
review-verdict-later = put off
review-verdict-sent-back = sent back
status-review-stays = After a decision the place stays.
status-review-goes-on = After a decision the next place comes by itself.
status-review-nothing-to-correct = There is nothing to correct: this annotator has nothing here.
status-review-why = Say first what is to be done: the reason goes to the annotator as a comment.
status-manual-copied = The list is in the clipboard.
status-manual-appended = The list stands at the end of guidelines.md; undo takes it out again.
status-bulk-again = Something has changed meanwhile: look again at what would be decided.
status-bulk-done = { $count ->
        [one] { $count } place
       *[other] { $count } places
    } decided in one step.
bulk-heading = Accept in bulk
bulk-explained = What is decided already stays as it is. All of it is one step, which undo takes back.
bulk-all = All agree on everything
bulk-majority = Most agree on everything, or on nothing being here
bulk-edges = The same but for edges of up to { $count ->
        [one] { $count } word
       *[other] { $count } words
    }: take the longest
bulk-fewer = Fewer words
bulk-more = More words
bulk-looking = Looking what that would decide…
bulk-count = { $count ->
        [one] { $count } place would be decided
       *[other] { $count } places would be decided
    }; { $before } that fit were decided before and stay as they are.
bulk-document = { $title }: { $count }, before: { $before }
bulk-row = { $choice } · { $summary }
bulk-take-all = all the same, taken from { $annotator }
bulk-accept = { $count ->
        [one] Decide { $count } place
       *[other] Decide { $count } places
    }
manual-heading = For the manual
manual-explained = The decisions that need a rule, with their passages.
manual-empty = No decision is marked with “needs a rule”.
manual-section = Needs a rule
manual-line = “{ $passage }” ({ $title }): { $reason } ({ $how })
manual-row = { $title } · { $how }
manual-how = { $verdict }; { $cause }; { $by }, { $when }
manual-no-reason = No reason given.
manual-copy = Copy
manual-append = Append to guidelines.md
threads-heading = Threads
threads-open = Open
threads-all = All
threads-mine = Mine
threads-none = There are none.
threads-row-open = { $by }, { $when } · { $title } · { $count ->
        [one] { $count } comment
       *[other] { $count } comments
    }
threads-row-resolved = resolved · { $by }, { $when } · { $title } · { $count ->
        [one] { $count } comment
       *[other] { $count } comments
    }
thread-title = Threads
thread-new = New comment
thread-new-statement = Comment on this statement
thread-new-disagreement = Comment on this disagreement
thread-new-passage = Comment on this passage
thread-comment = Comment
thread-comment-head = { $by }, { $when }
thread-resolved = resolved by { $by }, { $when }
thread-resolve = Resolve
thread-reopen = Open again
thread-reply = Reply
thread-reply-field = Reply
thread-reply-hint = Reply
reviewed-title = Gold
reviewed-accepted = Taken as it is
reviewed-nothing = Decided: nothing here
reviewed-sent-back = Sent back: change it, and it is reviewed again
reviewed-changed = Was sent back, and has been changed since
reviewed-later = Not decided yet: put off
reviewed-other = Taken from { $annotator }, differs in { $what }
reviewed-corrected = Corrected in { $what }
reviewed-reason = Reason: { $reason }
review-annotators = Who is compared
review-nobody = Nobody has marked anything
review-standings = By where they stand
review-standings-todo = To do ({ $count })
review-standings-all = All
review-standings-open = Open ({ $count })
review-standings-later = For later ({ $count })
review-standings-sent-back = Sent back ({ $count })
review-standings-decided = Decided ({ $count })
review-standings-out-of-date = Out of date ({ $count })
review-standing-open = open
review-standing-later = for later
review-standing-sent-back = sent back
review-standing-decided = decided
review-standing-out-of-date = out of date
review-order = Order
review-order-worst = Worst first
review-order-text = In text order
review-order-kind = By kind
review-order-party = By speaker
review-order-annotators = By pair
review-order-cause = By cause
review-documents = Which articles
review-documents-all = All articles
review-documents-one = This article
review-filters = Filters
review-filters-used = Filters ({ $count })
review-filter-any = Any difference
review-filter-difference = Kind of difference
review-filter-party = Party
review-filter-party-all = Any party
review-filter-pair = Pair of annotators
review-filter-pair-all = Any pair
review-filter-cause = Cause
review-filter-cause-all = Any cause
review-filter-agreements = Agreements too
review-pair = { $first } – { $second }
review-comparing = Comparing… { $count ->
        [one] { $count } article so far
       *[other] { $count } articles so far
    }
review-counts = { $shown } listed · { $decided } of { $places } decided · { $agreed } agree
review-empty-no-layers = Nobody has marked anything yet. Colleagues’ work comes in with the project folder.
review-empty-nothing-marked = There is nothing to compare: nothing is marked.
review-empty-all-agree = All agree, at { $count ->
        [one] { $count } place
       *[other] { $count } places
    }. “Agreements too” under Filters lists them.
review-empty-all-decided = Done: { $count ->
        [one] the one place is
       *[other] all { $count } places are
    } decided.
review-empty-hidden = What others have marked is hidden until you are done with an article.
review-empty-filter = Nothing passes these filters.
review-row-name = { $summary }, { $standing }: { $quote }
review-row-head-document = { $summary } · { $document }
review-place-none = Choose a place in the list.
review-place-unknown = where this was is not known any more
review-place-gone = What this was decided on is gone
review-place-added = Added in review
review-place-single = One annotator
review-place-agreed = All agree
review-list = { $before }, { $next }
review-side = { $number } · { $annotator }
review-nothing-here = nothing here
review-difference-count = { $name } ({ $count })
review-difference-missing = missing
review-difference-split = split or merged
review-difference-kind = kind
review-difference-speaker = speaker
review-difference-chain = chain
review-difference-stance = stance
review-difference-topic = topic
review-difference-addressee = addressee
review-difference-relation = relation
review-difference-edges = edges
review-difference-attribute = attribute
review-difference-quotation = quotation
review-difference-cue = cue or mention
review-words-missing = missing: { $annotator } has nothing here
review-words-split = split or merged: { $first ->
        [one] { $first } statement
       *[other] { $first } statements
    } / { $second ->
        [one] { $second } statement
       *[other] { $second } statements
    }
review-words-of = { $name }: { $words }
review-words-versus = { $name }: { $first } / { $second }
review-edge-start-earlier = begins { $count ->
        [one] { $count } word
       *[other] { $count } words
    } earlier
review-edge-start-later = begins { $count ->
        [one] { $count } word
       *[other] { $count } words
    } later
review-edge-end-earlier = ends { $count ->
        [one] { $count } word
       *[other] { $count } words
    } earlier
review-edge-end-later = ends { $count ->
        [one] { $count } word
       *[other] { $count } words
    } later
review-edge-start-earlier-letters = begins { $count ->
        [one] { $count } letter
       *[other] { $count } letters
    } earlier
review-edge-start-later-letters = begins { $count ->
        [one] { $count } letter
       *[other] { $count } letters
    } later
review-edge-end-earlier-letters = ends { $count ->
        [one] { $count } letter
       *[other] { $count } letters
    } earlier
review-edge-end-later-letters = ends { $count ->
        [one] { $count } letter
       *[other] { $count } letters
    } later
review-edge-parts = { $first ->
        [one] { $first } part
       *[other] { $first } parts
    } / { $second ->
        [one] { $second } part
       *[other] { $second } parts
    }
review-edge-gaps = other gaps
review-value-none = none
review-value-cue = “{ $cue }” by “{ $mention }”
review-value-chain = ⟨{ $parties }⟩
review-relation-to = { $kind } →
review-relation-from = ← { $kind }
review-cause-slip = Slip
review-cause-edges = Edges
review-cause-guideline = Guideline unclear
review-cause-ambiguity = True ambiguity
review-cause-knowledge = Knowledge
review-cause-other = Other

## Gestures, as undo names them


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
export-loss-placeless = { $count ->
        [one] One statement
       *[other] { $count } statements
    } without a place in the new text of { $count ->
        [one] its
       *[other] their
    } article { $count ->
        [one] is
       *[other] are
    } left out.
export-loss-excluded-statements = { $count } statements in passages that are not part of the article are left out.
export-span = In { $document }, statement { $statement } has the span { $start }–{ $end } (bytes), which does not fit the text. Run “bayan check”.
export-unknown-document = There is no document { $id } in this project.
export-unknown-annotator = { $id } has no layer in this project.
export-out-folder = It is a folder. Name a file in it: { $path }
export-out-links = Its links lead in a circle. Name another file than: { $path }
export-out-no-reader = Nobody reads from the pipe. Start the program that reads from it first: { $path }
export-out-special = It is neither a file nor a pipe, and is not written. Name another file than: { $path }
export-write = The export could not be written: { $error }
export-done = Exported: { $statements ->
        [one] { $statements } statement
       *[other] { $statements } statements
    } in { $layers ->
        [one] { $layers } layer
       *[other] { $layers } layers
    } of { $documents ->
        [one] { $documents } document
       *[other] { $documents } documents
    }.

## Imports

import-warning = Line { $line }: { $message }
import-layer-exists = { $annotator } has statements in { $document } already. Use --replace to put the file in their place.
import-several-annotators = The file has layers of several annotators ({ $found }), none of them { $annotator }.
import-document-twice = The document { $id } came before; this line was left out.
import-statement-left-out = Statement { $id } was left out: { $reason }
import-codebook-left-out = { $id } of the codebook was left out: { $reason }
import-progress-left-out = How far the layer is was left out: { $reason }
import-progress-state = “{ $state }” is none of open, in-progress, done.
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
import-cannot-read = The file cannot be read ({ $error }): { $path }
import-no-file = It is no file that can be read. Name an ordinary file or a pipe instead of: { $path }
import-no-writer = Nobody has written into the pipe. Start the program that writes into it first: { $path }
import-protected = Nothing was imported: { $path } is damaged and is not overwritten.
## Projects on disk

store-bad-name = { $name } is no good as a name for files and was passed over. Rename it: letters, digits, - and _ only.
store-bad-value = { $value } cannot be read here. Correct it in a text editor; until then the file is not written.
store-duplicate = { $id } is there twice; the first one was opened. Give the other one an id of its own.
store-backup = The files are of an older version, and the copy that is kept before they are written anew could not be made, so the project is for reading only: { $message } In: { $path }
store-backup-differs = The copy that was read back is not what was written.
store-backed-up = The files are of an older version. Before they are written anew, all of them were copied to this folder.
store-both-changed = The file was changed outside Bayan and here. It was not merged: compare the two, and take over by hand what is missing.
store-kept-aside = Somebody else had changed the file when it was saved here. What they had written is kept under this name.
store-text-outside = The text of the article was changed outside Bayan. It was not taken: the statements here belong to the old one. Use “Replace text…” to take it; every statement then goes with its words.
store-gone = The file was removed outside Bayan. What it held is still here, and is written again when it is changed.
store-noted = A note in the folder says that the project is open on { $host }, process { $pid }, since { $since }. In a folder that is synchronised this cannot be proved from here. Close it there first, or open it anyway if it is not open there any more. In: { $path }
store-layer-locked = The tags of { $annotator } are being written in another window: on { $host }, process { $pid }, since { $since }.
store-news-waiting = Files were changed outside and are being merged first.
store-conflict-copy = This is a second version of the file beside it, as { $program } makes one where two computers have changed the same. It was not opened. Merge it in the window, or with bayan merge-copies.
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
store-place-assignment = assignment of { $document } to { $annotator }
store-place-assignments = assignments
store-place-excluded = passages that are not part of the article
store-place-party = party { $id }
store-place-progress = progress
store-place-relation = relation { $id }
store-place-reviewers = reviewers
store-place-statement = statement { $id }
store-problem = { $what } In: { $path }
store-problem-at = { $what } At: { $place }. In: { $path }
store-quote = The text at this place is “{ $found }” and not “{ $written }”. Bring the text or the span back; until then the file is not written.
store-span-not-on-grapheme = The span { $start }–{ $end } cuts a letter from its marks. Correct it; until then the file is not written.
store-span-outside = The span { $start }–{ $end } is empty or lies outside the text. Correct it; until then the file is not written.
store-syntax = Line { $line }, column { $column } cannot be read ({ $message }). Correct it or bring the file back from a copy; it was left as it is.
store-text-changed = The text is not the one that was annotated: its SHA-256 differs, and by more than its line ends. Bring the text back (in git: git checkout HEAD -- text.txt in its folder, or the version before it); until then the document and all that belongs to it are open for reading only.
store-text-differs = Another text stands where the document's text belongs, and is not overwritten: { $path }
store-too-large = The file is larger than 1 GB, or than 64 MB in a zip, and was not opened.
store-unfit = It does not fit the project: { $reason } Correct it; until then the file is not written.
store-archive-bad = The zip cannot be read: { $message } Pack the project anew, or unpack it and take the folder.
store-archive-encoding = The names in the zip are in an encoding that is not known here, for example { $name }. Pack the project anew with a program that writes names in UTF-8, or unpack it and take the folder.
store-archive-link = { $name } in the zip is a link. Pack the project anew without links.
store-archive-locked = { $name } in the zip has a password. Pack the project anew without one.
store-archive-name = { $name } in the zip is no name that a file of a project can have. Pack the project anew.
store-archive-several = The zip has several projects: { $names }. Pack the one that is meant.
store-archive-too-large = The zip holds more than any project does; nothing of it was taken. Unpack it and take the folder.
store-archive-too-many = The zip lists more than { $count } files, more than any project has. Pack the project alone.
store-archive-list = its list of files does not fit what is in it.
store-archive-method = a file is packed in a way that is not read here (method { $method }).
store-archive-overlap = files in it lie over each other.
store-archive-sum = a file in it is damaged: its checksum differs.
store-archive-torn = its end is missing.
store-archive-twice = The zip has two files that some systems take for one: { $name } Pack the project anew.
store-written-differs = What was read back is not what was written. Check the disk or the connection to it; it will be tried again.
store-write = The file could not be written: { $message } In: { $path }

## Headless verbs

cli-add-done = Added { $id }: { $characters } characters, read as { $encoding }, from { $path }
cli-add-same = This text is here already as “{ $title }” ({ $id }) and was not added again; --anyway adds it all the same: { $path }
cli-add-encoding = Unknown encoding; known are { $known }.
cli-add-one-title = A title can be given for a single file only. Add the files one by one, or leave the title out.
cli-add-replaced = { $count ->
        [one] One place could not be read as { $encoding } and stands
       *[other] { $count } places could not be read as { $encoding } and stand
    } as U+FFFD; another encoding may fit: { $path }
cli-session-same-party = The party { $id } is called “{ $name }” like { $same }; use that one, or merge the two under Parties.
store-same-name = Two parties are called “{ $name }”: { $first } and { $second }. Merge them in the window, under Parties, or rename one of them.
cli-check-clean = Nothing is wrong: { $documents ->
        [one] { $documents } document
       *[other] { $documents } documents
    }, { $layers ->
        [one] { $layers } layer
       *[other] { $layers } layers
    }, { $statements ->
        [one] { $statements } statement
       *[other] { $statements } statements
    }.
cli-new-done = Made the project { $title } in { $path }
cli-stats-layer = { $document } / { $annotator }: { $statements ->
        [one] { $statements } statement
       *[other] { $statements } statements
    } ({ $kinds }), { $relations ->
        [one] { $relations } relation
       *[other] { $relations } relations
    } – { $state }
cli-stats-work = Work: { $open } open, { $in_progress } in progress, { $done } done
cli-stats-total = { $title }: { $documents ->
        [one] { $documents } document
       *[other] { $documents } documents
    }, { $parties ->
        [one] { $parties } party
       *[other] { $parties } parties
    }, { $statements ->
        [one] { $statements } statement
       *[other] { $statements } statements
    }
cli-no-display = There is no display for the window (DISPLAY and WAYLAND_DISPLAY are not set); without one there are: new, add, check, stats, export, import, session, history, replace-text, merge, git-setup, recover, agreement, gold, review, send, receive. See bayan --help.
cli-no-window = This bayan is built without its window; there are: new, add, check, stats, export, import, session, history, replace-text, merge, git-setup, recover, agreement, gold, review, send, receive. See bayan --help.
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
panel-choice-name = { $field }: { $value }
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
panel-link-keys-tip = Q and M set the cue and the mention of the marked link
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
panel-party-delete-addressed = { $count ->
        [one] In one statement { $name } is only spoken to, and is taken off its addressees.
       *[other] In { $count } statements { $name } is only spoken to, and is taken off their addressees.
    }
panel-party-delete-author = { $count ->
        [one] In one statement nobody is left: the author of the article speaks.
       *[other] In { $count } statements nobody is left: the author of the article speaks.
    }
panel-party-delete-becomes = { $count ->
        [one] In one statement { $next }, until now the reporter, becomes the speaker.
       *[other] In { $count } statements { $next }, until now the reporter, becomes the speaker.
    }
panel-party-delete-children = { $count ->
        [one] One party belongs to it and moves up to its parent.
       *[other] { $count } parties belong to it and move up to its parent.
    }
panel-party-delete-gold = { $count ->
        [one] One of them is gold.
       *[other] { $count } of them are gold.
    }
panel-party-delete-hidden = Layers that you may not see yet are changed in the same way.
panel-party-delete-instead = Another party:
panel-party-delete-instead-choose = Choose a party…
panel-party-delete-instead-name = Who stands for { $name }
panel-party-delete-next = Next in the chain:
panel-party-delete-reports = { $count ->
        [one] In one statement { $name } reports; it leaves the chain, and the speaker stays.
       *[other] In { $count } statements { $name } reports; it leaves the chain, and the speaker stays.
    }
panel-party-delete-speaks = { $count ->
        [one] In one statement { $name } speaks. Who is to speak there?
       *[other] In { $count } statements { $name } speaks. Who is to speak there?
    }
panel-party-delete-unknown = Unknown speaker
panel-party-delete-uses = { $count ->
        [0] No statement uses { $name }.
        [one] One statement uses { $name }. It stays.
       *[other] { $count } statements use { $name }. They stay.
    }
panel-party-delete-yes = Delete
party-unknown = Unknown speaker
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
panel-party-same = Two parties are called “{ $name }”.
panel-party-same-merge = Merge the two of { $name }…
panel-party-parent = Belongs to
panel-party-parent-none = No other party
panel-quotation = Quotation
panel-quotation-direct = Direct
panel-quotation-indirect = Indirect
panel-quotation-mixed = Mixed
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
panel-statement-thread = { $name }, open thread
panel-correcting = This goes to gold: change what is to be changed.
panel-correcting-span = Selection is it
panel-correcting-done = Done
panel-stance = Stance
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

## When the project cannot be written, and after a crash

banner-nothing = Nothing can be written at the moment.
banner-nothing-rest = The work goes on in memory: { $count ->
        [one] one change is nowhere else
       *[other] { $count } changes are nowhere else
    }. Writing is tried again every few seconds.
banner-files = The project's files cannot be written at the moment.
banner-files-rest = Everything you do is in the journal and survives a crash. Writing the files is tried again every few seconds.
banner-journal = The journal cannot be written at the moment.
banner-journal-rest = The project's files are written instead. The journal is tried again every few seconds.
banner-copied = A copy with everything up to now is in { $path }
banner-try = Try again now
banner-copy = Save a copy as…
banner-copying = Copying…
banner-open-copy = Open the copy
status-trying = Trying to write the files…
status-leaving = Writing what is left…
status-not-left = The other project was not opened, because this one was changed meanwhile and cannot be written.
leaving-heading = The project's files could not be written
leaving-copied = Nothing is lost by closing: a copy with everything up to now is in { $path }
leaving-in-memory = { $count ->
        [one] One change is in memory only and would be lost by closing.
       *[other] { $count } changes are in memory only and would be lost by closing.
    } Save a copy on another disk, or try again when there is room.
leaving-in-journal = Everything is in the journal: it survives closing and comes back when the project is opened here again. Until then it is not in the files, and nobody else sees it.
leaving-lose = Close and lose it…
leaving-stay = Do not close
leaving-quit = Close
leaving-close = Close the project
leaving-open = Open the other project
leaving-sure = { $count ->
        [one] Lose one change for good?
       *[other] Lose { $count } changes for good?
    }
leaving-sure-explained = They are nowhere but in this window. Nothing can bring them back.
leaving-lose-sure = { $count ->
        [one] Lose the change and close
       *[other] Lose { $count } changes and close
    }
recovered-said-once = { $count ->
        [one] One change came back
       *[other] { $count } changes came back
    } from the journal, made { $time }: the program had ended before the files were written. Nothing needs to be done; an undo takes it back after a question.
recovered-said = { $count } changes came back from the journal, made from { $from } to { $to }: the program had ended before the files were written. Nothing needs to be done; undo takes them back one by one, each after a question.
kept-heading = Changes that were not taken
kept-reading = Reading…
kept-none = Nothing is kept, and no other journal holds anything.
kept-explained = These changes were made and confirmed, and could not be brought into the project. Taking one up again merges it with the project as it is now; that is one step, and undo takes it back.
kept-journal = In the journal of { $writer }, which that computer brings in itself when it opens the project
kept-take = Take up again
kept-take-name = Take up again: { $number }. { $name }
kept-take-all = Take all { $count } up again
kept-about = Annotator: { $who } · Article: { $documents }
kept-there = The project has it.
kept-taken = It was taken up.
kept-why = Not taken: { $reason }
recovered-list = What came back…
recovered-good = Good
recovered-heading = { $count ->
        [one] One change came back from the journal
       *[other] { $count } changes came back from the journal
    }
recovered-explained = The last one comes first, as undo takes them back. They are in the project's files by now.
recovered-row = { $time } · { $name }
past-heading = Past states
past-looking = You are looking at a past state: as it was until { $time }, with { $count ->
        [one] one statement
       *[other] { $count } statements
    }. Nothing can be changed here.
past-reading = Reading the past states…
past-none = There is no past state to look at.
past-none-explained = No past state of this layer is kept yet. One is kept whenever the file is written, at most every five minutes.
past-left-out = { $count ->
        [one] One statement of this state does not lie in the present text and is left out.
       *[other] { $count } statements of this state do not lie in the present text and are left out.
    }
past-restore = Restore this state
past-back = Back to the present
past-back-key = Esc
past-state-name = { $time }: { $count ->
        [one] one statement
       *[other] { $count } statements
    }; { $since }
past-state-told = { $count ->
        [one] one statement
       *[other] { $count } statements
    }; { $since }
past-added = { $count } added since
past-removed = { $count } removed since
past-changed = { $count } changed since
past-relations = { $count ->
        [one] one relation differs
       *[other] { $count } relations differ
    }
past-same = as it is now
past-same-explained = This state is the same as now.
past-joined = { $before }, { $next }
past-differences = What differs from now
past-group-removed = Only in this state: removed since
past-group-added = Only now: added since
past-group-changed = Changed since
past-more = … and { $count } more
past-differs = { $what } (changed: { $parts })
past-now = now: { $what }
past-nothing = nothing
statement-field-words = wording
statement-field-kind = kind
statement-field-chain = attribution chain
statement-field-addressees = addressees
statement-field-topic = topic
statement-field-stance = stance
statement-field-quotation = quotation
statement-field-attributes = list of attributes
statement-field-note = note
status-restored = Restored: the layer has { $count ->
        [one] one statement
       *[other] { $count } statements
    } now. Undo takes it back.
status-restored-part = Restored in part: the layer has { $count ->
        [one] one statement
       *[other] { $count } statements
    } of that state, and { $left } did not fit any more. Undo takes it back.
conflicts-heading = { $count ->
        [0] No conflict is left
        [one] One conflict to settle
       *[other] { $count } conflicts to settle
    }
conflicts-none = Everything is settled.
conflicts-explained = Two people, or two computers, have changed the same, and a merge kept both values. One of them stands in the project; choose which one shall. Each choice can be undone.
conflicts-place = { $what } · { $place }
conflicts-in-project = the project
conflicts-in-article = article “{ $title }”
conflicts-in-review = review of “{ $title }”
conflicts-decided-twice = Decided twice about the same statements
conflicts-decision = Decision of { $by }
conflicts-in-layer = “{ $title }”, layer of { $annotator }
conflicts-file-itself = the whole
conflicts-party = party { $name }
conflicts-kind = kind { $name }
conflicts-topic = topic { $name }
conflicts-relation-kind = kind of relation { $name }
conflicts-entry = { $list } { $name }
conflicts-about = { $list } “{ $words }”
conflicts-list-statement = statement
conflicts-list-relation = relation from
conflicts-list-decision = decision about
conflicts-list-thread = thread of comments
conflicts-deleted = One side has deleted it, the other one has changed it or needs it.
conflicts-keep-entry = Keep it
conflicts-delete-entry = Delete it
conflicts-stands = Stands now
conflicts-other = The other one
conflicts-nothing = (nothing)
conflicts-keep = Keep this
conflicts-keep-name = Keep what stands now: { $field }
conflicts-take = Take this
conflicts-take-name = Take the other one: { $field }
conflicts-by-hand = Write it by hand…
conflicts-hand-name = By hand: { $field }
conflicts-hand-done = Take what is written
conflicts-go = Go to the statement
conflicts-joined = { $before } · { $next }
conflicts-field-name = name
conflicts-field-definition = definition
conflicts-field-guidelines = annotation manual
conflicts-field-title = title
conflicts-field-outcome = what was decided
conflicts-field-progress = progress
conflicts-field-blind = hidden until done
conflicts-field-needs-rule = needs a rule
conflicts-field-url = address
conflicts-field-color = colour
conflicts-field-parent = belongs to
conflicts-field-excluded = not part of the article
status-conflicts = { $count ->
        [one] One conflict
       *[other] { $count } conflicts
    }
status-settled = { $count ->
        [0] Settled. No conflict is left.
        [one] Settled. One conflict is left.
       *[other] Settled. { $count } conflicts are left.
    }
status-not-settled = This value does not fit the project any more, so that it was not taken: { $reason } Keep what stands now, or change the statement by hand and keep that.
replace-dialog = The new version of the article
replace-heading = Replace the text of “{ $title }”
replace-explained = Each statement goes with its words into the new version. First you see what becomes of each; nothing is changed before you say so, and undo brings the old text back.
replace-file = Choose a file…
replace-paste = Or paste the new text
replace-compare = Compare
replace-from-pasted = the pasted text
replace-page = New version of “{ $title }”, from { $from }: nothing is changed yet.
replace-comparing = Finding where each statement is: { $done } of { $all }
replace-stop = Stop
replace-counts = { $unmoved } unmoved, { $moved } moved, { $changed } with changed words, { $orphaned } without a place.
replace-same = The text is the same as before.
replace-excluded-lost = { $count ->
        [one] One passage that is not part of the article is not found any more.
       *[other] { $count } passages that are not part of the article are not found any more.
    }
replace-relations-lost = { $count ->
        [one] One relation of gold loses an end to the old text and is left out.
       *[other] { $count } relations of gold lose an end to the old text and are left out.
    }
replace-cues-lost = { $count ->
        [one] One cue or mention of a statement that stays is not found any more and is left out.
       *[other] { $count } cues and mentions of statements that stay are not found any more and are left out.
    }
replace-relations-left = { $count ->
        [one] One relation stays with the old text, since a statement that it links has no place.
       *[other] { $count } relations stay with the old text, since statements that they link have no place.
    }
replace-decisions-left = { $count ->
        [one] One decision of a reviewer stays with the old text, with all or some of its statements.
       *[other] { $count } decisions of reviewers stay with the old text, with all or some of their statements.
    }
replace-threads-left = { $count ->
        [one] One thread of comments stays with the old text.
       *[other] { $count } threads of comments stay with the old text.
    }
replace-kept = What has no place stays listed with its words until you place or delete it; the old text is kept beside the new one.
replace-do = Replace the text
replace-shows-old = The text as it is now
replace-shows-new = The new version
replace-moved = Moved
replace-changed = Changed words
replace-orphaned = Without a place
replace-filter = { $name } ({ $count })
replace-none = No statement moves.
replace-row-moved = moved
replace-row-changed = changed, { $percent } % alike
replace-row-orphaned = without a place
replace-row = { $fate } · { $whose }
replace-row-name = { $head }: { $quote }
replace-gold = gold
status-replace-again = The project was changed meanwhile. Compare the new text again.
status-replaced-text = The text was replaced. Undo brings the old one back.
status-replaced-text-part = The text was replaced; { $count ->
        [one] one statement has no place in it and is
       *[other] { $count } statements have no place in it and are
    } listed below. Undo brings the old text back.
status-orphans = { $count ->
        [one] One statement without a place
       *[other] { $count } statements without a place
    }
status-orphans-left = { $count ->
        [0] Every statement has a place now.
        [one] One statement is left without a place.
       *[other] { $count } statements are left without a place.
    }
orphans-heading = { $count ->
        [0] Every statement has a place
        [one] One statement without a place in this text
       *[other] { $count } statements without a place in this text
    }
orphans-explained = Select the passage where a statement belongs now and place it there, or delete it. Until then it stays listed here.
orphans-none = Nothing is left to be placed.
orphans-close = Hide the statements without a place
orphans-place = Place here
orphans-place-tip = Gives it the passage that is selected; cues and mentions are to be set anew
orphans-old-text = In the old text
orphans-delete = Delete
orphans-old-done = The old text { $id } has nothing left to be placed.
orphans-take-out = Take it out of the project
panel-article-old = old text
panic-heading = Bayan has made a mistake and was started again
panic-open = Open { $project } again
when-today = today { $time }
when-yesterday = yesterday { $time }
when-weekday = { $day ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    } { $time }
when-date = { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }, { $time }

## Articles as files

import-article-unreadable = The article cannot be read ({ $error }). Check that the file is there and may be read: { $path }
import-article-kind = This is { $what }, not plain text, and was not added. Save it as plain text, or copy its text and paste it: { $path }
import-article-encoding = This text is in the encoding { $encoding }, which Bayan does not read, and was not added. Save it as UTF-8, or copy its text and paste it: { $path }
import-article-unknown-encoding = The encoding of this text is not known, so it was not added. Save it as UTF-8, or say which encoding it is in: { $path }
import-article-empty = There is no text in this file, so it was not added: { $path }
import-pasted-kind = What was pasted is { $what }, not plain text. Copy the text as it is read, and paste it again.
import-kind-word = a Word document
import-kind-spreadsheet = a spreadsheet
import-kind-slides = a file of slides
import-kind-office = a file of an older Office
import-kind-opendocument = an OpenDocument file
import-kind-book = an e-book
import-kind-pdf = a PDF file
import-kind-postscript = a PostScript file
import-kind-rtf = a rich text file (RTF)
import-kind-html = a web page (HTML)
import-kind-xml = an XML file
import-kind-json = a file of data (JSON)
import-kind-mail = a mail or a saved web page (MIME)
import-kind-archive = a packed file (an archive)
import-kind-picture = a picture
import-kind-sound = a sound file
import-kind-video = a video
import-kind-program = a program
import-kind-database = a database
import-kind-font = a font
import-kind-binary = a binary file
import-article-too-large = The file is larger than 64 MB and hardly an article: { $path }

## Refusals and reading again

status-refused-elsewhere = This project is open elsewhere, so nothing can be changed here. Close it there and open it again.
status-refused-protected = This was not changed, because the file is damaged and kept as it is. Mend it or move it away, then open the project again: { $path }
status-read-as = Read as { $encoding }; { $count ->
        [0] every letter could be read.
        [one] { $count } place could not be read.
       *[other] { $count } places could not be read.
    }
status-read-as-no-text = Read as { $encoding } this is no text.
status-read-as-gone = The file is not at hand any more. Remove the article and add its file again in the right encoding.
status-read-as-tagged = The article has statements already, and they would lose their places.

## Later additions to the panels

panel-topic-new = New topic
panel-article-remove = Remove this article
panel-attribute-new = New attribute
panel-attribute-hint = name: value
panel-attribute-remove = Remove attribute { $name }

## Nothing is lost: journal and recovery

cli-session-error = { $message }
cli-session-protected = Not changed, because the file, or what it belongs to, is damaged and is not written: { $file }
cli-merge-mended = Mended: { $path }
cli-merge-none = There are no conflict markers in { $path }
cli-merge-by-hand = The two sides cannot be merged by themselves: open the file in an editor, leave what is right, and take the lines with the markers out. In: { $path }
cli-merge-text = Neither side is the text that was annotated. Take the side that is to stand in an editor, or bring the text back. In: { $path }
cli-merge-out-alone = --out goes with three files, or with one file that has conflict markers.
cli-session-undo-earlier = { $known ->
        [0] Not done: “{ $name }” in { $place } was made on { $time }, before this run. To do it anyway, write { $line }.
       *[other] Not done: “{ $name }” in { $place } was made by { $by } on { $time }, before this run. To do it anyway, write { $line }.
    }
cli-session-undo-outside = Not done: “{ $name }” in { $place } came in from outside on { $time }. To do it anyway, write { $line }.
cli-no-annotator = Say whose layer to write with --annotator NAME: neither the settings nor the system tell who works here.
cli-replace-row = { $fate }{ $score }: { $annotator } { $id } “{ $quote }”
cli-replace-read = The new text was read as { $encoding }: { $path }
cli-replace-done = { $unmoved } statements unmoved, { $moved } moved, { $changed } changed, { $orphaned } without a place.
cli-replace-kept = The statements without a place are in the article { $id }, with the old text: place them in the new one by hand, or delete them.
store-too-many = The file has millions of entries and was not opened.
store-link = It is a link to somewhere else and was passed over. Put the file itself in its place.
store-no-file = It is no ordinary file and was passed over.
store-leads-out-link = { $path } is a link to somewhere else, and nothing of a project may lead out of it. Put the folder or file itself in its place.
store-leads-out-file = { $path } is a file where a folder of the project belongs. Move it to another place.
store-leads-out-folder = { $path } is a folder where a file of the project belongs. Move it to another place.
store-leads-out-special = { $path } is a pipe or a device where a folder or an ordinary file belongs. Take it away.
store-leads-out-shared = { $path } has a second name in another place, so what is written here would change that too. Put a copy of the file in its place.
store-leads-out-path = { $path } does not lie in the project.
import-too-large = There is more than { $most } MB in the file, and no more is read: { $path }
panic = Bayan has made a mistake and cannot go on with this. What you did is in the journal and comes back when the project is opened again. Journal: { $journals } Log: { $log }
panel-export-stop = Stop
export-progress = Writing: { $kilobytes } KB so far
export-stopped = The export was stopped. Nothing was written.

## The help of the headless verbs

help-add-project = The folder of the project
help-add-files = Text files, one article each
help-add-title = Title of the article (only with a single file)
help-add-publisher = Who published it
help-add-date = When it was published, YYYY-MM-DD
help-add-url = Where it stands
help-add-language = Language as BCP 47, for example ar; told from the letters where it is not given
help-add-encoding = Read the files in this encoding instead of the one that fits best
help-add-anyway = Add a text also where the project has it already
help-add-json = Answer with one JSON object
help-check-project = The folder of the project
help-check-json = Answer with one JSON object
help-check-fix = Put right what can be: line ends of texts that git or an editor has changed, and the file that tells git to leave them alone
help-check-all = Show everything that is wrong, not only the first hundred
cli-check-fixed = Put right: { $path }
cli-more = … and { $count } more.
help-export-project = The folder of the project
help-export-format = The format to write
help-export-annotators = Only the layers of this annotator; may be given several times
help-export-documents = Only this document; may be given several times
help-export-out = The file to write; standard output where it is not given
help-export-spreadsheet = csv: add a byte order mark and make cells harmless that a spreadsheet would run
help-export-without-excluded = Leave out statements in passages that are not part of the article; the text stays whole
help-export-json = Say what was written as one JSON object (on standard error when the export itself goes to standard output)
help-import-project = The folder of the project
help-import-format = The format to read
help-import-file = The file to read; - for standard input
help-import-annotator = Whose layer it becomes
help-import-replace = Put the file in the place of a layer that has statements already
help-import-json = Answer with one JSON object
help-new = Make a new, empty project
help-add = Add articles to a project
help-check = Check hashes, quotes, references and versions of a project
help-stats = Count what is in a project
help-export = Write the layers as a dataset
help-import = Read the layers of one annotator from a file
help-new-project = The folder of the new project; it must be empty or not there yet
help-new-title = What the project is called
help-new-json = Answer with one JSON object
help-stats-project = The folder of the project
help-stats-json = Answer with one JSON object
help-main = A tool for annotating political discourse: who says what, on whose word
help-main-project = The project to open in the window

# The document view
document-scroll-bar = Place in the article
cards-name = Card: { $what }
cards-name-topic = Card: { $what }, { $topic }
cards-more = { $count ->
    [one] One more statement
   *[other] { $count } more statements
}
command-cards = Show or hide the cards beside the article
document-hover-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}

help-generate = Make a project of any size, to measure with
help-generate-bytes = About how long the text is
help-generate-statements = How many statements there are, at most
help-generate-seed = The same number makes the same project
status-opening = Opening { $path }…

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
reading-cards = Cards beside the article
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

## Nothing is lost: journal and recovery

store-recovered = { $count ->
        [one] One change that had not reached the files was
       *[other] { $count } changes that had not reached the files were
    } taken from the journal. It can be undone as usual.
store-unrecovered = The journal of { $writer } holds changes that have not reached the files. They come in when the project is opened there, or by: bayan recover --writer { $writer }
store-journal-torn = The journal ends with { $bytes } bytes of a change that was not written to its end and had not been confirmed; they were cut off. A copy is in .bayan/kept.
store-journal-damaged = { $bytes } bytes in the middle of the journal cannot be read, and what they held is missing. The changes after them were taken where they fit; the journal is kept in .bayan/kept.
store-not-replayed = The change “{ $name }” of the journal was not taken: { $reason } It is kept. Kept changes are listed in the window, or by bayan recover --list, and can be taken up again.
store-merged-back = { $count ->
        [one] One change of the journal was merged
       *[other] { $count } changes of the journal were merged
    } with what had been changed outside Bayan meanwhile.
store-kept-before-merge = Changes of the journal and changes from outside contradict each other in a file. The file as it was before they were merged is kept under this name.
store-manifest-damaged = The note of an interrupted save cannot be read; it is kept in .bayan/kept. Compare the project with a copy.
store-replay-protected = its file is damaged and is not written.
store-replay-depends = it builds on a change that was not taken.
store-replay-changed-too = somebody else has changed or removed the same meanwhile.
store-replay-article-gone = the article { $id } is not there any more.
store-replay-article-changed = it removes the article { $id } or gives it another text, and somebody else has changed the article meanwhile.
store-replay-other-text = the article { $id } has another text by now.
store-why-full = The disk is full. Make room on it.
store-why-permission = There is no permission to write there. Give yourself the right to write, or go on in a copy.
store-why-read-only = The disk is for reading only. Make it writable, or go on in a copy.
store-why-gone = The folder is not there any more. Plug its disk in again, or go on in a copy.
store-thread-gone = The part of the program that writes has stopped. Save a copy of the project under another name, then open it again.
cli-script-unreadable = The script cannot be read: { $path }
cli-receive-as-several = There are layers of several annotators ({ $found }). Say whose is to be called { $name }: --as OLD={ $name }
cli-receive-as-unknown = There is no layer of { $name }; there are layers of { $found }.
exchange-cues-lost = { $count ->
        [one] One cue or mention has no place in the text here and is left out.
       *[other] { $count } cues and mentions have no place in the text here and are left out.
    }
exchange-relations-left = { $count ->
        [one] One relation stays with the colleague’s text, since a statement that it links has no place in the text here.
       *[other] { $count } relations stay with the colleague’s text, since statements that they link have no place in the text here.
    }
cli-receive-orphan =     without a place: { $id } “{ $quote }”

## Work: who is to do what, and how far each is
page-progress = Progress
command-done = Mark the article as done, or take it up again
command-next-mine = Next article that is mine to do
command-assign = Assign articles…
status-done = Marked as done.
status-taken-up = Taken up again; that it was done before stays known.
status-mine-left = { $count ->
        [one] This is the last article that is yours to do.
       *[other] { $count } articles are yours to do.
    }
status-mine-none = Nothing is left for you to do.
hidden-until-done = { $count ->
        [one] In one article the work of others is hidden until you are done with it.
       *[other] In { $count } articles the work of others is hidden until you are done with them.
    }
panel-article-done = Mark as done
panel-article-take-up = Take up again
panel-article-done-tip = Says that you have marked all that there is in this article; also where there is nothing. Alt+D
panel-article-take-up-tip = Says that you are not done with this article after all, so that it is in progress again. Alt+D
panel-count-done = { $count } · done
panel-statements-to-answer = { $count ->
        [one] One sent back or commented
       *[other] { $count } sent back or commented
    }
panel-statements-other-hidden = { $annotator }: hidden until you are done
state-open = open
state-in-progress = in progress
state-done = done
work-totals = { $documents ->
        [one] One article
       *[other] { $documents } articles
    }: { $open } open, { $in_progress } in progress, { $done } done, { $unassigned } with nobody
work-next = Next of mine
work-assign = Assign…
work-filter = Title of the article
work-all = All
work-mine = Mine
work-undone = Not done
work-unassigned = With nobody
work-blind = Hidden until done
work-blind-tip = Nobody but reviewers sees what others made of an article before being done with it.
work-reviewers = Reviewers
work-reviewer = { $name } ×
work-reviewer-remove = { $name } no longer reviews
work-reviewer-add = Name a reviewer
work-cell = { $state } · { $count }
work-cell-none = –
work-cell-name = { $title }, { $annotator }: { $state }
work-cell-due = { $cell }, due { $due }
work-cell-overdue = { $cell }, overdue
work-no-documents = There are no articles yet.
work-none-listed = No article fits.
work-nobody = Nobody is asked to do anything, and nobody has begun. “Assign…” names people.
work-share = { $name } { $done }/{ $all }
work-open-article = Open { $title }
work-hidden = what is in it is hidden until you are done
work-last-change = last change { $time }
work-said = { $state } since { $time }
work-reopened = was done before, and taken up again
work-assign-one = Assign
work-unassign-one = Take back
work-open = Open the article
work-due = Due
work-due-hint = 2026-12-31
work-due-wrong = A day is written as 2026-12-31.
work-note = Note
work-only-own = Who is done says so in their own name (Alt+D).
assign-heading = { $count ->
        [one] Assign one article
       *[other] Assign { $count } articles
    }
assign-who = To whom
assign-new = A new name
assign-how = How
assign-all = Each article to all of them
assign-even = Each article to some of them, evenly
assign-each = How many for each article
assign-take-back = Take back what nobody has begun
assign-due = Due on
assign-count = { $count ->
        [one] One assignment changes.
       *[other] { $count } assignments change.
    }
assign-go = Assign

## Colleagues' tags
command-send-tags = Send my tags…
command-add-tags = Add a colleague's tags…
command-add-tags-folder = Add a colleague's tags from a project folder…
panel-tags-send = Send my tags…
panel-tags-add = Add a colleague's tags…
dialog-send-tags = Send my tags
dialog-add-tags = Add a colleague's tags
dialog-add-tags-folder = Add the tags of a colleague's project
dialog-tags-files = Tags and zipped projects
send-heading = Send the tags of { $name }
send-explained = One file with your layers: the article's text and its hash, every statement with its quote, how far you are, and what it needs of the parties and the codebook.
send-documents = Articles
send-row = { $title } · { $count } · { $state }
send-summary = { $documents ->
        [one] One article
       *[other] { $documents } articles
    }, { $statements ->
        [one] one statement
       *[other] { $statements } statements
    }
send-go = Choose where…
status-sent = Your tags are in { $path }
status-reading-tags = Reading the tags in { $path }
status-tags-read = The tags are read; nothing is added yet.
status-tags-added = { $count ->
        [one] One layer was
       *[other] { $count } layers were
    } looked through and added from { $path }; one undo takes it back.
add-heading = Add a colleague's tags
add-layers = Layers
add-name = { $name } here is called
add-choices = Choices
add-reanchor = Where a text differs, statements go with their words; what has no place is kept with the colleague's text
add-documents = Articles that are not here come along
add-update = Of a statement that is here too, take the one that was changed later
add-along = What comes along, and what stays as it is
add-warnings = { $count ->
        [one] One thing was left out
       *[other] { $count } things were left out
    }
add-go = Add these tags
add-busy = Comparing…
add-nothing = There is nothing to add.
exchange-no-project = There is no project there; a folder or zip of a project has a project.ron. Choose another one than: { $path }
exchange-no-tags = There are no tags in it: { $reason } In: { $path }
exchange-no-layers = nobody has tagged anything.
exchange-reviews = { $count ->
        [one] The review of one document
       *[other] The reviews of { $count } documents
    } (decisions, gold, threads) were not taken over; merge them with git or from the project's folder.
exchange-kept-title = { $title } (a colleague's text)
exchange-differs = { $id } is called or defined otherwise: here “{ $ours }”, there “{ $theirs }”. It stays as it is here.
exchange-party-same = Their party “{ $theirs }” is taken for “{ $ours }” ({ $id }) of this project.
exchange-party-other = Their party “{ $theirs }” has the identifier { $id }, which is “{ $ours }” here, so it comes in as a party of its own ({ $new }). If the two are one, merge them under Parties.
exchange-line = { $document } / { $annotator }: { $what }
exchange-line-as = { $document } / { $annotator } as { $into }: { $what }
exchange-line-moved = { $line } – another text: { $placed } of { $of } statements have a place in the text here, { $orphaned } are kept with the colleague's
exchange-added = { $count ->
        [one] one new statement
       *[other] { $count } new statements
    }
exchange-added-empty = new, without statements
exchange-merged = { $new } new, { $updated } replaced by the later one, { $kept } differ and stay as they are here, { $same } the same, { $only } only here
exchange-same = all of it is here already
exchange-name-taken = another person is called { $name } here; { $free } is free
exchange-unknown-document = the article is not in this project
exchange-other-text = the article has another text here
exchange-left-out = stays out
exchange-new-documents = { $count ->
        [one] New article
       *[other] { $count } new articles
    }: { $names }
exchange-kept-texts = Kept with the colleague's text, for what has no place here: { $names }
exchange-new-parties = { $count ->
        [one] New party
       *[other] { $count } new parties
    }: { $names }
exchange-new-kinds = { $count ->
        [one] New kind
       *[other] { $count } new kinds
    }: { $names }
exchange-new-topics = { $count ->
        [one] New topic
       *[other] { $count } new topics
    }: { $names }
exchange-new-relation-kinds = { $count ->
        [one] New kind of relation
       *[other] { $count } new kinds of relations
    }: { $names }

cli-recovered = { $count ->
        [0] Nothing had to be recovered.
        [one] One change was brought back from the journal.
       *[other] { $count } changes were brought back from the journal.
    }
cli-recovered-conflicts = { $count ->
        [one] One thing was changed outside as well; both values are listed, and bayan check shows them.
       *[other] { $count } things were changed outside as well; both values of each are listed, and bayan check shows them.
    }
cli-recovered-refused = { $count ->
        [one] One change could not be brought back and is kept; bayan recover --list shows it.
       *[other] { $count } changes could not be brought back and are kept; bayan recover --list shows them.
    }
cli-kept-none = No change is kept, and no other journal holds any.
cli-kept-file = Kept in { $path }
cli-kept-file-of = Kept in { $path }, from the journal of { $writer }
cli-kept-journal = In the journal of { $writer }; bayan recover --writer { $writer } takes it
cli-kept-row = { $number }. { $time } “{ $name }”, annotator: { $who }, article: { $documents }
cli-kept-row-there = { $row } (the project has it)
cli-kept-row-taken = { $row } (taken up)
cli-kept-row-why = { $row } (not taken: { $reason })
cli-kept-unreadable = { $bytes } bytes cannot be read.
cli-kept-no-file = No change is kept in { $path }. bayan recover --list shows what is.
cli-kept-which-file = Say which file the numbers are about: --kept FILE --change NUMBER
cli-kept-no-change = There is no change { $number } in the file.
cli-kept-refused = The change “{ $name }” cannot be taken up: { $reason }
cli-kept-taken = { $count ->
        [0] No change was taken up.
        [one] One change was taken up.
       *[other] { $count } changes were taken up.
    }
status-journal-only = The files cannot be written, so the changes are in the journal only; it is tried again every few seconds. { $reason }
status-nothing-written = Nothing can be written at the moment: the work goes on in memory, and it is tried again every few seconds. Save a copy elsewhere to be safe. { $reason }
store-conflict = Two people have changed this: { $field }: here { $kept }, there { $other }. Settle it in the window, or decide and take the entry out of the list of conflicts at the end of the file.
store-conflict-entry = One person has deleted this, and another one has changed it or needs it, so it is still here. Settle it in the window, or decide and take the entry out of the list of conflicts at the end of the file.
store-markers = git has left conflict markers in it: both sides of a change, one below the other. It is not written until it is mended. Run bayan merge with the folder of the project, which merges the two.
store-no-markers = There are no conflict markers in it.
store-line-ends = The text has other line ends than when it was annotated; git or an editor has changed them. It was read as it was annotated, and everything has its place. Run bayan check --fix to put the line ends right.
store-no-attributes = Nothing tells git to leave the line ends of the project alone, so it may change them on other computers. Run bayan check --fix, then add and commit this file.
store-twin = Its name and { $other } differ in capital letters or in the form of a letter alone, which Windows and macOS take for one file. Both are kept here. Give one of them another name before you pass the project on.
store-conflict-value = “{ $value }”
cli-merge-conflicts = { $count ->
        [one] One field was changed on both sides; the file keeps both values, and bayan check lists it.
       *[other] { $count } fields were changed on both sides; the file keeps both values, and bayan check lists them.
    }
cli-merge-copies-row = A copy by { $program }: { $path }
cli-merge-copies-none = There is no conflict copy here.
cli-git-no-project = There is no project in { $path }
cli-git-failed = The project is not in a git repository, or git is not there. Run git init first: { $path }
cli-git-done = Git merges this project with bayan now. Add and commit { $path }; whoever else works on it runs bayan git-setup once, too.
store-changed-outside = The file was changed outside Bayan since it was last open here (by git, a synchronised folder or an editor).
cli-history-row = { $number }. until { $until }: { $statements } statements; { $more } after it
cli-history-empty = No past state of this layer is kept.
cli-history-no-state = There is no state { $number } in the list.
cli-history-restored = The layer has { $statements } statements now; { $left } did not fit any more.
## Help of the verbs of the journal

help-merge-base = The older version that both come from; an empty file where both have made it. Alone: a project, or a file of one, in which git has left conflict markers, to be mended
help-merge-ours = Our version, which becomes the merged one
help-merge-theirs = Their version
help-merge-out = Write the merged file here instead
help-merge-accept = Succeed where both have changed the same: the file lists it, and bayan check reports it
help-merge-json = Answer with one JSON object
help-git-setup-project = The folder of the project, in a git repository
help-history-project = The folder of the project
help-history-document = The document
help-history-annotator = Whose layer
help-history-restore = Make the layer what it was in this state of the list; that is an edit like any other
help-history-json = Answer with one JSON object
help-replace-text-project = The folder of the project
help-replace-text-document = The document
help-replace-text-file = The new text
help-replace-text-encoding = Read the file in this encoding instead of the one that fits best
help-replace-text-dry-run = Only say what would become of the statements
help-replace-text-json = Answer with one JSON object
help-session = Do the edits of a script, each one durable before it is confirmed
help-replace-text = Give an article a new version of its text; each statement goes with its words
help-history = List past states of a layer, or restore one
help-merge = Merge two versions of a project's file that come from the same older one, or mend what git has left with conflict markers
help-merge-copies = Merge what synchronising programs have put beside the files: conflict copies
help-merge-copies-project = The folder of the project
help-merge-copies-dry-run = Only say what would come of it
help-merge-copies-json = Answer with one JSON object
help-git-setup = Let git merge the files of a project with bayan
help-recover = Bring changes back that a crash has left in the journal
help-recover-project = The folder of the project
help-recover-writer = Take the journal of another computer, which must not have the project open any more
help-recover-list = List the changes that are kept since they could not be taken, and those in the journals of other computers
help-recover-kept = Take up again what is kept in this file of the list; without a file, all that waits
help-recover-change = Only the change with this number in the list; may be given several times
help-recover-json = Answer with one JSON object
help-session-project = The folder of the project
help-session-script = The script; - reads standard input
help-session-annotator = Whose layer is edited; your own where it is not given
help-session-stop-at = End at this call to the file system as a power cut would, to try what recovery makes of it
document-statement-name = { $what }: { $quote }
command-start-earlier-word = Start one word earlier
command-start-later-word = Start one word later
command-end-later-word = End one word later
command-end-earlier-word = End one word earlier
command-arcs = Show or hide the relations over the text
## Agreement

agreement-span-outside = The span { $begin }–{ $end } of { $annotator } is empty or lies outside the text of { $length } characters. Correct it.
page-agreement = Agreement
dialog-agreement = Save agreement
status-copied-table = Copied.
status-writing = Writing …
agreement-measure = Measure
agreement-field = Label
agreement-places-only = Places only, whatever the label
agreement-items = Counted
agreement-annotators = Annotators
agreement-documents = Documents
agreement-settings = Settings
agreement-resamples = rounds for intervals
agreement-seed = seed
agreement-alpha = α, weight of places
agreement-beta = β, weight of labels
agreement-delta = Δ, cost of a missing one
agreement-samples = chance samples
agreement-precision = precision (0 for none)
agreement-sampler = Chance texts
agreement-sampler-statistical = from means and deviations
agreement-sampler-shuffle = by shifting lines
agreement-bad-number = No number for this
agreement-none = none
agreement-all = all { $count }
agreement-some = { $count } of { $all }
agreement-take-away = Take away
agreement-save-report = Report of one page…
agreement-save-report-markdown = Report as Markdown…
agreement-save-csv = All values as CSV…
agreement-as-table = Copy
agreement-as-markdown = Copy as Markdown
agreement-as-svg = SVG…
agreement-as-png = PNG…
agreement-take-name = { $part }: { $name }
agreement-explain = What is this?
agreement-computing = Computing, { $done } of { $total } steps
agreement-stop = Stop
agreement-stop-computing = Stop computing agreement
agreement-compute = Compute agreement
agreement-blind = This project hides what others made of an article until you are done with it. Mark your work as done to see how far you agree.
agreement-stopped = Not computed to the end.
agreement-out-of-date = These numbers are out of date: they are of other settings or of an earlier state of the project.
agreement-over-everything = Over everything
agreement-open-all = List all passages
agreement-close-list = Close the list of passages
agreement-of-label = of “{ $label }”, the most frequent label; the others stand below
agreement-bullet = • { $text }
agreement-interval = { $value } [{ $low }, { $high }]
agreement-number-name = { $name }: { $value }
agreement-observed = observed { $observed }, expected { $expected }
agreement-coverage = speaks of { $percent } %
agreement-counts = { $hits } met; { $a } and { $b } marked
agreement-samples-drawn = { $count } chance samples
agreement-documents-used = { $count ->
        [one] one document
       *[other] { $count } documents
    }
agreement-matrix = Annotators by each other
agreement-confusion = What one said where another said what
agreement-confusion-field = Confusion of
agreement-confusion-pair = Of which annotators
agreement-all-pairs = All pairs
agreement-rows-columns = { $rows } in rows, { $columns } in columns
agreement-cell-name = { $row } and { $column }: { $count }
agreement-cell-title = { $row } / { $column }
agreement-stretch-title = { $words } ({ $document })
agreement-strip = Along the text
agreement-strip-name = { $document }: { $percent } the same of what is marked
agreement-strip-hover = Click for the passages at this place.
agreement-by-label = By label: { $field }
agreement-passages = { $count ->
        [one] one place
       *[other] { $count } places
    }
agreement-only-different = Only where they differ
agreement-no-passages = There is no passage behind this.
agreement-said = { $annotator }: { $label }
agreement-meeting = { $first } · { $second } · { $document }
agreement-passage-name = { $words } ({ $who })
agreement-to-article = Article
agreement-field-kind = Kind
agreement-field-speaker = Speaker
agreement-field-chain = Whole chain
agreement-field-topic = Topic
agreement-field-stance = Stance
agreement-field-attribute = { $name }
agreement-label-none = (none)
agreement-name-f1-exact = F1, exact
agreement-name-f1-match = F1, matched
agreement-name-f1-any = F1, any overlap
agreement-name-f1-char = F1, characters
agreement-name-percent = Percentage
agreement-name-cohen = Cohen’s κ
agreement-name-fleiss = Fleiss’ κ
agreement-name-alpha = Krippendorff’s α
agreement-name-alpha-u-1995 = α_U (1995)
agreement-name-u-alpha = u-α
agreement-name-u-alpha-bar = |u-α
agreement-name-cu-alpha = cu-α
agreement-name-ku-alpha = (k)u-α
agreement-name-gamma = γ
agreement-name-gamma-cat = γ-cat
agreement-name-gamma-k = γ-k
agreement-source-f1 = Hripcsak and Rothschild 2005, JAMIA 12:296; pooled over pairs of annotators.
agreement-source-percent = Pooled over pairs of annotators; no correction for chance.
agreement-source-cohen = Cohen 1960, Educ. Psychol. Meas. 20:37; mean of the pairs: Light 1971.
agreement-source-fleiss = Fleiss 1971, Psychol. Bull. 76:378.
agreement-source-alpha = Krippendorff 2004, Content Analysis, 2nd ed., ch. 11; nominal.
agreement-source-alpha-u-1995 = Krippendorff 1995, Sociol. Methodol. 25:47.
agreement-source-u-alpha = Krippendorff, Mathet, Bouvry and Widlöcher 2016, Qual. Quant. 50:2347.
agreement-source-gamma = Mathet, Widlöcher and Métivier 2015, Comput. Linguist. 41:437; exact best alignments.
agreement-source-gamma-cat = Mathet 2017, Comput. Linguist. 43:661; exact best alignments.
agreement-nothing = nothing
agreement-unlabelled = places only
agreement-pair = { $first } and { $second }
agreement-items-character = Characters
agreement-items-token = Words
agreement-items-pair = Matched statements
agreement-figure-matrix = { $measure } of each two annotators, by { $field }
agreement-figure-confusion = { $field }: what one said where another said what, all pairs
agreement-figure-confusion-pair = { $field }: { $rows } in rows, { $columns } in columns
agreement-figure-strip = Where they agree along each text
agreement-legend-agree = same (upper half)
agreement-legend-differ = different (lower half)
agreement-by-document = By document
agreement-by-kind = By kind
agreement-by-party = By speaking party
agreement-by-pair = By pair of annotators
agreement-document = Document
agreement-report-title = Agreement between annotators: { $project }
agreement-report-annotators = Annotators
agreement-report-statements = Statements of each
agreement-report-documents = Documents
agreement-report-documents-short = Docs
agreement-report-documents-value = { $count } ({ $characters } characters)
agreement-report-field = Label
agreement-report-labels = Labels
agreement-report-items = Items
agreement-report-gamma = γ
agreement-report-gamma-value = α = { $alpha }, β = { $beta }, Δ = { $delta }; sampler { $sampler }, { $samples } chance samples, precision { $precision }
agreement-report-intervals = Intervals
agreement-report-intervals-value = 95 %, percentile bootstrap over documents, { $rounds } rounds
agreement-report-seed = Seed
agreement-report-versions = Made with
agreement-report-versions-value = Bayan { $program }, project format { $schema }, { $date }
agreement-report-measure = Measure
agreement-report-value = Value
agreement-report-observed = Observed
agreement-report-expected = Expected
agreement-report-whole = Over everything
agreement-report-of-label = { $measure } of { $label }
agreement-report-more = … and { $count } more
agreement-report-definitions = Definitions
agreement-report-warnings = Before you rely on it
agreement-warning-no-value = { $measure } has no value: { $reason }
agreement-warning-partly = { $count ->
        [one] One document was done by some of the annotators only
       *[other] { $count } documents were done by some of the annotators only
    }: F1, percentage, Cohen’s κ and α use what two did, the others only what all did.
agreement-warning-few-documents = { $count ->
        [one] With one document there is no interval.
       *[other] The intervals draw { $count } documents anew; with fewer than 20 they are too narrow.
    }
agreement-warning-no-intervals = No intervals were asked for: how much the values would vary with other documents is not known.
agreement-warning-few-statements = { $count ->
        [one] Only one place is compared
       *[other] Only { $count } places are compared
    }; a single one changes the values visibly.
agreement-warning-percent = A percentage is not corrected for chance and is high where most of the text is not marked.
agreement-warning-characters = { $measure } counts characters or words, so that long statements weigh more than short ones, and it does not see where one ends and the next begins.
agreement-warning-alpha-u = α_U has no lower bound; it is here to compare with other reports.
agreement-warning-gamma = γ compares with { $samples } chance samples; set a precision where its second digit matters.
agreement-warning-pairs = Matched statements say how alike things are described, not whether they were found.
agreement-no-one-annotator = There is only one annotator, so there is nothing to compare.
agreement-no-nothing-annotated = Nothing is annotated here, so agreement would be 0/0.
agreement-no-nothing-in-common = The annotators have no document or passage in common.
agreement-no-variation = Everything has the same label, so that chance would agree as well (0/0).
agreement-no-overlap = Spans of { $annotator } overlap one another, and this measure needs one label for each character. Use F1 or γ.
agreement-no-pairs = No two spans are aligned, so that no labels can be compared.
agreement-no-too-dense = The spans overlap so densely that the exact best alignment would take too much memory. Choose fewer annotators or documents.
agreement-no-stopped = The computation was stopped.
agreement-no-time = γ was not finished within { $seconds } s. Compare fewer annotators or documents, draw fewer chance samples, or give it more time (bayan agreement --time-limit).
agreement-no-not-of-pairs = It is not defined for pairs of statements, only for places in a text. On pairs there are percent, cohen, fleiss and alpha.
agreement-no-tokens = The words of the text are not known.
agreement-about-f1-exact = Share of spans with the same edges and the same label. One character more or less counts as no agreement at all.
agreement-about-f1-match = Share of spans that can be paired one to one with a span of the same label that shares at least a character.
agreement-about-f1-any = Share of spans that any span of the same label touches. Generous where one long span touches many.
agreement-about-f1-char = Share of labelled characters that both labelled alike. Long spans count for more than short ones.
agreement-about-percent = Share of characters or words with the same label, “nothing” included. High where most of the text is not marked.
agreement-about-cohen = Agreement of two annotators beyond what their own label frequencies give by chance. Over several annotators it is the mean of the pairs.
agreement-about-fleiss = Agreement of several annotators beyond chance, on what all of them did.
agreement-about-alpha = Krippendorff’s α for labels of characters or words: agreement beyond chance, with missing documents left out. Blind to where one span ends and the next begins.
agreement-about-alpha-u-1995 = Krippendorff’s α for units of 1995, as INCEpTION shows it. It has no lower bound; use it only to compare with such reports.
agreement-about-u-alpha = Krippendorff’s u-α of 2016 for units and their labels. The spans of one annotator may not overlap.
agreement-about-u-alpha-bar = u-α for what is marked against what is not, whatever the label.
agreement-about-cu-alpha = u-α for the labels, where both marked something; look at its coverage.
agreement-about-ku-alpha = u-α for one label against the others, where both marked something; look at its coverage.
agreement-about-gamma = Places and labels together, with the best alignment of all spans; also where spans overlap. Its last digits depend on chance samples.
agreement-about-gamma-cat = The labels of aligned spans, each pair weighted by how well its places fit. Among equally good alignments the first is taken.
agreement-about-gamma-k = γ-cat of the pairs in which one label occurs.
cli-agreement-written = Written: { $path }
cli-agreement-progress = Computing: { $done } of { $total } steps. Ctrl+C leaves it; nothing is changed.
cli-agreement-nothing = Give the folder of a project, or a file of spans with --spans.
cli-agreement-no-value = no value. { $reason }
cli-agreement-unreadable = The file of spans cannot be read: { $path }
cli-agreement-bad-spans = { $what } In: { $path }
cli-agreement-bad-length = There is no “length” with a whole number of characters.
cli-agreement-bad-annotators = There is no “annotators” with an object of lists of spans.
cli-agreement-bad-span = Span { $index } of { $annotator } is not [begin, end, "label"] with whole numbers.
cli-agreement-field = kind, speaker, chain, topic, stance or attribute:NAME
cli-agreement-weight = a number, 0 or more
cli-agreement-positive = a number above 0
cli-agreement-samples = a whole number from 1 to { $most }
cli-agreement-seconds = a number of seconds, 0 or more
cli-agreement-spans-per = A file of spans says nothing of kinds and parties: --per kind and --per party need the folder of a project.
cli-agreement-key-twice = The name “{ $key }” stands twice in one object, so that one of them would be lost.
cli-agreement-progress-line = Computing: { $done } of { $total } steps.

## Review

edit-decision-statements = The decision { $id } does not fit its statements: taking, correcting and writing need at least one, “nothing here” and “later” have none.
edit-thread-empty = The thread { $id } has an empty comment. Write something, or take the comment away.
edit-id-differs = { $id } is not the id that was asked for, or is not there. Read the project again.
edit-twin = { $id } and { $other }, which is there already, differ in capital letters or in the form of a letter alone, which Windows and macOS take for one name. Use { $other }, or a name that differs more.
store-place-decision = decision { $id }
store-place-thread = thread { $id }
cli-gold-document = { $document }: { $statements } statements in gold; places: { $decided } decided, { $later } put off, { $open } open, { $old } out of date.
cli-review-done = { $accepted ->
        [one] One place was accepted
       *[other] { $accepted } places were accepted
    }; { $before } that fit the rule had been decided before and stay as they are.
cli-review-rule = all-agree, majority, or edges:N with a number of words
cli-send-damaged = A part of these tags could not be read, so they are not sent. Mend the file: { $path }
cli-send-done = { $statements } statements in { $documents } documents were written: { $path }
cli-agreement-pairs = Pairs are made of statements: give the folder of a project.

help-export-gold = The reviewed layer with its provenance, instead of the annotators'
help-agreement-project = The folder of the project
help-agreement-spans = Instead of a project, a file {"{"}"length": L, "annotators": {"{"}"a": [[begin, end, "label"], …]{"}"}{"}"}; - is standard input
help-agreement-measures = What to compute; may be given several times; everything where it is not given
help-agreement-field = The property that is the label: kind, speaker, chain, topic, stance or attribute:NAME
help-agreement-annotators = Only this annotator; may be given several times
help-agreement-documents = Only this document; may be given several times
help-agreement-unlabelled = Look at places only, as if there were one label
help-agreement-items = What percent, Cohen, Fleiss and alpha count; pair is statements that two annotators both marked
help-agreement-per = Also for each of these alone: document, pair (of annotators), kind, party (that speaks); may be given several times
help-agreement-per-document = Also each document alone
help-agreement-bootstrap = Draw the documents anew so many times for 95 % confidence intervals
help-agreement-seed = Seed of the chance samples
help-agreement-alpha = Gamma: weight of the places
help-agreement-beta = Gamma: weight of the labels
help-agreement-delta = Gamma: cost of a missing unit
help-agreement-sampler = Gamma: how chance texts are made
help-agreement-samples = Gamma: chance samples at first
help-agreement-precision = Gamma: relative error for which more samples are drawn, for example 0.01
help-agreement-missing = Gamma-cat and gamma-k: count missing units as differences too, as pygamma-agreement does
help-agreement-threads = Gamma: how many threads; the result is the same
help-agreement-time-limit = Gamma: how long all of it may take, in seconds; 0 is without end. What was not finished is said, with the exit code 1
help-agreement-report = Write a report of one page, as HTML, or as Markdown where the name ends in .md
help-agreement-csv = Write every score as a row of a table
help-agreement-svg = Write the matrices and the strip along the texts as a figure
help-agreement-json = Answer with one JSON object
help-gold-project = The folder of the project
help-gold-documents = Only this document; may be given several times
help-gold-json = Answer with one JSON object
help-agreement = Say how far annotators agree
help-gold = Say what has been decided and what is open
help-review = Accept in bulk what needs no look at each place
help-send = Write the tags of one annotator into one file, for a colleague
help-receive = Add a colleague's tags from a file or a project folder
help-receive-project = The folder of the project
help-receive-from = The colleague's file, or project folder
help-receive-with-documents = Take articles along that this project does not have
help-receive-dry-run = Say what would be added, and change nothing
help-receive-reanchor = where a text differs, statements go with their words; what has no place is kept with the colleague's text
help-receive-update = of a statement that is here too, take the one that was changed later
help-receive-as = put the layers under another name; with several annotators OLD=NEW
help-receive-json = Answer with one JSON object
help-review-project = The folder of the project
help-review-take = What to accept: all-agree, majority, or edges:N (the same but for edges of up to N words, the longest is taken)
help-review-reviewer = Who decides
help-review-documents = Only this document; may be given several times
help-review-annotators = Only these annotators' layers; may be given several times
help-review-dry-run = Say what would be accepted, and change nothing
help-review-json = Answer with one JSON object
help-send-project = The folder of the project
help-send-annotator = Whose tags
help-send-documents = Only this document; may be given several times
help-send-out = The file to write
help-send-json = Answer with one JSON object
reading-arabic = Arabic letters
reading-latin = Latin letters
reading-face-naskh = Noto Naskh
reading-face-scheherazade = Scheherazade New
reading-face-matching = Those of the Arabic typeface
reading-face-serif = Literata
reading-face-sans = IBM Plex Sans

## Work in the background: what has failed

job-name = { $job ->
        [agreement] Computing agreement
        [agreement-file] Writing the agreement file
        [bulk] The preview of the bulk acceptance
        [copy] Writing the copy
        [export] The export
        [file-dialog] The file dialog
        [find] The search
        [kept] Reading the kept changes
        [new-version] Comparing the new version
        [opener] Opening the project
        [past-state] Reading the past state
        [past-states] Looking for past states
        [review] Comparing for the review
        [send-tags] Sending the tags
        [tags] Reading the tags
       *[other] { $job }
    }
job-not-started = { $job }: it could not be started ({ $reason }). Try again.
job-panicked = { $job }: this has failed by a mistake of Bayan ({ $reason }). Your work is safe. The log says more.

## Gestures: what the history calls a step, as in “Undone: Add statement”

gesture-addressee-add = Add addressee
gesture-addressee-remove = Remove addressee
gesture-article-add = Add article
gesture-article-encoding = Change encoding
gesture-article-language = Change language
gesture-article-published = Change date
gesture-article-publisher = Change publisher
gesture-article-remove = Remove article
gesture-article-text = Replace text
gesture-article-title = Change title
gesture-article-url = Change address
gesture-attribute = Change attribute
gesture-comment = Comment
gesture-conflict-settle = Settle conflict
gesture-cue-clear = Clear cue
gesture-cue-or-mention = Set cue or mention
gesture-decision = Decide
gesture-decision-bulk = Accept in bulk
gesture-decision-confirm = Confirm decision
gesture-decision-reason = Change reason
gesture-decision-take-back = Take decision back
gesture-excluded = Change what is part of the article
gesture-guidelines = Change guidelines
gesture-import = Import
gesture-journal-merge = Merge the journal with changes from outside
gesture-kept-take = { $count ->
        [one] Take a kept change up
       *[other] Take { $count } kept changes up
    }
gesture-kind = Change kind
gesture-link-add = Add link
gesture-link-move = Move link
gesture-link-party = Change party of link
gesture-link-remove = Remove link
gesture-manual = Add to guidelines
gesture-mention-clear = Clear mention
gesture-merge-copies = Merge conflict copies
gesture-note = Change note
gesture-orphan-delete = Delete statement without a place
gesture-orphan-place = Place statement
gesture-outside = Changes from outside
gesture-party-add = Add party
gesture-party-aliases = Change aliases
gesture-party-color = Change colour
gesture-party-delete = Delete party
gesture-party-merge = Merge parties
gesture-party-parent = Change parent party
gesture-party-rename = Rename party
gesture-project-title = Change project title
gesture-quotation = Change quotation
gesture-receive = Take colleague’s tags
gesture-relation-add = Add relation
gesture-relation-remove = Remove relation
gesture-reporter-add = Add reporter
gesture-restore-state = Restore the state of { $time }
gesture-send-back = Send back
gesture-span-add = Add span
gesture-span-edge = Move edge
gesture-speaker = Change speaker
gesture-stance = Change stance
gesture-statement-add = Add statement
gesture-statement-delete = Delete statement
gesture-statement-duplicate = Duplicate statement
gesture-thread-reopen = Reopen thread
gesture-thread-resolve = Resolve thread
gesture-topic = Change topic
gesture-work-assign = Assign
gesture-work-blind = Change whether others’ work is hidden
gesture-work-done = Mark as done
gesture-work-due = Change due date
gesture-work-note = Change note on assignment
gesture-work-reopen = Mark as not done
gesture-work-reviewers = Change reviewers
gesture-work-unassign = Take assignment back
