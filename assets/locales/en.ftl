# The strings of Bayan in English. One section per area. Keys are in kebab-case and begin with a prefix, as in status-saved;
# all keys with one prefix are in one section, and the keys of a section are in alphabetical order.
# tests/sources/locales.rs checks this, and fails on a key that is used nowhere, or used and missing here.

## The window: bar, pages and status line

banner-copied = A copy with everything up to now is in { $path }
banner-copy = Save a copy as…
banner-copying = Copying…
banner-files = The project’s files cannot be written at the moment.
banner-files-rest = Everything you do is kept in the journal and survives a crash. Bayan tries to write the files again every few seconds.
banner-journal = The journal cannot be written at the moment.
banner-journal-rest = Your work is written to the project’s files instead. Bayan tries the journal again every few seconds.
banner-nothing = Nothing can be written at the moment.
banner-nothing-rest = You can go on working, but only in memory: { $count ->
        [one] one change is saved nowhere else
       *[other] { $count } changes are saved nowhere else
    }. Bayan tries to write again every few seconds.
banner-open-copy = Open the copy
banner-try = Try again now
bar-annotator = Annotator
bar-go-to = Go to article, party, statement, command
bar-menu = Menu
bar-new-annotator = New annotator
bar-party-filter = Find a party
bar-project = Project: { $title }
bar-redo = Redo
bar-undo = Undo
describe-chain = { $before } › { $next }
describe-no-chain = nobody named
describe-statement = { $kind }: { $chain }
drop-add = { $count ->
    [one] Drop to add one file
   *[other] Drop to add { $count } files
}
drop-add-one = Drop to add { $name }
drop-new = Drop to make a project with these articles
drop-open = Drop a project’s folder to open it
hidden-until-done = { $count ->
        [one] In one article, others’ work is hidden until you are done.
       *[other] In { $count } articles, others’ work is hidden until you are done.
    }
page-agreement = Agreement
page-article = Articles
page-codebook = Codebook
page-progress = Work
page-review = Review
page-settings = Settings
page-statements = Statements
rail-sent-back = { $count ->
        [one] { $count } statement was sent back to you.
       *[other] { $count } statements were sent back to you.
    }
rail-to-review = { $count ->
        [one] { $count } place waits for a decision.
       *[other] { $count } places wait for a decision.
    }
status-added = Added { $title }.
status-added-as = Added { $title }. Read as { $encoding }; choose another encoding under Encoding.
status-added-many = { $count ->
        [one] Added { $count } article.
       *[other] Added { $count } articles.
    }
status-all-saved = Saved
status-article-changed = Changed { $title }.
status-article-state = This article: { $state }
status-author-speaks-now = Nobody is named now, so the author of the article speaks.
status-bulk-again = Something has changed in the meantime. Check again what would be decided.
status-bulk-done = { $count ->
        [one] { $count } place
       *[other] { $count } places
    } decided in one step.
status-close = Close the message
status-codebook-saved = Saved the codebook in { $path }
status-conflict-copy = { $program } has put a second version of a file next to it. Open the problems to merge it.
status-conflicts = { $count ->
        [one] One conflict
       *[other] { $count } conflicts
    }
status-copied = A copy is in { $path }
status-copied-table = Copied.
status-copied-words = { $count ->
        [one] One character copied.
       *[other] { $count } characters copied.
    }
status-details = Details…
status-dialog-first = Close the dialog first. The files were not added.
status-done = Marked as done.
status-done-of = { $done } / { $all } done
status-empty-article = There is no text in this article.
status-exported = Exported to { $path }
status-first-article = This is the first article in the list.
status-imported = { $count ->
        [one] Imported one statement from { $path }
       *[other] Imported { $count } statements from { $path }
    }
status-journal-only = The files cannot be written, so the changes are only in the journal. Bayan tries again every few seconds. { $reason }
status-larger = Larger text
status-last-article = This is the last article in the list.
status-leaving = Writing what is left…
status-left-behind = Process { $pid }, which had the project open since { $since }, ended without closing it. Everything it had confirmed is here.
status-looking-at-files = Looking at the files…
status-manual-appended = The list was added to the end of guidelines.md. You can undo this.
status-manual-copied = The list was copied.
status-marks = { $count ->
        [one] { $count } invisible character
       *[other] { $count } invisible characters
    }
status-marks-tip = { $direction } that change the order of letters, { $other } others. They are part of the text and can make it look as if it said something else. Click to show them.
status-mine-left = { $count ->
        [one] This is the last article that you are not done with.
       *[other] { $count } articles are left that you are not done with.
    }
status-mine-nobody = No article is assigned to you.
status-mine-none = { $count ->
        [one] You are done with your article. Alt+N shows it again.
       *[other] You are done with all { $count } of your articles. Alt+N shows the first one.
    }
status-no-proclitic = The word does not begin with و ف ب ل ك س ال.
status-no-project = There is no project in this folder: a project has a file called project.ron. { $path }
status-not-left = The other project was not opened, because this one has changed in the meantime and cannot be written.
status-not-saved = Not saved
status-not-settled = This value no longer fits the project and was not used: { $reason } Keep the one in use, or change the statement yourself and keep that.
status-not-shown = The folder could not be shown ({ $reason }): { $path }
status-nothing-assigned = Nothing is assigned to you
status-nothing-changed = Nothing was changed, because it is already so.
status-nothing-missing = Nothing is missing here: every link has its cue and mention, and addressee and topic are set.
status-nothing-selected = Select a passage first.
status-nothing-to-undo = There is nothing left to undo or redo.
status-nothing-written = Nothing can be written at the moment. Your work stays in memory, and Bayan tries again every few seconds. Save a copy elsewhere to be safe. { $reason }
status-only = Only the tags of { $annotator } are written
status-opened = Opened { $title }.
status-opening = Opening { $path }…
status-orphan-deleted = { $count ->
        [0] Deleted a statement by { $whose }. Every statement has a place now.
        [one] Deleted a statement by { $whose }. One is left without a place.
       *[other] Deleted a statement by { $whose }. { $count } are left without a place.
    }
status-orphans = { $count ->
        [one] One statement without a place
       *[other] { $count } statements without a place
    }
status-orphans-left = { $count ->
        [0] Every statement has a place now.
        [one] One statement is left without a place.
       *[other] { $count } statements are left without a place.
    }
status-part-again = { $count ->
        [one] The passage is part of the article again.
       *[other] { $count } passages are part of the article again.
    }
status-party-here = “{ $name }” already exists and was chosen.
status-paste-where = Click in a field to paste there. Ctrl+Shift+V makes an article from the clipboard.
status-problems = { $count ->
        [one] { $count } problem
       *[other] { $count } problems
    }
status-read-as = Read as { $encoding }; { $count ->
        [0] everything could be read.
        [one] { $count } place could not be read.
       *[other] { $count } places could not be read.
    }
status-read-as-gone = The file is no longer available. Remove the article and add its file again with the right encoding.
status-read-as-no-text = The file cannot be read as { $encoding }: the result is not text.
status-read-as-tagged = The article already has statements, which would lose their places.
status-read-only = Open elsewhere: read only here
status-reading-tags = Reading the tags in { $path }
status-redone = Redone: { $name }
status-refused-elsewhere = This project is open elsewhere, so nothing can be changed here. Close it there, then open it here again.
status-refused-layer = The tags of { $annotator } are being written in another window, so nothing was changed.
status-refused-only = Only the tags of { $annotator } can be changed in this window, because the project is open in another one.
status-refused-protected = Nothing was changed, because the file is damaged and is kept as it is. Repair it or move it away, then open the project again: { $path }
status-related = The relation was added.
status-removed = { $layers ->
        [one] Removed with one layer (statements: { $count }): { $title }
       *[other] Removed with { $layers } layers (statements: { $count }): { $title }
    }
status-removed-bare = Removed: { $title }
status-removed-layers = { $layers ->
        [one] Removed with one layer: { $title }
       *[other] Removed with { $layers } layers: { $title }
    }
status-replace-again = The project has changed in the meantime. Compare the new text again.
status-replaced-text = The text was replaced. Undo brings back the old one.
status-replaced-text-part = The text was replaced; { $count ->
        [one] one statement has no place in it and is
       *[other] { $count } statements have no place in it and are
    } listed below. Undo brings back the old text.
status-restored = Restored: the layer now has { $count ->
        [one] one statement
       *[other] { $count } statements
    }. Undo reverses this.
status-restored-part = Partly restored: the layer has { $count ->
        [one] one statement
       *[other] { $count } statements
    } from that state; { $left } no longer fitted. Undo reverses this.
status-review-goes-on = After a decision, the next place is shown.
status-review-noted = Noted for: { $what }
status-review-nothing-to-correct = There is nothing to correct: this annotator has marked nothing here.
status-review-stays = After a decision, the place stays on screen.
status-review-why = First say what should be changed. The reason goes to the annotator as a comment.
status-saved = Saved.
status-scale = Everything at { $percent } %
status-select-first = Select the words first.
status-sent = Your tags are in { $path }
status-settled = { $count ->
        [0] Settled. No conflict is left.
        [one] Settled. One conflict is left.
       *[other] Settled. { $count } conflicts are left.
    }
status-smaller = Smaller text
status-snap-off = Selections may begin and end inside words.
status-snap-on = Selections grow to whole words.
status-speaks-now = { $name } is the speaker now.
status-statement-deleted = { $relations ->
        [0] The statement was deleted.
        [one] The statement was deleted, and a relation with it.
       *[other] The statement was deleted, and { $relations } relations with it.
    }
status-tags-added = { $count ->
        [one] One layer was
       *[other] { $count } layers were
    } checked and added from { $path }. One undo reverses this.
status-tags-read = The tags have been read; nothing has been added yet.
status-taken-back = { $count ->
        [0] The decision was taken back.
        [one] The decision was taken back, and its gold statement with it.
       *[other] The decision was taken back, and its { $count } gold statements with it.
    }
status-taken-up = Marked as not done. The record that it was once done is kept.
status-text-size = { $size } pt
status-trying = Trying to write the files…
status-undo-name = Undo: { $what }
status-undone = Undone: { $name }
status-unsaved = Saving…
status-writing = Writing…
status-writing-as = Writing as { $annotator }
tour-cards = Each passage that is marked has a card at its height: its kind, who says it on whose word, and its topic. { $keys } hides the cards.
tour-cards-title = Cards: each statement at a glance
tour-colours = Every party has a colour, and what it says is marked in it. Click a marked passage to select its statement.
tour-colours-title = Colours: who speaks
tour-end = Close the tour
tour-go-to = Type a few letters of an article, a party, a statement, a topic or a command. { $keys } opens this from anywhere.
tour-go-to-title = Everything by name
tour-inspector = Everything about the selected statement is here, and each field shows its key. Without one, you see what the article has.
tour-inspector-title = The selected statement
tour-kinds = The form of the line under a passage is the kind of the statement. Select words and press the key of a kind to mark them.
tour-kinds-title = Lines: what kind of statement
tour-next = Next
tour-place = { $place } of { $count }
tour-skip = Skip the tour
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
when-today = today { $time }
when-weekday = { $day ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    } { $time }
when-yesterday = yesterday { $time }
window-title = { $project } — Bayan

## Commands, and why one cannot be used

command-add = Add articles…
command-add-span = Add the selection to the statement
command-add-tags = Import a colleague’s annotations…
command-add-tags-folder = Import annotations from a colleague’s project folder…
command-also-next = Also choose the next statement
command-also-previous = Also choose the previous statement
command-arcs = Show or hide relations over the text
command-assign = Assign articles…
command-attribute = Set { $attribute }
command-before-proclitic = Start before و ف ب ل ك س ال again
command-cards = Show or hide cards beside the article
command-close = Close the project
command-conflicts = Settle conflicts…
command-copy = Save a copy as…
command-copy-source = Copy the words with their source
command-copy-words = Copy the words
command-cue = Set the cue of the selected link, or of the last one
command-delete = Delete the statement
command-disarm = Stop pointing
command-done = Mark the article as done or not done
command-duplicate = Duplicate the statement
command-edit-note = Write a note
command-elsewhere = Open for writing in another way…
command-end-earlier = End one letter earlier
command-end-earlier-word = End one word earlier
command-end-later = End one letter later
command-end-later-word = End one word later
command-excluded = Exclude from the article, or include again
command-export = Export…
command-fill-in = Fill in the next missing field
command-filter = Filter statements
command-find = Find in the article…
command-find-article = Find an article by its title
command-find-close = Close the find bar
command-find-everywhere = Find in all articles
command-find-next = Go to the next match
command-find-previous = Go to the previous match
command-go-to = Go to an article, party, topic, statement or command…
command-group-agreement = Agreement
command-group-articles = Articles
command-group-editing = Editing
command-group-finding = Finding
command-group-help = Help
command-group-marking = Marking
command-group-pages = Pages
command-group-projects = Project
command-group-review = Review
command-group-statements = Statements
command-group-view = View
command-group-work = Work
command-import-tags = Import tags from another tool…
command-import-tags-folder = Import tags from a folder of another tool…
command-kept = Show changes that were not applied…
command-larger = Make text larger
command-larger-scale = Make everything larger
command-legend = Show or hide what lines and colours mean
command-let-go = Clear the selection, or deselect the statement
command-link-after = Go to the next link of the chain
command-link-before = Go to the previous link of the chain
command-make = Mark as { $kind }
command-manual = Show or hide the manual beside the article
command-marks = Show or hide invisible characters
command-mention = Set the mention of the selected link, or of the last one
command-merge-copies = Merge conflict copies
command-name = Change my name…
command-name-keep = Keep the name I write under
command-new = New project…
command-next = Go to the next statement
command-next-article = Go to the next article
command-next-mine = Go to the next article assigned to me
command-next-pane = Go to the next part of the window
command-next-quotation = Change the quotation: direct, indirect, mixed
command-open = Open project…
command-orphans = Show statements without a place in the text
command-outer-cue = Set the cue of the outermost link
command-outer-mention = Set the mention of the outermost link
command-palette = Show all commands
command-pane-end = Show or hide the inspector
command-pane-start = Show or hide the lists beside the article
command-parties = List the parties
command-party = Speaker: { $party }
command-past = Show past states of this layer…
command-past-proclitic = Start after و ف ب ل ك س ال
command-paste = Paste an article…
command-pick-addressee = Add an addressee
command-pick-relation = Add a relation to another statement
command-pick-reporter = Add a reporting party by name
command-pick-speaker = Choose the speaker by name
command-pick-topic = Choose the topic
command-previous = Go to the previous statement
command-previous-article = Go to the previous article
command-previous-pane = Go to the previous part of the window
command-quit = Quit
command-reading = Change reading settings…
command-redo = Redo
command-replace-text = Replace the text…
command-reporter = On the word of: { $party }
command-review-agreements = Show or hide agreements
command-review-all = Show all places, or only those to do
command-review-bulk = Accept in bulk…
command-review-cause = Cause: { $cause }
command-review-comment = Write a comment
command-review-confirm = Confirm that the decision still holds
command-review-correct = Take and correct what { $annotator } has
command-review-done = Finish the correction
command-review-goes-on = Auto-advance after a decision, or stay
command-review-gold = Correct the decision
command-review-later = Decide later
command-review-manual = List rules for the guidelines…
command-review-missed = Add the selection as a statement everybody missed
command-review-new = Write a new statement for this place
command-review-next = Go to the next place to review
command-review-no-cause = Cause: none
command-review-nothing = Decide that nothing is here
command-review-overlaid = Show layers in one text, or side by side
command-review-previous = Go to the previous place to review
command-review-reason = Give a reason
command-review-rule = Mark that the guidelines need a rule, or not
command-review-send-back = Send back with a reason
command-review-show-gold = Show or hide gold
command-review-span = Use the selection as the span
command-review-take = Take what { $annotator } has
command-review-take-back = Take back the decision
command-sample = Open the sample
command-save = Save now
command-save-codebook = Save the codebook…
command-send-tags = Export my annotations…
command-shortcuts = Show all shortcuts
command-smaller = Make text smaller
command-smaller-scale = Make everything smaller
command-snap = Select whole words, or any letters
command-stance-neutral = Stance: neutral
command-stance-opposes = Stance: opposes
command-stance-supports = Stance: supports
command-start-earlier = Start one letter earlier
command-start-earlier-word = Start one word earlier
command-start-later = Start one letter later
command-start-later-word = Start one word later
command-take-armed = Take what is pointed at
command-take-codebook = Take a codebook…
command-take-over = Take over the chain of the statement around it
command-theme = Switch between light, sepia and dark
command-threads = Show threads…
command-tip = { $title } ({ $keys })
command-tour = Show the tour of the window
command-trim = Trim white space and quotation marks
command-undo = Undo
command-usual-scale = Give everything its usual size
command-usual-text = Give the text its usual size
not-annotator = There is no annotator number { $number } here.
not-any-statement = This article has no statements yet.
not-article = Add or choose an article first.
not-at-place = Nobody has marked anything at this place.
not-compared = The layers are still being compared.
not-computed = Nothing has been computed yet. Press F5 to compute agreement.
not-computing = Nothing is being computed right now.
not-conflicts = There are no conflicts to settle.
not-decided = Nothing has been decided here yet.
not-further-link = The chain has no further link there.
not-further-statement = There is no further statement.
not-gold = No gold statement was decided on here.
not-gold-here = Gold changes only by review. Choose Mine or All to change statements.
not-link = The chain of this statement is still empty: choose who speaks first.
not-list = No list of passages is open.
not-looking-back = Nothing can be changed in a past state. Go back to the present first.
not-orphans = Every statement has a place in the text.
not-out-of-date = The decision here is up to date.
not-outer-chain = No statement around this one has a chain that it lacks.
not-page = This works on the Article page only.
not-parties = There are no parties yet. Add one under “Parties” first.
not-party = { $count ->
        [one] There is no party number { $number }: there is only one.
       *[other] There is no party number { $number }: there are { $count }.
    }
not-passage = Select the words first.
not-place = Choose a place in the list first.
not-places = The list has no places.
not-project = Open a project first.
not-row = There is no statement in the list.
not-rows = Choose statements in the list first.
not-several = Several statements are chosen, but this changes one. Choose one statement first.
not-statement = Choose a statement first.
not-statement-nor-passage = Select words or choose a statement first.
not-target = Point at another statement first.
not-while-computing = Agreement is being computed. Press Escape to stop.

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
gesture-articles-add = { $count ->
        [one] Add { $count } article
       *[other] Add { $count } articles
    }
gesture-attribute = Change attribute
gesture-codebook-add = Add “{ $name }” to the codebook
gesture-codebook-attribute = Change the attribute “{ $name }”
gesture-codebook-choice-remove = Remove the value “{ $name }”
gesture-codebook-define = Define “{ $name }”
gesture-codebook-delete = Delete “{ $name }” from the codebook
gesture-codebook-example = Change the examples of “{ $name }”
gesture-codebook-key = Change the key of “{ $name }”
gesture-codebook-line = Change the line of “{ $name }”
gesture-codebook-merge = Merge “{ $name }” into “{ $into }”
gesture-codebook-move = Move “{ $name }” in the codebook
gesture-codebook-parent = Move the topic “{ $name }”
gesture-codebook-rename = Rename “{ $name }”
gesture-codebook-retire = Retire “{ $name }”
gesture-codebook-split = Split “{ $name }”
gesture-codebook-take = Take entries from “{ $name }” into the codebook
gesture-codebook-use-again = Use “{ $name }” again
gesture-comment = Comment
gesture-conflict-settle = Settle conflict
gesture-cue-clear = Clear cue
gesture-cue-or-mention = Set cue or mention
gesture-decision = Decide
gesture-decision-bulk = Accept in bulk
gesture-decision-confirm = Confirm decision
gesture-decision-reason = Change reason
gesture-decision-take-back = Take back decision
gesture-document-note = Change note on the article
gesture-excluded = Change what belongs to the article
gesture-gold-values = Set values of the article in gold
gesture-guidelines = Change guidelines
gesture-import = Import
gesture-journal-merge = Merge the journal with outside changes
gesture-kept-take = { $count ->
        [one] Apply a kept change
       *[other] Apply { $count } kept changes
    }
gesture-kind = Change kind
gesture-link-add = Add link
gesture-link-move = Move link
gesture-link-party = Change party of link
gesture-link-remove = Remove link
gesture-manual = Add to guidelines
gesture-manual-edit = Change the manual
gesture-mention-clear = Clear mention
gesture-merge-copies = Merge conflict copies
gesture-note = Change note
gesture-orphan-delete = Delete statement without a place
gesture-orphan-place = Place statement
gesture-outside = Changes from outside
gesture-party-about = Change what is known of a party
gesture-party-add = Add party
gesture-party-aliases = Change aliases
gesture-party-color = Change colour
gesture-party-delete = Delete party
gesture-party-key = Change key of party
gesture-party-merge = Merge parties
gesture-party-order = Change order of parties
gesture-party-parent = Change parent party
gesture-party-rename = Rename party
gesture-project-title = Change project title
gesture-quotation = Change quotation
gesture-receive = Import a colleague’s annotations
gesture-relation-add = Add relation
gesture-relation-remove = Remove relation
gesture-reporter-add = Add reporter
gesture-restore-state = Restore the state of { $time }
gesture-send-back = Send back
gesture-several-addressee = Add addressee to statements
gesture-several-addressee-remove = Remove addressee of statements
gesture-several-delete = Delete statements
gesture-several-kind = Change kind of statements
gesture-several-note = Change note of statements
gesture-several-quotation = Change quotation of statements
gesture-several-reporter = Add reporter to statements
gesture-several-speaker = Change speaker of statements
gesture-several-stance = Change stance of statements
gesture-several-topic = Change topic of statements
gesture-span-add = Add span
gesture-span-edge = Move edge
gesture-speaker = Change speaker
gesture-stance = Change stance
gesture-statement-add = Add statement
gesture-statement-delete = Delete statement
gesture-statement-duplicate = Duplicate statement
gesture-take-over = Take over chain
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
gesture-work-unassign = Take back assignment

## Undo

takeback-attribute = attribute “{ $name }”
takeback-back = { $known ->
        [0] The { $what } has come back in the meantime, so it stays.
       *[other] The { $what } has come back in the meantime, from { $by }, so it stays.
    }
takeback-cause = cause
takeback-changed = { $known ->
        [0] The new { $what } has been changed elsewhere since; it stays.
       *[other] The new { $what } has been changed since by { $by }; it stays.
    }
takeback-color = colour
takeback-deleted = { $known ->
        [0] The { $what } has been deleted elsewhere since; it stays deleted.
       *[other] The { $what } has been deleted since by { $by }; it stays deleted.
    }
takeback-description = description
takeback-due = due date
takeback-ends = pair of statements
takeback-excluded = excluded part
takeback-field = { $known ->
        [0] A later change elsewhere to the { $field } of the { $what } stays.
       *[other] A later change by { $by } to the { $field } of the { $what } stays.
    }
takeback-key = key
takeback-kind = kind
takeback-language = language
takeback-linked = The { $what } has been linked to something else since; it stays.
takeback-more = { $count ->
        [one] One more thing stays.
       *[other] { $count } more things stay.
    }
takeback-name = name
takeback-new-text = Others have worked on the new text of the { $what } since; it stays.
takeback-newer = newer version
takeback-not-redone = “{ $name }” cannot be redone
takeback-note = note
takeback-nothing = “{ $name }” cannot be undone
takeback-nothing-left = “{ $name }”: there is nothing left to undo.
takeback-outcome = outcome
takeback-parent = parent
takeback-progress = state
takeback-published = date
takeback-publisher = publisher
takeback-reason = reason
takeback-resolved = settlement
takeback-rule = need for a rule
takeback-setting = setting
takeback-text = text
takeback-title = title
takeback-unfit = The { $what } stays as it is: { $reason }
takeback-url = address
takeback-what-article = article “{ $title }”
takeback-what-assignment = assignment of “{ $title }” to { $annotator }
takeback-what-codebook = codebook
takeback-what-decision = decision in “{ $title }”
takeback-what-gold-tags = the values of “{ $title }” in gold
takeback-what-gone-statement = statement in “{ $title }”
takeback-what-guidelines = guidelines file (guidelines.md)
takeback-what-party = party “{ $name }”
takeback-what-party-order = the order of the parties
takeback-what-progress = state of { $annotator } in “{ $title }”
takeback-what-project = project
takeback-what-relation = relation in “{ $title }”
takeback-what-reviewers = list of reviewers
takeback-what-statement = statement “{ $quote }”
takeback-what-tags = { $annotator }’s values of “{ $title }”
takeback-what-thread = thread in “{ $title }”
takeback-worked-on = Others have worked on the { $what } since; it stays.
undo-place-article = “{ $title }”
undo-place-articles = { $count ->
    [one] one article
   *[other] { $count } articles
}
undo-place-project = the project

## Welcome

welcome-about = Mark in articles who says what, and on whose word: in Arabic, Hebrew or any other script. Export the statements as a dataset.
welcome-drop = Drop a project’s folder or articles here
welcome-help = Keyboard shortcuts
welcome-name = You are { $name }: change…
welcome-new = New project…
welcome-open = Open project…
welcome-recent = Recent projects
welcome-recent-articles = { $count ->
        [0] No articles yet
        [one] One article
       *[other] { $count } articles
    }
welcome-recent-changed = { $when } · { $folder }
welcome-recent-done = { $articles } · { $done } done
welcome-recent-forget = Remove from list
welcome-recent-forget-name = Remove { $name } from the list
welcome-recent-gone = There is no project in this folder any more
welcome-recent-name = Open { $name }
welcome-recent-open = Open
welcome-recent-unreadable = Its description cannot be read
welcome-sample = Open the sample
welcome-settings = Settings
welcome-title = بيان Bayan
welcome-version = Bayan { $version }

## Dialogs

add-along = What is added with them, and what stays as it is
add-choices = Choices
add-documents = Add articles that this project does not have
add-go = Add these tags
add-heading = Import a colleague’s annotations
add-layers = Layers
add-name = Name for { $name } in this project
add-nothing = There is nothing to add.
add-nothing-placed = Give at least one of the statements a place first.
add-question = Their “{ $theirs }” and “{ $ours }” here ({ $id }) are the same party
add-questions = Parties with one identifier and two names
add-reanchor = Where a text differs, move statements with their words; those without a place are kept with the colleague’s text
add-unplaced = “{ $quote }” – { $title }
add-update = Where both have a statement, take the version changed later
add-warnings = { $count ->
        [one] One thing was left out
       *[other] { $count } things were left out
    }
adding-add = { $count ->
        [0] Add articles
        [one] Add { $count } article
       *[other] Add { $count } articles
    }
adding-all = Choose all
adding-change = Change the article
adding-choice-add = Add
adding-choice-skip = Skip
adding-choice-version = Keep as another version of “{ $title }”
adding-column-text = Text
adding-columns = Columns of { $path }
adding-columns-no-text = Choose which column has the texts of the articles.
adding-columns-read = Read with these columns
adding-columns-show = Columns…
adding-comparing = Comparing with the articles that are here.
adding-continue = Read on
adding-doubt = To look at: { $doubt }
adding-doubt-equal = here already as “{ $title }”
adding-doubt-near = { $percent }% the same as “{ $title }”
adding-doubt-replaced = { $count ->
        [one] { $count } place could not be read
       *[other] { $count } places could not be read
    }
adding-doubt-version = another version of “{ $title }”
adding-doubts = To look at
adding-heading = { $count ->
        [0] Add articles
        [one] { $count } article found
       *[other] { $count } articles found
    }
adding-heading-details = How the article was read
adding-leave = { $count ->
        [one] { $count } article has not been added.
       *[other] { $count } articles have not been added.
    }
adding-leave-drop = Close without adding
adding-leave-stay = Go back
adding-length = Length
adding-more-text = { $count ->
    [one] One more character is not shown here.
   *[other] { $count } more characters are not shown here.
}
adding-none = Choose none
adding-nothing = No article was found there.
adding-only-doubtful = Only those to look at ({ $count })
adding-only-here = Underlined: what the other text does not have.
adding-only-there = Underlined: what the article to be added does not have.
adding-progress = Reading: { $done } of { $all }.
adding-refused = { $count ->
        [one] One file, or a part of one, is not an article:
       *[other] { $count } files, or parts of them, are not articles:
    }
adding-row = { $title } { $doubts }
adding-show-left-out = What is left out
adding-show-similar = “{ $title }”
adding-show-text = This text
adding-stop = Stop
adding-take-line = Take
adding-take-line-name = Take “{ $line }” into the text
adding-tick = Add { $title }
adding-unfinished = Not all files have been read. You can add what was found so far and read on later.
adding-version-explained = The text that is here stays the article, with everybody’s tags. This one is kept beside it and is not exported as an article of its own. To move the tags to this text, skip it and use “Replace the text…”.
adding-whole = Take the whole page
dialog-add = Add articles
dialog-add-tags = Import a colleague’s annotations
dialog-add-tags-folder = Import annotations from a colleague’s project folder
dialog-agreement = Save agreement
dialog-all-files = All files
dialog-cancel = Cancel
dialog-close = Close
dialog-codebook-files = Codebooks
dialog-copy = Save a copy as
dialog-export = Export to
dialog-import-tags = Import tags from another tool
dialog-import-tags-folder = Import the tags in a folder of another tool
dialog-new-folder = Choose a folder for the project
dialog-open = Open a project folder
dialog-save-codebook = Save the codebook
dialog-send-tags = Export my annotations
dialog-tags-files = Tags and zipped projects
dialog-take-codebook = Take a codebook
dialog-take-codebook-folder = Take the codebook of a project
dialog-text-files = Texts
go-to-count = { $count ->
    [one] 1 result
   *[other] { $count } results
}
go-to-field = Go to an article, party, topic, statement or command
go-to-name = { $title }, { $detail }
go-to-none = Nothing has these words in its name.
go-to-party = Party
go-to-searching = { $count } so far; still searching…
go-to-signs = Start with > for commands, @ for parties, # for topics, " for statements
go-to-statement = { $kind }: { $chain }
go-to-topic = Topic
incoming-pasted = the pasted text
new-articles = { $count ->
        [one] The article that you dropped is added to the new project.
       *[other] The { $count } files that you dropped are added to the new project.
    }
new-browse = Browse…
new-codebook = Begins with
new-codebook-like = As in { $project }
new-codebook-like-about = The codebook of that project: kinds, topics, relations and attributes, without its manual, parties and articles.
new-create = Create
new-folder = Folder
new-heading = New project
new-title = Title
new-title-missing = Give the project a title.
paste-add = Add article
paste-clear = Clear the text
paste-heading = Paste an article
paste-hint = Paste the text here
paste-large = { $kilobytes } KB of text, beginning with:
paste-page = Paste as a web page
paste-page-tip = Takes the main text, the title, the date and the publisher from the web page on the clipboard
paste-text = Text of the article
paste-title = Title
paste-title-hint = Taken from the first line if left empty
path-explained = The system offers no file dialog here, so type the path.
path-field = Path
path-go = Continue
path-missing = There is nothing at this path: { $path }
path-no-folder = There is no such folder: { $path }
path-replaces = There is such a file already. To replace it, go on once more: { $path }
placing-add = Add this passage
placing-back = Back
placing-chosen = Chosen: “{ $quote }”
placing-explained = Select the words of the statement in the article and place it there. For several passages, add them one by one.
placing-heading = Place a statement
placing-next = Next
placing-of = { $what }: { $quote }
placing-open = Place in the article…
placing-open-again = Place elsewhere…
placing-place = Place here
placing-placed = Placed: { $quote }
placing-previous = Previous
placing-quote = In the file: “{ $quote }”
placing-select-first = Select the words of the statement in the article first.
placing-take-back = Take back
planning-again = Continue
planning-stop = Stop
planning-stopped = Stopped
problems-explained = Everything else is open. Nothing reported as damaged is lost: it stays where it is, or in .bayan/kept if you have changed the same file since.
problems-heading = { $count ->
        [one] { $count } problem in this project
       *[other] { $count } problems in this project
    }
rebind-free = No other command has this key.
rebind-heading = New key for “{ $command }”
rebind-parties = the parties
rebind-press = Press the key or keys. Escape cancels.
rebind-taken = “{ $command }” has this key and would lose it.
rebind-taken-here = In this project it belongs to { $command }, which would have no key.
rebind-use = Use this key
rebind-without = No key
shortcuts-change = Change keys…
shortcuts-letters = Select by letters
shortcuts-letters-how = Alt + drag
shortcuts-menu = Everything that can be done with what is under the pointer
shortcuts-menu-how = Right click
shortcuts-mouse = Mouse
shortcuts-none = No command or key has these words.
shortcuts-paragraph = Select a sentence, then its paragraph
shortcuts-paragraph-how = Triple click, and again
shortcuts-reporter = Reported by the party with this number
shortcuts-reporter-how = Alt + 1 … 9
shortcuts-search = Find a command or a key
shortcuts-speaker = Make the party with this number the speaker
shortcuts-speaker-how = 1 … 9
shortcuts-word = Select words, or the statement under the pointer
shortcuts-word-how = Drag, double click, click

## Templates of projects

template-actor-concept-agreement = Actor, concept, agreement
template-actor-concept-agreement-about = Who is for and who against what: one kind of statement with an actor, a concept (the topic) and agreement (the stance), as in Discourse Network Analyzer. For networks of actors and their coalitions.
template-brings = Kinds: { $kinds }. Attributes: { $attributes }. { $topics ->
        [0] No topics yet.
        [one] One topic.
       *[other] { $topics } topics.
    } { $relations ->
        [0] No relations.
        [one] One kind of relation.
       *[other] { $relations } kinds of relations.
    } With a manual.
template-claims = Claims, positions, warnings
template-claims-about = Who says what, on whose word and to whom: what is said to be so, what is wanted, and what is warned of, with relations between statements. The usual codebook.
template-nested-attitudes = Nested attitudes
template-nested-attitudes-about = Whose attitude to what the words show, on whose word: feelings, agreement, arguing, intention and doubt, with polarity and intensity, after the MPQA corpus.
template-none = none
template-political-claims = Political claims
template-political-claims-about = Who demands, decides or rejects what in a field of politics, with category, polarity and date, after claims analysis and the MARDY project. Its topics are those of a debate on migration, to be replaced.
template-source-cue-content = Source, cue, content
template-source-cue-content-about = Who is quoted on what and with which words, directly or not, after PARC and PolNeAR: assertions, beliefs, facts and eventualities, and what kind of source they have.

## Panels

article-about = About this article
article-assign = Assign
article-assign-more = Assign several articles…
article-assign-to = { $person }
article-groups = Group by status
article-open = Open
article-rename = Rename…
article-show-in-folder = Show in folder
article-sort-date = By date, newest first
article-sort-project = In the order of the project
article-sort-publisher = By publisher
article-sort-status = By status
article-sort-title = By title
article-status-done = Done
article-status-in-progress = In progress
article-status-open = Not begun
article-status-sent-back = Sent back
cards-keys = Enter: kind. Shift+Enter: topic.
cards-more = { $count ->
    [one] One more statement
   *[other] { $count } more statements
}
cards-name = Card: { $what }: { $quote }
cards-name-topic = Card: { $what }, { $topic }: { $quote }
header-about = { $title }: about this article
header-cards = Cards
header-done = Done
header-find = Find
header-more-kinds = More kinds
header-next = Next article
header-place = { $place } / { $count }
header-previous = Previous article
header-reading = Typesetting
header-snap = Whole words
header-title = { $title }
header-title-publisher-date = { $title } · { $publisher } · { $date }
header-title-source = { $title } · { $source }
inspector-armed = Select the words in the text…
inspector-article = This article
inspector-article-empty = You have no statements here yet. Select words in the article, then press the key of a kind.
inspector-article-note = Note
inspector-article-values = The article as a whole
inspector-attribute-missing = { $name } (missing)
inspector-attributes-more = Attribute…
inspector-by-kind = By kind
inspector-by-party = By party
inspector-chain-foot = Enter: next link. Escape: done.
inspector-commented = { $by } commented on this statement: “{ $text }”
inspector-details = Details
inspector-hint-date = YYYY-MM-DD
inspector-hint-number = A number
inspector-incomplete = Incomplete
inspector-keys = { $first } { $second }
inspector-link-focus = Link { $number }: { $party }
inspector-look-again = Changed, please look again
inspector-look-again-comment = Changed, please look again.
inspector-look-again-first = Change the statement first, or reply.
inspector-menu = More about this statement
inspector-mixed = Mixed
inspector-next-speaker-name = Speaker of the next statement
inspector-passage = Mark…
inspector-passage-add = Mark the passage: { $name }
inspector-relation-armed = { $kind }: click the other statement…
inspector-relation-foot = Then click the other statement, or go to it with N and press Enter.
inspector-reply = Reply
inspector-reporter-add = Reported by… { $keys }
inspector-reporter-add-name = Add a party that reports the rest
inspector-sent-back = { $by } sent this statement back.
inspector-sent-back-because = { $by } sent this statement back: “{ $reason }”
inspector-sent-back-changed = You have changed this statement since { $by } sent it back.
inspector-several = { $count } statements
inspector-several-end = Choose only the current statement
inspector-several-hint = What you set here is set in all of them, in one step.
inspector-several-note-set = Set note of all
inspector-several-notes = The notes differ; a new one replaces them.
inspector-several-reporter = Reported by
inspector-show-place = Show in the text
inspector-statements = Statements
inspector-take-over = Take over: { $chain } › …
inspector-thread = Thread ({ $count })
inspector-threads-open = Open threads
inspector-value = Value
inspector-value-add = Add…
inspector-value-new = Value of the new attribute
inspector-value-of = Value of { $name }
inspector-value-remove = Remove “{ $value }” from { $name }
inspector-with-notes = With notes
pane-end-hide = Hide the inspector
pane-end-show = Show the inspector
pane-end-width = Width of the inspector
pane-start-hide = Hide the lists
pane-start-show = Show the lists
pane-start-width = Width of the lists
panel-addressee-add = Add…
panel-addressee-add-name = Add an addressee
panel-addressee-remove = Remove the addressee { $name }
panel-addressees = Addressee
panel-article-done = Mark as done
panel-article-done-tip = Says that you have marked everything in this article, even if there was nothing to mark. Alt+D
panel-article-encoding = Encoding
panel-article-language = Language
panel-article-language-hint = ar
panel-article-length = { $count ->
        [one] { $count } character
       *[other] { $count } characters
    }
panel-article-name = { $title }, { $status }, { $count ->
        [one] one statement
       *[other] { $count } statements
    }
panel-article-old = old text
panel-article-pasted = Pasted
panel-article-published = Date
panel-article-published-hint = YYYY-MM-DD
panel-article-publisher = Publisher
panel-article-remove = Remove this article
panel-article-source = { $publisher } · { $date }
panel-article-take-up = Reopen
panel-article-take-up-tip = Says that you are not done with this article after all; it is in progress again. Alt+D
panel-article-title = Title
panel-article-url = Address
panel-articles-add = Add articles…
panel-articles-empty = No articles yet. Add files, drop them onto the window, or paste a text.
panel-articles-find = Find articles
panel-articles-group = { $status } · { $count }
panel-articles-import = Import annotations…
panel-articles-new = Add articles or annotations
panel-articles-none = No article has these words.
panel-articles-paste = Paste article
panel-articles-reading = Reading the list…
panel-articles-sort = Order of the articles
panel-attribute-new = New attribute
panel-attribute-remove = Remove attribute { $name }
panel-attributes = Attributes
panel-bottom-height = Height of the part at the bottom
panel-cancel = Cancel
panel-chain = { $outer } › { $inner }
panel-chain-author = The author
panel-chain-empty = No party is named: the author of the article speaks.
panel-chain-title = Attribution
panel-choice-name = { $field }: { $value }
panel-close = Close
panel-correcting = You are correcting the gold statement.
panel-correcting-done = Done
panel-correcting-span = Use the selection
panel-count = { $count }
panel-count-done = { $count } · done
panel-cue = Cue
panel-cue-clear = Clear the cue of link { $number }
panel-cue-set = Point at the cue of link { $number }
panel-delete = Delete
panel-duplicate = Duplicate
panel-end-width = Width of the part at the end
panel-export-all = All
panel-export-annotator = { $name }: { $count ->
        [one] one statement
       *[other] { $count } statements
    }
panel-export-anonymise = Anonymise annotators (annotator-1 …)
panel-export-brat = brat: a folder with standoff annotations
panel-export-by-choice = Left out or replaced, as you chose
panel-export-byte-order-mark = With a byte order mark
panel-export-cas-json = UIMA CAS JSON, for INCEpTION: a folder
panel-export-cas-xmi = UIMA CAS XMI, for INCEpTION and DKPro: a folder
panel-export-columns = Columns
panel-export-columns-2 = Token and kind
panel-export-columns-4 = Token, reporting verb, mention and kind
panel-export-conll = CoNLL (IOB2): tokens with tags
panel-export-copy-path = Copy the path
panel-export-csv = CSV, one row per statement
panel-export-dna = Discourse Network Analyzer: a database; the password of each coder is “bayan”
panel-export-dna-events = Discourse Network Analyzer: an event list, CSV for R
panel-export-doccano = doccano: spans and links
panel-export-documents = Articles: { $count } of { $all }
panel-export-docx = Report to read or print: a Word document
panel-export-exact-text = Keep the line ends
panel-export-flat = Named entities too
panel-export-for = Export for
panel-export-for-archive = An archive, or Bayan again
panel-export-for-reading = Reading and printing
panel-export-for-spreadsheet = Excel and LibreOffice
panel-export-for-statistics = R, Python and databases
panel-export-for-tool = Another annotation tool
panel-export-for-training = Training a model
panel-export-go = Export…
panel-export-gold = Gold, with the decisions it comes from: { $count ->
        [one] one article
       *[other] { $count } articles
    }
panel-export-gold-first = Gold where an article has it, otherwise everybody’s tags
panel-export-hf = Hugging Face: Parquet with a card and splits, a folder
panel-export-html = Report to read or print: web pages, a folder
panel-export-jsonl = JSON Lines: everything, and can be imported again
panel-export-label-studio = Label Studio: tasks, with the labelling configuration beside them
panel-export-labels = Labels
panel-export-labels-kind = Kind
panel-export-labels-kind-speaker = Kind and speaker
panel-export-leave-out = Leave out excluded passages
panel-export-license = Licence
panel-export-looking = Preparing the preview…
panel-export-losses = Not in this export
panel-export-mine = My tags ({ $name }): { $count ->
        [one] one statement
       *[other] { $count } statements
    }
panel-export-more-files = … and more
panel-export-none = None
panel-export-nothing = There is nothing to export. Choose whose tags, and at least one article that has some.
panel-export-option-none = As usual
panel-export-options = Options
panel-export-parquet = Parquet, for DuckDB, Polars, Spark
panel-export-partition-by = A folder for each
panel-export-partition-kind = Kind
panel-export-partition-month = Month
panel-export-partition-publisher = Publisher
panel-export-per-document = A file for each article, in a new folder
panel-export-per-statement = A row for each statement
panel-export-plain = DNA’s own type of statements
panel-export-preset-changed = { $name } (changed)
panel-export-preset-delete = Delete { $name }
panel-export-preset-delete-ask = Delete { $name } for every project?
panel-export-preset-delete-yes = Delete
panel-export-preset-documents = Which articles are chosen is not saved with it.
panel-export-preset-format = The format { $format } of this preset cannot be written here.
panel-export-preset-keep = Save as preset…
panel-export-preset-missing = This project has no tags of: { $names }
panel-export-preset-name = Name
panel-export-preset-no-gold = This project has no gold.
panel-export-preset-none = Choose one
panel-export-preset-replace = Replace
panel-export-preset-save = Save
panel-export-preset-saved = Saved. On the command line: --preset "{ $name }"
panel-export-presets = Presets
panel-export-preview = First rows
panel-export-preview-files = Files
panel-export-prodigy = Prodigy: spans, tokens and relations
panel-export-qdc = REFI-QDA codebook
panel-export-qdpx = REFI-QDA project, for ATLAS.ti, MAXQDA, NVivo, QualCoder
panel-export-query = Only statements that this finds
panel-export-query-hint = kind:warning speaker:kremlin+ date:2022.. polarity:denied
panel-export-roll-up = Replace parties by those to which they belong
panel-export-search = Search the articles
panel-export-seed = Number that changes the splits
panel-export-several = { $count ->
        [one] One article has
       *[other] { $count } articles have
    } tags from several of these annotators. Each row says whose it is.
panel-export-show = Show in folder
panel-export-source = Whose tags
panel-export-spacy = spaCy: tokens and spans to train with
panel-export-split = Training, validation and test data
panel-export-spreadsheet = For a spreadsheet program
panel-export-stop = Stop
panel-export-strict = Write nothing if anything is lost
panel-export-strict-refused = Nothing can be written, because this format would lose something. Choose another format, or allow it under Options.
panel-export-summary = { $statements ->
        [one] One statement
       *[other] { $statements } statements
    } in { $documents ->
        [one] one article
       *[other] { $documents } articles
    }{ $layers ->
        [1] {""}
       *[other] , { $layers } layers
    }
panel-export-title = Export the dataset
panel-export-triples = Spans without links
panel-export-tsv = TSV, one row per statement, with tabs
panel-export-w3c = W3C Web Annotation (JSON-LD)
panel-export-webanno-tsv = WebAnno TSV 3.3, for INCEpTION: a folder
panel-export-xlsx = Excel workbook
panel-filter-clear = Clear filters
panel-filter-incomplete = Incomplete
panel-filter-kind = Filter by kind
panel-filter-kind-all = All kinds
panel-filter-note = With a note
panel-filter-party = Filter by party
panel-filter-party-all = All parties
panel-filter-sent-back = Sent back
panel-filter-stance = Filter by stance
panel-filter-stance-all = All stances
panel-filter-stance-none = None
panel-filter-text = Filter by text
panel-filter-topic = Filter by topic
panel-filter-topic-all = All topics
panel-kind = Kind
panel-link-add = Add a link… { $keys }
panel-link-add-name = Add a link to the chain
panel-link-down = Move link { $number } inwards
panel-link-keys-tip = The keys for cue and mention set those of the marked link
panel-link-party = Party of link { $number }
panel-link-remove = Remove link { $number }
panel-link-reporter = { $number } Reported by
panel-link-speaker = { $number } Speaker
panel-link-up = Move link { $number } outwards
panel-mention = Mention
panel-mention-clear = Clear the mention of link { $number }
panel-mention-set = Point at the mention of link { $number }
panel-note = Note for reviewers
panel-origin-by = By { $name }
panel-origin-created = Created { $when }
panel-origin-id = ID { $id }
panel-origin-modified = Changed { $when }
panel-palette-filter = Find a command
panel-palette-none = No matching command.
panel-parties-empty = No parties yet. Type a name above.
panel-party-add = Add
panel-party-aliases = Aliases, one per line
panel-party-circle = “{ $name }” cannot belong to one of its own members.
panel-party-close = Collapse { $name }
panel-party-color = Colour
panel-party-color-of = Colour of { $name }
panel-party-counts = { $here } / { $all }
panel-party-counts-members = { $here } / { $all } ({ $members } / { $count })
panel-party-delete = Delete party…
panel-party-delete-addressed = { $count ->
        [one] In one statement, { $name } is only an addressee and is removed from it.
       *[other] In { $count } statements, { $name } is only an addressee and is removed from them.
    }
panel-party-delete-author = { $count ->
        [one] In one statement, nobody is left in the chain: the author of the article speaks.
       *[other] In { $count } statements, nobody is left in the chain: the author of the article speaks.
    }
panel-party-delete-becomes = { $count ->
        [one] In one statement, { $next }, now the reporter, becomes the speaker.
       *[other] In { $count } statements, { $next }, now the reporter, becomes the speaker.
    }
panel-party-delete-children = { $count ->
        [one] One party belongs to it and moves up to its parent.
       *[other] { $count } parties belong to it and move up to its parent.
    }
panel-party-delete-gold = { $count ->
        [one] One of them is gold.
       *[other] { $count } of them are gold.
    }
panel-party-delete-hidden = Layers that you cannot see yet are changed in the same way.
panel-party-delete-instead = Another party
panel-party-delete-instead-choose = Choose a party…
panel-party-delete-instead-name = Who replaces { $name }
panel-party-delete-next = Next in the chain
panel-party-delete-reports = { $count ->
        [one] In one statement, { $name } is a reporter; it leaves the chain, and the speaker stays.
       *[other] In { $count } statements, { $name } is a reporter; it leaves the chain, and the speaker stays.
    }
panel-party-delete-speaks = { $count ->
        [one] In one statement, { $name } is the speaker. Who should be the speaker instead?
       *[other] In { $count } statements, { $name } is the speaker. Who should be the speaker instead?
    }
panel-party-delete-unknown = Unknown speaker
panel-party-delete-uses = { $count ->
        [0] No statement uses { $name }.
        [one] One statement uses { $name }. It stays.
       *[other] { $count } statements use { $name }. They stay.
    }
panel-party-delete-yes = Delete
panel-party-description = Description
panel-party-edit = Edit { $name }
panel-party-field-name = Name
panel-party-filter = Name or alias
panel-party-filter-name = { $what }: name or alias
panel-party-fold = Hide the members of { $name }
panel-party-identifiers = Identifiers elsewhere
panel-party-identifiers-bad = “{ $line }” is not an identifier. Write the collection, a colon, and the identifier.
panel-party-identifiers-hint = wikidata: Q159
panel-party-is-here = { $name } (here already)
panel-party-merge = Merge into another party
panel-party-merge-choose = Merge into…
panel-party-merge-name = Merge { $name } into
panel-party-merge-question = { $count ->
        [0] { $name } is merged into { $into }, which takes over its name and aliases as aliases.
        [one] { $count } statement moves from { $name } to { $into }, which takes over its name and aliases as aliases.
       *[other] { $count } statements move from { $name } to { $into }, which takes over its name and aliases as aliases.
    }
panel-party-merge-yes = Merge
panel-party-name = { $name }, { $here } here, { $count } in the project
panel-party-new-name = New party
panel-party-parent = Belongs to
panel-party-parent-none = No other party
panel-party-same = Two parties are called “{ $name }”.
panel-party-same-merge = Merge the two parties called { $name }…
panel-party-tip = Named in { $here } of your statements in this article, and in { $count } in the project.
panel-party-tip-members = With its members: { $here } and { $count }.
panel-party-unfold = Show the members of { $name }
panel-passage-gone = Gone: { $words }
panel-passage-new = Only here: { $words }
panel-passage-other = Only in this other text: { $words }
panel-quotation = Quotation
panel-quotation-direct = Direct
panel-quotation-indirect = Indirect
panel-quotation-mixed = Mixed
panel-quotes-joined = { $before } … { $next }
panel-relation-from = From: { $kind } · { $quote }
panel-relation-kind = Kind of the new relation
panel-relation-needs-two = A relation needs a second statement in this article.
panel-relation-no-kinds = The codebook has no kinds of relations. Add one on its page (Ctrl+6).
panel-relation-remove = Remove the relation { $kind }
panel-relation-target = Relate…
panel-relation-to = { $kind } · { $quote }
panel-relations = Relations
panel-shortcuts-title = Shortcuts
panel-stance = Stance
panel-stance-neutral = Neutral
panel-stance-opposes = Opposes
panel-stance-supports = Supports
panel-start-width = Width of the part at the start
panel-statement-head = { $kind } · { $chain }
panel-statement-name = { $kind }, { $chain }: { $quote }
panel-statement-thread = { $name }, open thread
panel-statements-count = { $shown } of { $all }
panel-statements-empty = No statements in this article yet.
panel-statements-no-article = No article is open.
panel-statements-none = No statements match these filters.
panel-statements-other = { $annotator } has { $count ->
        [one] { $count } statement
       *[other] { $count } statements
    } here
panel-statements-other-hidden = { $annotator }: hidden until you are done
panel-statements-to-answer = { $count ->
        [one] One sent back or commented
       *[other] { $count } sent back or commented
    }
panel-tab-articles = Articles
panel-tab-parties = Parties
panel-tab-statements = Statements
panel-tags-add = Import a colleague’s annotations…
panel-tags-send = Export my annotations…
panel-topic = Topic
panel-unset = Not set
party-down = Move down
party-edit = Name, aliases, colour…
party-in = Make it a member of the party above
party-key = Key
party-key-free = { $key }
party-key-none = No key
party-key-of = { $key } · { $party }
party-merge = Merge into another party…
party-out = Move out of its party
party-reports = Reported by
party-speaks = Speaker
party-statements = Show its statements
party-unknown = Unknown speaker
party-up = Move up
picker-create = Create “{ $name }”
picker-none = Nothing has this name.
picker-with-members = { $party } with its members
state-done = done
state-in-progress = in progress
state-open = open
statement-copy = Copy the words
statement-delete = Delete
statement-duplicate = Duplicate
statement-field-addressees = addressees
statement-field-attributes = list of attributes
statement-field-chain = attribution chain
statement-field-kind = kind
statement-field-note = note
statement-field-quotation = quotation
statement-field-stance = stance
statement-field-topic = topic
statement-field-words = wording
statement-go-to = Go to it in the text
statement-kind = Kind
statement-relate = Relate to…
statement-speaker = Speaker
statement-topic = Topic…

## The article

armed-attribute = Select the passage: { $name }
armed-cue = Select the cue of { $party }
armed-keys-statement = Click it, or walk with N and press Enter. L asks for another relation. Esc cancels.
armed-keys-words = Select by mouse, or by keys and press Enter. Esc cancels.
armed-mention = Select the words that name { $party }
armed-relation = { $kind }: point at the other statement
armed-span = Select a further passage
attribution-link = Link { $number } of { $count }: { $party }
attribution-none = none
attribution-tip = { $party }. Cue: { $cue }. Mention: { $mention }. Click to set them with Q and M.
document-add-files = Add files…
document-choose = Choose an article from the list.
document-drop = Drop files here
document-formats = Text, Markdown, web pages, Word, OpenDocument, PDF, RTF, EPUB, e-mail, tables (CSV, Excel, Parquet, JSON) and zips of these.
document-hover-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
document-menu-kind = Kind
document-menu-relate = Relate to…
document-menu-speaker = Speaker
document-name = Article: { $title }
document-none = Add the first articles
document-paste = Paste a text…
document-scroll-bar = Position in the article
document-sign-name = { $whose }: { $what }
document-statement-name = { $what }: { $quote }
legend-close = Close the legend
legend-colour = Colour: who speaks
legend-kinds = Lines:

## Finding

find-case = Match case
find-case-tip = Treat capital and small letters as different
find-close = Close (Escape)
find-count = { $current } of { $all }
find-count-all = { $all ->
        [one] { $all } match
       *[other] { $all } matches
    }
find-count-full = More than { $most } matches
find-error-class-open = The [ at character { $at } is not closed.
find-error-class-range = The range at character { $at } is not valid, or runs backwards.
find-error-count = The count in braces at character { $at } cannot be read. Write it as {"{"}2,5{"}"}.
find-error-escape = The \ at character { $at } has no known sign after it. Write \\ for the sign itself.
find-error-group-closed = The ) at character { $at } closes nothing. Write \) for the character itself.
find-error-group-open = The ( at character { $at } is not closed.
find-error-other = The expression cannot be read at character { $at }.
find-error-repeat = There is nothing to repeat at character { $at }. Write \* or \+ or \? for the character itself.
find-error-too-large = The expression is too large.
find-error-unsupported = Look-around and back references, as at character { $at }, are not supported.
find-everywhere = All articles
find-everywhere-tip = Count the matches in every article of the project
find-field = Find in the article
find-folding = Variants
find-folding-tip = Treat vowel marks, tatweel, forms of alef, ya, ta marbuta and hamza, and kinds of digits as the same
find-in-article = { $title } · { $count }
find-next = Next match (Enter)
find-none = No matches
find-previous = Previous match (Shift+Enter)
find-proclitics = Proclitics
find-proclitics-tip = Whole words may follow و ف ب ل ك س ال
find-regex = Regex
find-regex-tip = A regular expression, such as (أكد|أكّدت) \w+
find-searching = Searching…
find-words = Whole words
find-words-tip = Not inside other words

## Reading

reading-align = Line ends
reading-align-justify = Justified
reading-align-start = Ragged
reading-arabic = Arabic font
reading-cards = Cards beside the text
reading-cards-auto = In wide windows
reading-cards-off = Never
reading-cards-on = Wherever there is room
reading-column = Column width
reading-face-matching = Match Arabic font
reading-face-naskh = Noto Naskh
reading-face-sans = IBM Plex Sans
reading-face-scheherazade = Scheherazade New
reading-face-serif = Literata
reading-heading = Reading
reading-latin = Latin font
reading-less = Less: { $what }
reading-line-height = Line height
reading-marks = Invisible characters
reading-more = More: { $what }
reading-number = { $value }
reading-numbers = Paragraph numbers
reading-percent = { $value } %
reading-selecting = Selecting
reading-show = Show
reading-size = Text size
reading-sizes = Sizes
reading-snap = Whole words only
reading-theme = Theme
reading-theme-dark = Dark
reading-theme-light = Light
reading-theme-sepia = Sepia
reading-theme-system = Same as the system
reading-usual = Reset to defaults

## Settings

settings-appearance = Appearance
settings-file = Settings
settings-files = Files
settings-folder = This project
settings-key-back = Give “{ $command }” its usual keys
settings-key-change = { $command }: { $keys }. Change
settings-key-none = No key
settings-keys = Keys
settings-keys-about = A click on a key changes it. Kinds have the keys of the codebook, and parties have the digits.
settings-keys-reset = Reset all keys
settings-log = Log
settings-marking = Marking
settings-name = Name
settings-name-about = Your tags are saved under this name, in every project.
settings-name-change = Change name…
settings-name-is = You are { $name }
settings-none = No setting has these words.
settings-project = This project
settings-project-about = These hold for everybody who works on the project.
settings-sample = وأوضح البيان أن الرئيس بوتين أبلغ نظيره الأمريكي بايدن بأن موسكو «بحاجة إلى ضمانات أمنية»، وفق ما ذكرته وكالة TASS في 7 ديسمبر 2021.
settings-scale = Interface scale
settings-search = Find a setting or a command
settings-show = Show in folder
settings-show-name = Show in folder: { $what }
settings-title = Title
settings-you = You

## Replacing, rereading and removing articles

orphans-close = Hide the statements without a place
orphans-delete = Delete
orphans-explained = Select the passage where a statement now belongs and place it there, or delete the statement. Until then it stays listed here.
orphans-heading = { $count ->
        [0] Every statement has a place
        [one] One statement without a place in this text
       *[other] { $count } statements without a place in this text
    }
orphans-none = There is nothing left to place.
orphans-old-done = The old text { $id } has nothing left to place.
orphans-old-text = In the old text
orphans-place = Place here
orphans-place-tip = Places the statement on the selected passage; its cues and mentions must be set again
orphans-take-out = Remove from the project
removal-comments = { $count ->
        [one] One comment is removed with it.
       *[other] { $count } comments are removed with it.
    }
removal-decisions = { $count ->
        [one] One review decision is removed with it, and the gold that came from it.
       *[other] { $count } review decisions are removed with it, and the gold that came from them.
    }
removal-heading = Remove this article?
removal-keep = Keep the article
removal-others = { $layers ->
        [one] The layer of { $names } is removed with it; statements in it: { $count }.
       *[other] The layers of { $names } are removed with it; statements in them: { $count }.
    }
removal-others-hidden = { $layers ->
        [one] The layer of { $names } is removed with it.
       *[other] The layers of { $names } are removed with it.
    }
removal-own = { $count ->
        [0] You have marked nothing in it.
        [one] One of your statements is removed with it.
       *[other] { $count } of your statements are removed with it.
    }
removal-remove = Remove the article
removal-undo = Undo brings everything back.
replace-changed = Changed words
replace-compare = Compare
replace-comparing = Finding the place of each statement: { $done } of { $all }
replace-counts = { $unmoved } unmoved, { $moved } moved, { $changed } with changed words, { $orphaned } without a place.
replace-cues-lost = { $count ->
        [one] One cue or mention of a placed statement can no longer be found and is left out.
       *[other] { $count } cues and mentions of placed statements can no longer be found and are left out.
    }
replace-decisions-left = { $count ->
        [one] One review decision stays with the old text, with some or all of its statements.
       *[other] { $count } review decisions stay with the old text, with some or all of their statements.
    }
replace-dialog = The new version of the article
replace-do = Replace the text
replace-excluded-lost = { $count ->
        [one] One excluded passage can no longer be found.
       *[other] { $count } excluded passages can no longer be found.
    }
replace-explained = Each statement moves with its words to the new version. You first see what happens to each one; nothing changes until you confirm, and undo brings back the old text.
replace-file = Choose a file…
replace-filter = { $name } ({ $count })
replace-from-pasted = the pasted text
replace-gold = gold
replace-heading = Replace the text of “{ $title }”
replace-kept = Statements without a place stay listed with their words until you place or delete them; the old text is kept next to the new one.
replace-moved = Moved
replace-none = No statement moves.
replace-orphaned = Without a place
replace-page = New version of “{ $title }”, from { $from }: nothing has changed yet.
replace-paste = Or paste the new text
replace-relations-left = { $count ->
        [one] One relation stays with the old text, because a statement it links has no place.
       *[other] { $count } relations stay with the old text, because statements they link have no place.
    }
replace-relations-lost = { $count ->
        [one] One gold relation is left out, because one of its ends stays with the old text.
       *[other] { $count } gold relations are left out, because one of their ends stays with the old text.
    }
replace-row = { $fate } · { $whose }
replace-row-changed = changed, { $percent } % alike
replace-row-moved = moved
replace-row-name = { $head }: { $quote }
replace-row-orphaned = without a place
replace-same = The text has not changed.
replace-shows-new = The new version
replace-shows-old = The text as it is now
replace-stop = Stop
replace-threads-left = { $count ->
        [one] One comment thread stays with the old text.
       *[other] { $count } comment threads stay with the old text.
    }

## Review

bulk-accept = { $count ->
        [one] Decide { $count } place
       *[other] Decide { $count } places
    }
bulk-all = All agree on everything
bulk-count = { $count ->
        [one] { $count } place would be decided
       *[other] { $count } places would be decided
    }; { $before } matching places were decided before and stay as they are.
bulk-document = { $title }: { $count }, before: { $before }
bulk-edges = Same except for edges of up to { $count ->
        [one] { $count } word
       *[other] { $count } words
    }: take the longest
bulk-explained = Places that are already decided stay as they are. Everything is one step, which undo reverses.
bulk-fewer = Fewer words
bulk-heading = Accept in bulk
bulk-looking = Checking what would be decided…
bulk-majority = Most agree on everything, or that nothing is here
bulk-more = More words
bulk-row = { $choice } · { $summary }
bulk-take-all = all alike, taken from { $annotator }
manual-append = Append to guidelines.md
manual-copy = Copy
manual-empty = No decision is marked with “needs a rule”.
manual-explained = The decisions that need a rule, with their passages.
manual-heading = For the guidelines
manual-how = { $verdict }; { $cause }; { $by }, { $when }
manual-line = “{ $passage }” ({ $title }): { $reason } ({ $how })
manual-no-reason = No reason given.
manual-row = { $title } · { $how }
manual-section = Needs a rule
review-accept = Accept
review-annotators = Annotators compared
review-cause = Cause
review-cause-ambiguity = True ambiguity
review-cause-edges = Edges
review-cause-guideline = Guideline unclear
review-cause-knowledge = Knowledge
review-cause-none = No cause given
review-cause-other = Other
review-cause-slip = Slip
review-change-added = { $annotator } has added a statement
review-change-changed = { $annotator } has changed { $what }
review-change-removed = { $annotator } has removed a statement
review-changed = Changed since the decision
review-column = { $number } · { $annotator } · read only
review-column-all = { $names } · read only
review-column-correcting = Gold · being corrected
review-column-gold = Gold · read only
review-comparing = Comparing… { $count ->
        [one] { $count } article so far
       *[other] { $count } articles so far
    }
review-confirm = Confirm
review-correct = Correct
review-correct-done = Done
review-correct-explained = You are correcting gold with the keys of the article.
review-correct-gold = Correct
review-correct-name = Take and correct what { $annotator } has
review-counts = { $shown } listed · { $decided } of { $all } decided
review-counts-agreed = { $shown } listed · { $decided } of { $all } decided · { $agreed } agree and can be accepted in bulk
review-decide-later = Later
review-decide-new = New statement
review-decide-nothing = Nothing here
review-decide-send-back = Send back
review-decided-by = by { $by }, { $when }
review-decided-by-you = by you, { $when }
review-decided-rule = in bulk: { $rule }
review-decided-what = { $kind }, { $chain }: “{ $words }”
review-decision = Decision
review-detail = { $name }: { $value }
review-details = { $before } · { $next }
review-difference-addressee = addressee
review-difference-attribute = attribute
review-difference-chain = chain
review-difference-count = { $name } ({ $count })
review-difference-cue = cue or mention
review-difference-edges = edges
review-difference-kind = kind
review-difference-missing = missing
review-difference-quotation = quotation
review-difference-relation = relation
review-difference-speaker = speaker
review-difference-split = split or merged
review-difference-stance = stance
review-difference-topic = topic
review-differences = Differences
review-documents = Articles compared
review-documents-all = All articles
review-documents-one = This article
review-edge-end-earlier = ends { $count ->
        [one] { $count } word
       *[other] { $count } words
    } earlier
review-edge-end-earlier-letters = ends { $count ->
        [one] { $count } letter
       *[other] { $count } letters
    } earlier
review-edge-end-later = ends { $count ->
        [one] { $count } word
       *[other] { $count } words
    } later
review-edge-end-later-letters = ends { $count ->
        [one] { $count } letter
       *[other] { $count } letters
    } later
review-edge-gaps = different gaps
review-edge-parts = { $first ->
        [one] { $first } part
       *[other] { $first } parts
    } / { $second ->
        [one] { $second } part
       *[other] { $second } parts
    }
review-edge-start-earlier = begins { $count ->
        [one] { $count } word
       *[other] { $count } words
    } earlier
review-edge-start-earlier-letters = begins { $count ->
        [one] { $count } letter
       *[other] { $count } letters
    } earlier
review-edge-start-later = begins { $count ->
        [one] { $count } word
       *[other] { $count } words
    } later
review-edge-start-later-letters = begins { $count ->
        [one] { $count } letter
       *[other] { $count } letters
    } later
review-empty-all-agree = All agree at { $count ->
        [one] { $count } place
       *[other] { $count } places
    }. Choose “Include agreements” under Filters to list them.
review-empty-all-decided = Done: { $count ->
        [one] the one place is
       *[other] all { $count } places are
    } decided.
review-empty-filter = Nothing matches these filters.
review-empty-hidden = What others have marked in an article is hidden until you are done with it.
review-empty-no-layers = Nobody has marked anything yet. Colleagues’ work arrives with the project folder.
review-empty-nothing-marked = There is nothing to compare, because nothing is marked.
review-filter-agreements = Include agreements
review-filter-any = Any difference
review-filter-cause = Cause
review-filter-cause-all = Any cause
review-filter-difference = Kind of difference
review-filter-pair = Pair of annotators
review-filter-pair-all = Any pair
review-filter-party = Party
review-filter-party-all = Any party
review-filters = Filters
review-filters-used = Filters ({ $count })
review-list = { $before }, { $next }
review-needs-rule = Needs a rule in the guidelines
review-next = Next
review-nobody = Nobody has marked anything
review-nothing-here = nothing here
review-order = Order
review-order-annotators = By pair
review-order-cause = By cause
review-order-kind = By kind
review-order-party = By speaker
review-order-text = In text order
review-order-worst = Worst first
review-own-work = You are one of those compared: you decide about your own work.
review-pair = { $first } – { $second }
review-place-added = Added in review
review-place-agreed = All agree
review-place-gone = What was decided on here no longer exists
review-place-none = Choose a place from the list.
review-place-single = One annotator
review-place-unknown = its place is no longer known
review-previous = Previous
review-provenance-adjudicated = taken from one of several
review-provenance-edited = in the reviewer’s form
review-provenance-unanimous = all alike
review-reason = Reason
review-reason-for = Reason for: { $what }
review-reason-here = This place
review-relation-from = ← { $kind }
review-relation-to = { $kind } →
review-reviewer = Reviewed by { $reviewer }
review-row-article = Show in the article
review-row-head-document = { $summary } · { $document }
review-row-more = { $gravest } · +{ $count }
review-row-name = { $summary }, { $standing }: { $quote }
review-row-open = Open this place
review-rule-all = all agree
review-rule-edges = { $count ->
        [one] same except for edges of up to { $count } word
       *[other] same except for edges of up to { $count } words
    }, the longest taken
review-rule-majority = most agree
review-side = { $number } · { $annotator }
review-standing-decided = decided
review-standing-later = for later
review-standing-open = open
review-standing-out-of-date = out of date
review-standing-sent-back = sent back
review-standings = By status
review-standings-all = All
review-standings-decided = Decided ({ $count })
review-standings-later = For later ({ $count })
review-standings-open = Open ({ $count })
review-standings-out-of-date = Out of date ({ $count })
review-standings-sent-back = Sent back ({ $count })
review-standings-todo = To do ({ $count })
review-take = Take { $annotator }
review-take-back = Take back
review-take-name = Take what { $annotator } has
review-tool-bulk = Accept in bulk…
review-tool-goes-on = Auto-advance
review-tool-gold = Gold
review-tool-manual = For the guidelines…
review-tool-overlaid = In one text
review-tool-threads = Threads…
review-value-chain = ({ $parties })
review-value-cue = “{ $cue }” by “{ $mention }”
review-value-none = none
review-values = The article as a whole
review-values-counts = { $count ->
    [one] { $count } attribute
   *[other] { $count } attributes
  }, { $differing } differ, { $open } not in gold
review-values-differs = ≠ { $name }
review-values-gold = Gold
review-values-take = Take { $name } of { $annotator } into gold
review-values-take-agreed = Take what all agree on
review-verdict-edit = taken from { $annotator } and corrected
review-verdict-later = postponed
review-verdict-new = written in review
review-verdict-nothing = nothing here
review-verdict-sent-back = sent back
review-verdict-take = taken from { $annotator }
review-view = View
review-words-missing = missing: { $annotator } has nothing here
review-words-of = { $name }: { $words }
review-words-split = split or merged: { $first ->
        [one] { $first } statement
       *[other] { $first } statements
    } / { $second ->
        [one] { $second } statement
       *[other] { $second } statements
    }
review-words-versus = { $name }: { $first } / { $second }
reviewed-accepted = Accepted as it is
reviewed-changed = Sent back, and changed since
reviewed-corrected = Corrected in { $what }
reviewed-later = Not decided yet: postponed
reviewed-nothing = Decided: nothing here
reviewed-other = Taken from { $annotator }; differs in { $what }
reviewed-reason = Reason: { $reason }
reviewed-sent-back = Sent back: change it, and it will be reviewed again
reviewed-title = Gold
thread-comment = Comment
thread-comment-head = { $by }, { $when }
thread-new = New comment
thread-new-disagreement = Comment on this disagreement
thread-new-passage = Comment on this passage
thread-new-statement = Comment on this statement
thread-reopen = Open again
thread-reply = Reply
thread-reply-field = Reply
thread-reply-hint = Reply
thread-resolve = Resolve
thread-resolved = resolved by { $by }, { $when }
thread-title = Threads
threads-all = All
threads-heading = Threads
threads-mine = Mine
threads-none = There are no threads.
threads-open = Open
threads-row-open = { $by }, { $when } · { $title } · { $count ->
        [one] { $count } comment
       *[other] { $count } comments
    }
threads-row-resolved = resolved · { $by }, { $when } · { $title } · { $count ->
        [one] { $count } comment
       *[other] { $count } comments
    }

## Agreement

agreement-about-alpha = Krippendorff’s α for labels of characters or words: agreement beyond chance, with missing documents left out. It does not see where one span ends and the next begins.
agreement-about-alpha-u-1995 = Krippendorff’s α for units, of 1995, as INCEpTION shows it. It has no lower bound; use it only to compare with reports of the same measure.
agreement-about-cohen = Agreement of two annotators beyond what their own label frequencies would give by chance. For several annotators, it is the mean of the pairs.
agreement-about-cu-alpha = u-α for the labels, where both marked something; check its coverage.
agreement-about-f1-any = Share of spans that any span of the same label touches. Generous where one long span touches many.
agreement-about-f1-char = Share of labelled characters that both labelled alike. Long spans count for more than short ones.
agreement-about-f1-exact = Share of spans with the same edges and the same label. A difference of one character counts as no agreement at all.
agreement-about-f1-match = Share of spans that can be paired one to one with a span of the same label that shares at least a character.
agreement-about-fleiss = Agreement of several annotators beyond chance, on what all of them have done.
agreement-about-gamma = Places and labels together, with the best alignment of all spans, even where spans overlap. Its last digits depend on chance samples.
agreement-about-gamma-cat = The labels of aligned spans, each pair weighted by how well its places match. Among equally good alignments, the first is taken.
agreement-about-gamma-k = γ-cat for the pairs in which one label occurs.
agreement-about-ku-alpha = u-α for one label against the others, where both marked something; check its coverage.
agreement-about-percent = Share of characters or words with the same label, “nothing” included. High where most of the text is not marked.
agreement-about-u-alpha = Krippendorff’s u-α of 2016 for units and their labels. The spans of one annotator must not overlap.
agreement-about-u-alpha-bar = u-α for what is marked against what is not, whatever the label.
agreement-all = all { $count }
agreement-all-pairs = All pairs
agreement-alpha = α, weight of places
agreement-annotators = Annotators
agreement-articles = Articles as wholes
agreement-articles-alpha = Krippendorff’s α
agreement-articles-attribute = Attribute
agreement-articles-cohen = Cohen’s κ
agreement-articles-count = Articles
agreement-articles-percent = Percent
agreement-articles-two = Cohen’s κ is of two annotators.
agreement-as-markdown = Copy as Markdown
agreement-as-png = PNG…
agreement-as-svg = SVG…
agreement-as-table = Copy
agreement-bad-number = This is not a valid number
agreement-beta = β, weight of labels
agreement-blind = This project hides others’ work on an article until you are done with it. Mark your work as done to see how far you agree.
agreement-bullet = • { $text }
agreement-by-document = By document
agreement-by-kind = By kind
agreement-by-label = By label: { $field }
agreement-by-pair = By pair of annotators
agreement-by-party = By speaking party
agreement-cell-name = { $row } and { $column }: { $count }
agreement-cell-title = { $row } / { $column }
agreement-close-list = Close the list of passages
agreement-column-first = marked by one
agreement-column-matched = matched
agreement-column-second = by the other
agreement-compute = Compute agreement
agreement-computing = Computing, { $done } of { $total } steps
agreement-confusion = Confusion matrix
agreement-confusion-field = Label compared
agreement-confusion-pair = Annotators compared
agreement-counts = { $hits } spans matched, of { $a } and { $b }
agreement-counts-characters = { $hits } characters matched, of { $a } and { $b }
agreement-coverage = covers { $percent } %
agreement-delta = Δ, cost of a missing unit
agreement-document = Document
agreement-documents = Documents
agreement-documents-used = { $count ->
        [one] one document
       *[other] { $count } documents
    }
agreement-explain = What is this?
agreement-field = Label
agreement-field-attribute = { $name }
agreement-field-chain = Whole chain
agreement-field-kind = Kind
agreement-field-speaker = Speaker
agreement-field-stance = Stance
agreement-field-topic = Topic
agreement-figure-confusion = { $field }: confusion matrix, all pairs
agreement-figure-confusion-pair = { $field }: { $rows } in rows, { $columns } in columns
agreement-figure-matrix = { $measure } of each two annotators, by { $field }
agreement-figure-strip = Where they agree along each text
agreement-file = agreement
agreement-interval = { $value } [{ $low }, { $high }]
agreement-items = Counted
agreement-items-character = Characters
agreement-items-pair = Matched statements
agreement-items-token = Words
agreement-label-none = (none)
agreement-legend-agree = same (upper half)
agreement-legend-differ = different (lower half)
agreement-matrix = Pairwise agreement
agreement-measure = Measure
agreement-meeting = { $first } · { $second } · { $document }
agreement-name-alpha = Krippendorff’s α
agreement-name-alpha-u-1995 = α_U (1995)
agreement-name-cohen = Cohen’s κ
agreement-name-cu-alpha = cu-α
agreement-name-f1-any = F1, any overlap
agreement-name-f1-char = F1, characters
agreement-name-f1-exact = F1, exact
agreement-name-f1-match = F1, matched
agreement-name-fleiss = Fleiss’ κ
agreement-name-gamma = γ
agreement-name-gamma-cat = γ-cat
agreement-name-gamma-k = γ-k
agreement-name-ku-alpha = (k)u-α
agreement-name-percent = Percentage
agreement-name-u-alpha = u-α
agreement-name-u-alpha-bar = |u-α
agreement-no-not-of-pairs = It is not defined for pairs of statements, only for places in a text. For pairs, use percent, cohen, fleiss or alpha.
agreement-no-nothing-annotated = Nothing is annotated here, so agreement would be 0/0.
agreement-no-nothing-in-common = The annotators have no document or passage in common.
agreement-no-one-annotator = There is only one annotator, so there is nothing to compare.
agreement-no-overlap = Spans of { $annotator } overlap one another, and this measure needs one label for each character. Use F1 or γ.
agreement-no-pairs = No two spans are aligned, so there are no labels to compare.
agreement-no-passages = There are no passages behind this number.
agreement-no-stopped = The computation was stopped.
agreement-no-time = γ was not finished within { $seconds } s. Compare fewer annotators or documents, draw fewer chance samples, or allow more time (bayan agreement --time-limit).
agreement-no-tokens = The words of the text are not known.
agreement-no-too-dense = The spans overlap so densely that the exact best alignment would take too much memory. Choose fewer annotators or documents.
agreement-no-variation = Everything has the same label, so chance would agree just as well (0/0).
agreement-none = none
agreement-nothing = nothing
agreement-number-name = { $name }: { $value }
agreement-observed = observed { $observed }, expected { $expected }
agreement-of-label = for “{ $label }”, the most frequent label; the others are listed below
agreement-only-different = Only differences
agreement-open-all = List all passages
agreement-out-of-date = These numbers are out of date: they come from other settings or from an earlier state of the project.
agreement-over-everything = Overall
agreement-pair = { $first } and { $second }
agreement-passage-name = { $words } ({ $who })
agreement-passages = { $count ->
        [one] one place
       *[other] { $count } places
    }
agreement-places-only = Places only, not labels
agreement-precision = precision (0 for none)
agreement-report-annotators = Annotators
agreement-report-definitions = Definitions
agreement-report-documents = Documents
agreement-report-documents-short = Docs
agreement-report-documents-value = { $count } ({ $characters } characters)
agreement-report-expected = Expected
agreement-report-field = Label
agreement-report-gamma = γ
agreement-report-gamma-value = α = { $alpha }, β = { $beta }, Δ = { $delta }; sampler { $sampler }, { $samples } chance samples, precision { $precision }
agreement-report-intervals = Intervals
agreement-report-intervals-value = 95 %, percentile bootstrap over documents, { $rounds } rounds
agreement-report-items = Items
agreement-report-labels = Labels
agreement-report-measure = Measure
agreement-report-more = … and { $count } more
agreement-report-observed = Observed
agreement-report-of-label = { $measure } for { $label }
agreement-report-seed = Seed
agreement-report-statements = Statements per annotator
agreement-report-title = Agreement between annotators: { $project }
agreement-report-value = Value
agreement-report-versions = Made with
agreement-report-versions-value = Bayan { $program }, project format { $schema }, { $date }
agreement-report-warnings = Before you rely on it
agreement-report-whole = Overall
agreement-resamples = rounds for intervals
agreement-rows-columns = { $rows } in rows, { $columns } in columns
agreement-said = { $annotator }: { $label }
agreement-sampler = Chance texts
agreement-sampler-shuffle = by shifting lines
agreement-sampler-statistical = from means and deviations
agreement-samples = chance samples
agreement-samples-drawn = { $count } chance samples
agreement-save-csv = All values (CSV)…
agreement-save-report = Report (HTML)…
agreement-save-report-markdown = Report (Markdown)…
agreement-seed = seed
agreement-settings = Settings
agreement-some = { $count } of { $all }
agreement-source-alpha = Krippendorff 2004, Content Analysis, 2nd ed., ch. 11; nominal.
agreement-source-alpha-u-1995 = Krippendorff 1995, Sociol. Methodol. 25:47.
agreement-source-cohen = Cohen 1960, Educ. Psychol. Meas. 20:37; mean of the pairs: Light 1971.
agreement-source-f1 = Hripcsak and Rothschild 2005, JAMIA 12:296; pooled over pairs of annotators.
agreement-source-fleiss = Fleiss 1971, Psychol. Bull. 76:378.
agreement-source-gamma = Mathet, Widlöcher and Métivier 2015, Comput. Linguist. 41:437; exact best alignments.
agreement-source-gamma-cat = Mathet 2017, Comput. Linguist. 43:661; exact best alignments.
agreement-source-percent = Pooled over pairs of annotators; no correction for chance.
agreement-source-u-alpha = Krippendorff, Mathet, Bouvry and Widlöcher 2016, Qual. Quant. 50:2347.
agreement-span-outside = The span { $begin }–{ $end } of { $annotator } is empty or lies outside the text of { $length } characters. Correct it.
agreement-stop = Stop
agreement-stop-computing = Stop computing agreement
agreement-stopped = The computation was stopped before it finished.
agreement-stretch-title = { $words } ({ $document })
agreement-strip = Along the text
agreement-strip-hover = Click to see the passages at this place.
agreement-strip-name = { $document }: { $percent } of what is marked is the same
agreement-take-away = Export
agreement-take-name = { $part }: { $name }
agreement-to-article = Article
agreement-unlabelled = places only
agreement-verdict-characters = About { $count } of 100 characters or words are labelled alike by both.
agreement-verdict-gamma = 0 is what chance gives and 1 is full agreement; there is no accepted limit.
agreement-verdict-low = Too low to draw conclusions (below 0.667).
agreement-verdict-reliable = High enough to rely on (at least 0.800).
agreement-verdict-spans = Of 100 spans of one annotator, the other has about { $count } as well.
agreement-verdict-tentative = Enough for tentative conclusions only (from 0.667 to 0.800).
agreement-warning-alpha-u = α_U has no lower bound; it is here to compare with other reports.
agreement-warning-characters = { $measure } counts characters or words, so long statements weigh more than short ones, and it does not see where one ends and the next begins.
agreement-warning-few-documents = { $count ->
        [one] With one document there is no interval.
       *[other] The intervals resample { $count } documents; with fewer than 20, they are too narrow.
    }
agreement-warning-few-statements = { $count ->
        [one] Only one place is compared
       *[other] Only { $count } places are compared
    }, so a single one changes the values visibly.
agreement-warning-gamma = γ is compared with { $samples } chance samples; set a precision if its second digit matters.
agreement-warning-no-intervals = No intervals were requested, so it is not known how much the values would vary with other documents.
agreement-warning-no-value = { $measure } has no value: { $reason }
agreement-warning-pairs = Matched statements show how similarly things are described, not whether they were found.
agreement-warning-partly = { $count ->
        [one] Only some of the annotators did one document
       *[other] Only some of the annotators did { $count } documents
    }: F1, percentage, Cohen’s κ and α use what two of them did, the other measures only what all of them did.
agreement-warning-percent = A percentage is not corrected for chance and is high where most of the text is not marked.
agreement-worst-first = Lowest values first

## Work: who is to do what, and how far each is

assign-all = Every article to all of them
assign-count = { $count ->
        [one] One assignment changes.
       *[other] { $count } assignments change.
    }
assign-due = Due on
assign-each = Annotators per article
assign-even = Every article to some of them, evenly
assign-go = Assign
assign-heading = { $count ->
        [one] Assign one article
       *[other] Assign { $count } articles
    }
assign-how = How
assign-new = New name
assign-take-back = Take back what nobody has started
assign-who = Annotators
work-all = All
work-alone = { $done } of { $all ->
    [one] one article
   *[other] { $all } articles
} done
work-alone-row = { $state } · { $count ->
    [one] 1 statement
   *[other] { $count } statements
}
work-assign = Assign…
work-assign-one = Assign
work-blind = Hidden until done
work-blind-tip = Only reviewers see others’ work on an article before they are done with it.
work-cell = { $state } · { $count }
work-cell-due = { $cell }, due { $due }
work-cell-name = { $title }, { $annotator }: { $state }
work-cell-none = –
work-cell-overdue = { $cell }, overdue
work-count = { $count }
work-due = Due
work-due-hint = 2026-12-31
work-due-wrong = Write a date as 2026-12-31.
work-filter = Article title
work-gold = Gold
work-hidden = its contents are hidden until you are done with it
work-inbox = Waiting for your answer: { $count }
work-inbox-name = { $head }, in { $title }
work-inbox-row = { $by }, { $when }: { $text }
work-last-change = last changed { $time }
work-mine = Mine
work-next = Next article
work-no-documents = There are no articles yet.
work-nobody = Nothing has been assigned, and nobody has started. Use “Assign…” to name people.
work-none-listed = No article matches.
work-note = Note
work-only-own = Annotators mark their own work as done (Alt+D).
work-open = Open the article
work-open-article = Open { $title }
work-overdue = Overdue: it was due on { $due } and is not done.
work-reopened = was done before, and was reopened
work-reviewer = { $name } ×
work-reviewer-add = Name a reviewer
work-reviewer-remove = Remove { $name } as a reviewer
work-reviewers = Reviewers
work-said = { $state } since { $time }
work-sent-back = Open threads
work-share = { $name } { $done }/{ $all }
work-tick = Mark “{ $title }” as done
work-totals = { $layers ->
        [one] One layer
       *[other] { $layers } layers
    } in { $documents ->
        [one] one article
       *[other] { $documents } articles
    }: { $open } open, { $in_progress } in progress, { $done } done · { $unassigned ->
        [one] one article unassigned
       *[other] { $unassigned } articles unassigned
    }
work-unassign-one = Take back
work-unassigned = Unassigned
work-undone = Not done

## Statements of the whole project

statements-add-articles = Add articles…
statements-again = Something has changed in the meantime, so nothing was done. Try again.
statements-all = Choose all
statements-all-layers = All
statements-any-annotator = Any annotator
statements-any-kind = Any kind
statements-any-party = Any party
statements-any-quotation = Any quotation
statements-any-stance = Any stance
statements-any-topic = Any topic
statements-attribute-any = Any value
statements-attribute-clear = Only { $filter }. Click to show all.
statements-attribute-filter = { $name }: { $value }
statements-attributes = Attributes
statements-attributes-tip = Show only statements with a value of an attribute.
statements-busy = The last change is still being made. Try again in a moment.
statements-changed = { $count ->
        [one] One statement changed.
       *[other] { $count } statements changed.
    }{ $others ->
        [0] {""}
        [one] {" "}One that is not yours stays as it was.
       *[other] {" "}{ $others } that are not yours stay as they were.
    }
statements-changing = Changing the statements…
statements-chosen = { $count ->
        [0] None chosen
       *[other] { $count } chosen
    }
statements-clear = Clear filters
statements-clear-all = Show all statements
statements-column-annotator = Annotator
statements-column-article = Article
statements-column-chain = Attribution
statements-column-edge = Width of { $column }
statements-column-kind = Kind
statements-column-marks = Marks
statements-column-note = Note
statements-column-stance = Stance
statements-column-text = Text
statements-column-topic = Topic
statements-columns-reset = Usual columns
statements-copied = { $count ->
        [one] One row copied as a table.
       *[other] { $count } rows copied as a table.
    }
statements-copy = Copy as table
statements-copy-too-many = At most { $most } rows can be copied. Export the list instead.
statements-count = { $shown } of { $all }
statements-delete = Delete
statements-deleted = { $count ->
        [one] One statement deleted.
       *[other] { $count } statements deleted.
    }{ $others ->
        [0] {""}
        [one] {" "}One that is not yours stays.
       *[other] {" "}{ $others } that are not yours stay.
    }
statements-export = Export these…
statements-filter-annotator = Annotator
statements-filter-article = Only the article { $title }. Click to show all articles.
statements-filter-quotation = Quotation
statements-filter-stance = Stance
statements-gold = Gold
statements-gone = This statement was deleted.
statements-incomplete = Incomplete
statements-incomplete-tip = Without a topic, a stance or a kind of quotation.
statements-looking = Searching… { $shown } of { $all }
statements-mark-comment = Commented
statements-mark-incomplete = Incomplete
statements-mark-sent-back = Sent back
statements-marks = { $before }, { $next }
statements-mine = Mine
statements-no-articles = This project has no articles yet.
statements-no-gold = Nothing has been decided in review yet, so there is no gold.
statements-none = Nothing has been marked yet.
statements-none-found = No statement matches the filters.
statements-note = Note…
statements-note-field = Note for the chosen statements
statements-note-set = Set the note
statements-only = Show only
statements-only-article = This article
statements-only-kind = This kind
statements-only-speaker = This speaker
statements-only-topic = This topic
statements-open = Show in the article
statements-others-only = None of the chosen statements is yours, so nothing was changed.
statements-role = Where the party is named
statements-role-addressee = Addressee
statements-role-any = Anywhere
statements-role-speaker = Speaker
statements-role-via = Reported by
statements-same = The chosen statements are so already.
statements-scroll-bar = Place in the list of statements
statements-sent-back = Sent back
statements-set-kind = Kind
statements-set-name = { $field } of the chosen statements
statements-set-none = None
statements-set-speaker = Speaker
statements-set-stance = Stance
statements-set-topic = Topic
statements-sorted = { $column }, sorted
statements-sorted-reversed = { $column }, sorted in reverse
statements-table = Statements of the project
statements-to-article = Go to the articles
statements-to-review = Go to the review
statements-view-delete = Delete the view { $name }
statements-view-everything = Everything
statements-view-name = Name of a new view
statements-view-save = Save this view
statements-views = Views
statements-views-tip = Filters and order under a name
statements-wait = Searching…
statements-with-note = With notes
statements-words = Words or a query
statements-words-hint = Words, or kind:warning speaker:kremlin
statements-words-tip = Words are found in any form of their letters and with prefixes. Several can be joined by and, or, not. Attributes of the codebook are found by identifier or name, as in polarity:denied, certainty:>3 or has:condition; attribute:ID=VALUE does so even if a field has the name.

## The codebook

attribute-form-date = Date
attribute-form-number = Number
attribute-form-one-of = One of a list
attribute-form-party = Party
attribute-form-several-of = Several of a list
attribute-form-span = Passage of the article
attribute-form-text = Text
attribute-form-yes-no = Yes or no
attribute-no = no
attribute-subject-documents = Articles
attribute-subject-parties = Parties
attribute-subject-relations = Relations
attribute-subject-statements = Statements
attribute-yes = yes
codebook-add = Add
codebook-applies = Applies to
codebook-attributes = Attributes
codebook-choice-name = Name of the value { $name }
codebook-choice-new = New value
codebook-choice-remove = Remove the value { $name }
codebook-choice-remove-menu = Remove…
codebook-choice-remove-values = Remove it from { $count ->
        [one] one statement
       *[other] { $count } statements
    }
codebook-choice-uses = Statements that have this value
codebook-choices = Values
codebook-definition = Definition
codebook-delete = Delete…
codebook-delete-choose = Choose what they get
codebook-delete-do = Delete
codebook-delete-into = What its uses get
codebook-delete-keep = Keep the values, without a definition
codebook-delete-nothing = Nothing in its place
codebook-delete-question = “{ $name }” is used { $count ->
        [one] once
       *[other] { $count } times
    }, in all layers and gold. What do these get instead?
codebook-delete-values = Nothing: the values are removed
codebook-down = Move down
codebook-empty = This list is empty. Type a name to add the first entry.
codebook-example-marked = Use what is marked
codebook-example-marked-tip = Takes the words that are marked in the article, or those of the selected statement
codebook-example-new = New example
codebook-example-remove = Remove the example “{ $quote }”
codebook-examples = Examples
codebook-field-applies = what it applies to
codebook-field-choices = values
codebook-field-definition = definition
codebook-field-examples = examples
codebook-field-form = form
codebook-field-key = key
codebook-field-line = line
codebook-field-name = name
codebook-field-parent = part of
codebook-field-required = required
codebook-field-retired = retired
codebook-file = codebook
codebook-form = Values are
codebook-free = Values without a definition
codebook-free-define = Define
codebook-free-define-name = Define the attribute { $name }
codebook-free-row = { $name }: { $count ->
        [one] one statement
       *[other] { $count } statements
    }
codebook-id = Identifier
codebook-key = Key
codebook-key-taken = { $key } (has { $name })
codebook-kinds = Kinds
codebook-line = Line
codebook-line-dashed = Dashed
codebook-line-dotted = Dotted
codebook-line-double = Double
codebook-line-solid = Solid
codebook-line-wavy = Wavy
codebook-manual-close = Hide the manual
codebook-manual-edit = Edit
codebook-manual-empty = There is no manual yet. Write here what annotators are to do, in Markdown.
codebook-manual-field = The text of the manual
codebook-manual-lacking = Rules that the manual lacks ({ $count })
codebook-manual-title = Manual
codebook-merge = Merge into…
codebook-merge-into = { $name } ({ $count ->
        [one] one use moves
       *[other] { $count } uses move
    })
codebook-misfit-article = { $problem } The article as a whole · { $annotator } · { $title }
codebook-misfit-party = { $problem } Party “{ $name }”
codebook-misfit-row = { $problem } “{ $quote }” · { $annotator } · { $title }
codebook-misfits = Does not fit
codebook-misfits-count = { $count ->
        [one] One value does not fit the codebook. It was kept; choose it to go to it.
       *[other] { $count } values do not fit the codebook. They were kept; choose one to go to it.
    }
codebook-misfits-none = All values fit the codebook.
codebook-name = Name
codebook-name-missing = Without a name, the entry is shown by its identifier.
codebook-new-attribute = New attribute
codebook-new-kind = New kind
codebook-new-relation-kind = New kind of relation
codebook-new-topic = New topic
codebook-no-key = No key
codebook-no-parent = No other topic
codebook-parent = Part of
codebook-quote = “{ $quote }”
codebook-relation-kinds = Relations
codebook-required = A statement is incomplete without it
codebook-required-elsewhere = It must have a value
codebook-retire = Retire
codebook-retire-tip = A retired entry is no longer offered; what has it keeps it.
codebook-retired = retired
codebook-row = { $name }, { $count ->
        [one] one use
       *[other] { $count } uses
    }
codebook-save = Save the codebook…
codebook-save-tip = Writes the codebook and the manual into a file, for another project
codebook-split = Split…
codebook-split-about = Choose the statements of “{ $name }” that get the new entry.
codebook-split-do = Give the new entry to { $count ->
        [one] one statement
       *[other] { $count } statements
    }
codebook-split-gold = gold
codebook-split-name = Name of the new entry
codebook-split-row = { $quote } ({ $annotator })
codebook-split-tip = Makes a new entry for some of the statements
codebook-stances = Stances
codebook-stances-fixed = Every project has these three. Name and define them as your study does, or retire one.
codebook-subject = Recorded of
codebook-subject-used = There are values already. Delete them, or make another attribute.
codebook-tab = { $list } { $count }
codebook-take = Take a codebook…
codebook-take-choose = Choose
codebook-take-differs = { $name }: differs in { $fields }
codebook-take-do = Take what is ticked
codebook-take-explained = Takes kinds, topics, relations and attributes from a template, a file or another project. What is ticked comes as it is there; the rest stays as it is here. Statements keep what they have.
codebook-take-file = From a file…
codebook-take-folder = From a project…
codebook-take-found = { $new } new, { $differing } different, { $same } the same.
codebook-take-from = Codebook to take from
codebook-take-heading = Take a codebook
codebook-take-here = Here: { $text }
codebook-take-key = { $name } comes without its key { $key }, which something here has.
codebook-take-manual = The manual
codebook-take-manual-replaces = The manual, in place of the one here
codebook-take-needed = These come too, because what is ticked refers to them: { $names }
codebook-take-new = { $name }: new
codebook-take-reading = Reading…
codebook-take-there = There: { $text }
codebook-take-tip = Takes entries from a template, a file or another project
codebook-take-twin = { $name }: new, but an entry here has the same name
codebook-topics = Topics
codebook-unused = Not used yet.
codebook-up = Move up
codebook-use-again = Use again
codebook-used = Used in { $count ->
        [one] one statement
       *[other] { $count } statements
    } of { $documents ->
        [one] one article
       *[other] { $documents } articles
    }{ $gold ->
        [0] .
       *[other] ; { $gold } of them are gold.
    }
codebook-used-relations = Used in { $count ->
        [one] one relation
       *[other] { $count } relations
    } of { $documents ->
        [one] one article
       *[other] { $documents } articles
    }{ $gold ->
        [0] .
       *[other] ; { $gold } of them are gold.
    }
codebook-uses = Uses
codebook-uses-hidden = There may be more in layers that you may not see yet.
codebook-with = Only with
codebook-with-none = Any other values
codebook-with-value = { $name }: { $value }
misfit-missing = { $name } is missing.
misfit-not-here = { $name } does not apply here.
misfit-retired = “{ $name }” is retired.
misfit-several = { $name } has several values.
misfit-unknown = The codebook has no attribute “{ $id }”.
misfit-value = “{ $value }” is no value of { $name }.

## Whose work it is

whose-again = That applied to the tags of another annotator. Please do it again.
whose-another = You are { $person }, and these are the tags of { $annotator } in “{ $title }”. You are asked only once; further changes are made without a question.
whose-another-heading = Change the tags of { $annotator }?
whose-another-several = { $count ->
    [one] You are { $person }, and these are the tags of { $annotator } in one article. You are asked only once; further changes are made without a question.
   *[other] You are { $person }, and these are the tags of { $annotator } in { $count } articles. You are asked only once; further changes are made without a question.
}
whose-change = Change it
whose-done = The tags of { $annotator } in “{ $title }” are marked as done. You are asked only once; further changes are made without a question.
whose-done-heading = Change finished work?
whose-done-several = { $count ->
    [one] The tags of { $annotator } in one article are marked as done. You are asked only once; further changes are made without a question.
   *[other] The tags of { $annotator } in { $count } articles are marked as done. You are asked only once; further changes are made without a question.
}
whose-enter = Enter
whose-escape = Escape
whose-leave = Leave it as it is
whose-name = Your name
whose-name-explained = Your tags are kept under this name, separate from everybody else’s. You are asked only once; the command “Change my name…” changes it.
whose-name-file = In files and lists, it is written { $name }.
whose-name-heading = Who are you?
whose-name-keep = That is my name
whose-redo = Do it again
whose-redo-heading = Do “{ $name }” again?
whose-step-another = { $known ->
        [0] “{ $name }” in { $place }, { $time }. It was not made as { $person }.
       *[other] “{ $name }” in { $place }, by { $by }, { $time }. You are now { $person }.
    }
whose-step-earlier = { $known ->
        [0] “{ $name }” in { $place }, { $time }. It was made before this project was opened.
       *[other] “{ $name }” in { $place }, by { $by }, { $time }. It was made before this project was opened.
    }
whose-step-outside = “{ $name }” in { $place }, { $time }. It came in from outside and is the work of others.
whose-strip = You are writing as { $annotator }. Is that your name?
whose-strip-other = Use another name…
whose-strip-yes = Yes
whose-undo = Take it back
whose-undo-heading = Take back “{ $name }”?

## Colleagues’ tags

exchange-added = { $count ->
        [one] one new statement
       *[other] { $count } new statements
    }
exchange-added-empty = new, without statements
exchange-codebook-bad = This codebook cannot be read: { $reason }: { $path }
exchange-codebook-format = its format is “{ $found }”, not “{ $wanted }”
exchange-codebook-manual = the manual is not a text
exchange-codebook-twice = { $list } · { $id } occurs twice
exchange-cues-lost = { $count ->
        [one] One cue or mention has no place in this project’s text and is left out.
       *[other] { $count } cues and mentions have no place in this project’s text and are left out.
    }
exchange-differs = { $id } has another name or definition: here “{ $ours }”, there “{ $theirs }”. It stays as it is here.
exchange-kept-texts = Kept with the colleague’s text, because something has no place here: { $names }
exchange-kept-title = { $title } (a colleague’s text)
exchange-left-out = not added
exchange-line = { $document } / { $annotator }: { $what }
exchange-line-as = { $document } / { $annotator } as { $into }: { $what }
exchange-line-moved = { $line } – different text: { $placed } of { $of } statements have a place in this project’s text, { $orphaned } are kept with the colleague’s
exchange-merged = { $new } new, { $updated } replaced by the later version, { $kept } differ and stay as they are here, { $same } the same, { $only } only here
exchange-name-taken = { $name } is another person here; { $free } is free
exchange-new-attributes = { $count ->
        [one] New attribute
       *[other] { $count } new attributes
    }: { $names }
exchange-new-documents = { $count ->
        [one] New article
       *[other] { $count } new articles
    }: { $names }
exchange-new-kinds = { $count ->
        [one] New kind
       *[other] { $count } new kinds
    }: { $names }
exchange-new-parties = { $count ->
        [one] New party
       *[other] { $count } new parties
    }: { $names }
exchange-new-relation-kinds = { $count ->
        [one] New kind of relation
       *[other] { $count } new kinds of relations
    }: { $names }
exchange-new-stances = { $count ->
        [one] Stance
       *[other] { $count } stances
    }: { $names }
exchange-new-topics = { $count ->
        [one] New topic
       *[other] { $count } new topics
    }: { $names }
exchange-no-layers = nobody has tagged anything.
exchange-no-project = There is no project there: the folder or zip of a project has a project.ron. Choose another one instead of: { $path }
exchange-no-tags = This file has no tags: { $reason } In: { $path }
exchange-other-text = the article has a different text here
exchange-party-other = Their party “{ $theirs }” has the identifier { $id }, which is “{ $ours }” here, so it is added as a separate party ({ $new }). If the two are the same, merge them under Parties.
exchange-party-same = Their party “{ $theirs }” is taken to be “{ $ours }” ({ $id }) in this project.
exchange-relations-cut = { $count ->
        [one] One relation of the statements that you placed was left out, because its other end stays with the colleague’s text.
       *[other] { $count } relations of the statements that you placed were left out, because their other ends stay with the colleague’s text.
}
exchange-relations-left = { $count ->
        [one] One relation stays with the colleague’s text, because a statement it links has no place in this project’s text.
       *[other] { $count } relations stay with the colleague’s text, because statements they link have no place in this project’s text.
    }
exchange-reviews = { $count ->
        [one] The review of one document
       *[other] The reviews of { $count } documents
    } (decisions, gold, threads) were not added; merge them with git or from the project’s folder.
exchange-same = everything is here already
exchange-unknown-document = the article is not in this project
exchange-unknown-format = its format is not one that Bayan can read ({ $known }).
send-documents = Articles
send-explained = One file with your layers: the text of each article and its hash, every statement with its quote, your progress, and what it needs from the parties and the codebook.
send-go = Choose where to save…
send-heading = Send the tags of { $name }
send-row = { $title } · { $count } · { $state }
send-summary = { $documents ->
        [one] One article
       *[other] { $documents } articles
    }, { $statements ->
        [one] one statement
       *[other] { $statements } statements
    }

## Safety: journal, recovery, past states, conflicts, leaving

conflicts-about = { $list } “{ $words }”
conflicts-attribute = attribute { $name }
conflicts-by-hand = Write it yourself…
conflicts-decided-twice = Two decisions about the same statements
conflicts-decision = Decision of { $by }
conflicts-delete-entry = Delete it
conflicts-deleted = One side has deleted it; the other has changed it or needs it.
conflicts-entry = { $list } { $name }
conflicts-explained = Two people or two computers have changed the same thing, and a merge kept both values. One of them is in use; choose which one to keep. Each choice can be undone.
conflicts-field-blind = hidden until done
conflicts-field-color = colour
conflicts-field-definition = definition
conflicts-field-description = description
conflicts-field-excluded = excluded passages
conflicts-field-guidelines = guidelines
conflicts-field-key = key
conflicts-field-name = name
conflicts-field-needs-rule = needs a rule
conflicts-field-outcome = what was decided
conflicts-field-parent = belongs to
conflicts-field-progress = progress
conflicts-field-title = title
conflicts-field-url = address
conflicts-file-itself = the whole file
conflicts-go = Go to the statement
conflicts-hand-done = Use this text
conflicts-hand-name = Write it yourself: { $field }
conflicts-heading = { $count ->
        [0] No conflict is left
        [one] One conflict to settle
       *[other] { $count } conflicts to settle
    }
conflicts-in-article = article “{ $title }”
conflicts-in-layer = “{ $title }”, layer of { $annotator }
conflicts-in-project = the project
conflicts-in-review = review of “{ $title }”
conflicts-joined = { $before } · { $next }
conflicts-keep = Keep this
conflicts-keep-entry = Keep it
conflicts-keep-name = Keep the one in use: { $field }
conflicts-kind = kind { $name }
conflicts-list-decision = decision about
conflicts-list-relation = relation from
conflicts-list-statement = statement
conflicts-list-thread = comment thread
conflicts-none = Everything is settled.
conflicts-nothing = (nothing)
conflicts-other = The other one
conflicts-party = party { $name }
conflicts-place = { $what } · { $place }
conflicts-relation-kind = kind of relation { $name }
conflicts-stance = stance “{ $name }”
conflicts-stands = In use now
conflicts-take = Take this
conflicts-take-name = Take the other one: { $field }
conflicts-topic = topic { $name }
kept-about = Annotator: { $who } · Article: { $documents }
kept-explained = These changes were made and confirmed, but could not be brought into the project. Applying one again merges it with the project as it is now, in one step that can be undone.
kept-heading = Changes that were not applied
kept-journal = In the journal of { $writer }; that computer applies it when it opens the project
kept-none = There are no kept changes, and no other journal has any.
kept-reading = Reading…
kept-take = Apply again
kept-take-all = Apply all { $count } again
kept-take-name = Apply again: { $number }. { $name }
kept-taken = Applied
kept-there = In the project
kept-why = Not applied: { $reason }
leaving-close = Close the project
leaving-copied = You can close without losing anything: a copy with everything up to now is in { $path }
leaving-heading = The project’s files could not be written
leaving-in-journal = Everything is in the journal: it survives closing and comes back when the project is opened here again. Until then it is not in the files, and nobody else can see it.
leaving-in-memory = { $count ->
        [one] One change is in memory only and would be lost by closing.
       *[other] { $count } changes are in memory only and would be lost by closing.
    } Save a copy on another disk, or free some space and try again.
leaving-lose = Close and lose it…
leaving-lose-sure = { $count ->
        [one] Lose the change and close
       *[other] Lose { $count } changes and close
    }
leaving-open = Open the other project
leaving-quit = Close
leaving-stay = Do not close
leaving-sure = { $count ->
        [one] Lose one change for good?
       *[other] Lose { $count } changes for good?
    }
leaving-sure-explained = They exist only in this window. Nothing can bring them back.
panic = Something went wrong in Bayan, and it has to restart. What you did is in the journal and comes back when the project is opened again. Journal: { $journals } Log: { $log }
panic-heading = Something went wrong, and Bayan was restarted
panic-open = Open { $project } again
past-added = { $count } added since
past-back = Back to the present
past-back-key = Esc
past-changed = { $count } changed since
past-differences = What differs from now
past-differs = { $what } (changed: { $parts })
past-group-added = Only now: added since
past-group-changed = Changed since
past-group-removed = Only in this state: removed since
past-heading = Past states
past-joined = { $before }, { $next }
past-left-out = { $count ->
        [one] One statement of this state has no place in the present text and is left out.
       *[other] { $count } statements of this state have no place in the present text and are left out.
    }
past-looking = You are looking at a past state: the layer as it was until { $time }, with { $count ->
        [one] one statement
       *[other] { $count } statements
    }. Nothing can be changed here.
past-more = … and { $count } more
past-none = There is no past state to look at.
past-none-explained = No past state of this layer has been kept yet. One is kept when the file is written, at most every five minutes.
past-nothing = nothing
past-now = now: { $what }
past-reading = Reading the past states…
past-relations = { $count ->
        [one] one relation differs
       *[other] { $count } relations differ
    }
past-removed = { $count } removed since
past-restore = Restore this state
past-same = as it is now
past-same-explained = This state is the same as the present one.
past-state-name = { $time }: { $count ->
        [one] one statement
       *[other] { $count } statements
    }; { $since }
past-state-told = { $count ->
        [one] one statement
       *[other] { $count } statements
    }; { $since }
recovered-explained = The newest change comes first, in the order in which undo reverses them. They are already in the project’s files.
recovered-good = OK
recovered-heading = { $count ->
        [one] One change came back from the journal
       *[other] { $count } changes came back from the journal
    }
recovered-list = What came back…
recovered-row = { $time } · { $name }
recovered-said = { $count ->
    [one] One change came back from the journal, made from { $from } to { $to }: the program had ended before the files were written. You need not do anything; undo reverses it, asking first.
   *[other] { $count } changes came back from the journal, made from { $from } to { $to }: the program had ended before the files were written. You need not do anything; undo reverses them one by one, asking each time.
}
recovered-said-once = { $count ->
        [one] One change came back
       *[other] { $count } changes came back
    } from the journal, made { $time }: the program had ended before the files were written. You need not do anything; undo asks, then reverses it.

## Other programs and windows

elsewhere-anyway = Open it anyway
elsewhere-explained = You can read it, or write the tags of an annotator whose tags nobody else is writing:
elsewhere-heading = This project is open elsewhere
elsewhere-read-only = Read only
elsewhere-work-as = Work as { $annotator }
outside-document = The article { $id } has come in.
outside-gone = Removed outside Bayan, but still here: { $path }
outside-hidden-layer = The tags of { $annotator } have changed. You will see them when you are done.
outside-hidden-review = The review of { $id } has changed. You will see it when you are done.
outside-layer = The tags of { $annotator } have come in: { $added } added, { $changed } changed, { $removed } removed.
outside-layer-new = { $count ->
        [one] One statement of { $annotator } has come in.
       *[other] { $count } statements of { $annotator } have come in.
    }
outside-merge-copies = { $count ->
        [one] Merge the conflict copy
       *[other] Merge the { $count } conflict copies
    }
outside-merged = { $conflicts ->
        [0] { $what }, merged: { $added } added, { $changed } changed, { $removed } removed.
       *[other] { $what }, merged: { $added } added, { $changed } changed, { $removed } removed, { $conflicts } changed on both sides and left for you to settle.
    }
outside-state = { $state ->
        [done] { $annotator } is done with { $document }.
        [open] { $annotator } has not started { $document }.
       *[other] { $annotator } is working on { $document }.
    }
outside-take-text = Compare with the new text of { $document }…
outside-what-document = About { $id }
outside-what-guidelines = The guidelines
outside-what-layer = The tags of { $annotator }
outside-what-project = Parties and codebook
outside-what-review = The review of { $id }

## Work in the background

job-name = { $job ->
        [agreement-file] Writing the agreement file
        [agreement] Computing agreement
        [article-list] Putting the articles in order
        [articles] Reading the articles
        [bulk] The preview of the bulk acceptance
        [clipboard] Reading the clipboard
        [codebook-read] Reading the codebook
        [codebook-save] Saving the codebook
        [copy] Writing the copy
        [export-offer] The preview of the export
        [export] The export
        [file-dialog] The file dialog
        [find] The search
        [glances] Looking at recent projects
        [import] Reading the tags to import
        [kept] Reading the kept changes
        [new-version] Comparing the new version
        [opener] Opening the project
        [past-state] Reading the past state
        [past-states] Looking for past states
        [review] Comparing for the review
        [send-tags] Sending the tags
        [show-in-folder] Showing the folder
        [statements-change] Changing the statements
        [statements] The list of statements
        [tags] Reading the tags
       *[other] { $job }
    }
job-not-started = { $job }: this could not be started ({ $reason }). Try again.
job-panicked = { $job }: this failed because of an error in Bayan ({ $reason }). Your work is safe. See the log for details.

## Edits that do not fit

edit-decision-statements = The decision { $id } does not match its statements: taking, correcting and writing need at least one; “nothing here” and “later” have none.
edit-duplicate = { $id } already exists.
edit-id-differs = { $id } is not the requested ID, or does not exist. Read the project again.
edit-in-use = { $id } is still used in a layer and cannot be removed from the codebook.
edit-key-taken = “{ $kind }” cannot use the key { $key }, which belongs to the command “{ $command }”.
edit-no-passage-here = “{ $name }” is a passage; only statements can have passages.
edit-other-words = The passage of the attribute “{ $name }” reads differently in the article.
edit-party-cycle = { $id } cannot belong to itself.
edit-party-in-use = { $id } is still used by { $count ->
        [one] { $count } statement
       *[other] { $count } statements
    }.
edit-relation-to-itself = A statement cannot be related to itself.
edit-span-empty = A statement needs at least one span of text.
edit-span-not-on-grapheme = The span { $start }–{ $end } separates a letter from its marks.
edit-span-outside = The span { $start }–{ $end } lies outside the text.
edit-spans-overlap = The spans of one statement must not overlap.
edit-thread-empty = The thread { $id } has an empty comment. Write something, or remove the comment.
edit-twin = { $id } and the existing { $other } differ only in capital letters or in the form of a letter, so Windows and macOS take them for one name. Use { $other }, or a name that differs more.
edit-unknown-document = There is no document { $id } in this project.
edit-unknown-kind = The codebook has no kind { $id }.
edit-unknown-party = There is no party { $id } in this project.
edit-unknown-relation = There is no relation { $id } in this layer.
edit-unknown-relation-kind = The codebook has no relation kind { $id }.
edit-unknown-statement = There is no statement { $id } in this layer.
edit-unknown-topic = The codebook has no topic { $id }.
id-device = Windows reserves the name { $id } for a device, so no file can have it. Choose another name.
id-invalid = { $id } cannot be used as a file name. Use at most 80 letters, digits, - and _.

## Projects on disk

store-archive-bad = The zip cannot be read: { $message } Pack the project again, or unpack it and use the folder.
store-archive-encoding = The names in the zip are in an unknown encoding, for example { $name }. Pack the project again with a program that writes names in UTF-8, or unpack it and use the folder.
store-archive-link = { $name } in the zip is a link. Pack the project again without links.
store-archive-list = its list of files does not match its contents.
store-archive-locked = { $name } in the zip has a password. Pack the project again without one.
store-archive-method = a file uses a compression method that cannot be read here ({ $method }).
store-archive-name = { $name } in the zip cannot be the name of a file in a project. Pack the project again.
store-archive-overlap = files in it overlap.
store-archive-several = The zip has several projects: { $names }. Pack only the one you mean.
store-archive-sum = a file in it is damaged: its checksum differs.
store-archive-too-large = The zip holds more than any project does, so nothing was read from it. Unpack it and use the folder.
store-archive-too-many = The zip lists more than { $count } files, more than any project has. Pack the project alone.
store-archive-torn = its end is missing.
store-archive-twice = The zip has two files that some systems take for one: { $name } Pack the project again.
store-backed-up = The files were made by an older version. Before they are rewritten, all of them were copied to this folder.
store-backup = The files were made by an older version, and they could not be copied before being rewritten, so the project is read only: { $message } In: { $path }
store-backup-differs = The copy differs from what was written when it is read back.
store-bad-name = { $name } cannot be used as a file name and was skipped. Rename it, using only letters, digits, - and _.
store-bad-value = { $value } cannot be read here. Correct it in a text editor; until then, the file is not written.
store-both-changed = The file was changed both outside Bayan and here, and was not merged. Compare the two and copy over by hand what is missing.
store-changed-meanwhile = An article was changed while the project was being read, so the work was ended. Do it again. Changed: { $path }
store-changed-outside = The file was changed outside Bayan since it was last open here (by git, a synchronised folder or an editor).
store-conflict = Two people have changed this: { $field }: here { $kept }, there { $other }. Settle it in the window, or decide and remove the entry from the list of conflicts at the end of the file.
store-conflict-copy = This is a second version of the file next to it, as { $program } makes when two computers change the same file. It was not opened. Merge it in the window, or with bayan merge-copies.
store-conflict-entry = One person has deleted this, and another has changed it or needs it, so it is still here. Settle it in the window, or decide and remove the entry from the list of conflicts at the end of the file.
store-conflict-value = “{ $value }”
store-duplicate = { $id } occurs twice; the first one was opened. Give the other one an ID of its own.
store-encode = The file could not be prepared for writing: { $message } In: { $path }
store-gone = The file was removed outside Bayan. Its contents are still here, and will be written again when they change.
store-io = This could not be read: { $message }
store-journal-damaged = { $bytes } bytes in the middle of the journal cannot be read, and what they held is missing. Later changes were applied where they fitted; the journal is kept in .bayan/kept.
store-journal-torn = The journal ends with { $bytes } bytes of a change that was not completely written and had not been confirmed; they were cut off. A copy is in .bayan/kept.
store-kept-aside = Somebody else had changed the file when it was saved here. Their version is kept under this name.
store-kept-before-merge = Changes in the journal and changes from outside contradict each other in a file. The file as it was before they were merged is kept under this name.
store-key-taken = The key { $key } of “{ $kind }” is not used, because it belongs to “{ $holder }”. Choose another letter in the codebook.
store-layer-locked = The tags of { $annotator } are being written in another window: on { $host }, process { $pid }, since { $since }.
store-leads-out-file = { $path } is a file where the project needs a folder. Move it elsewhere.
store-leads-out-folder = { $path } is a folder where the project needs a file. Move it elsewhere.
store-leads-out-link = { $path } is a link to another place, and nothing in a project may lead out of it. Replace it with the folder or file itself.
store-leads-out-path = { $path } is outside the project.
store-leads-out-shared = { $path } has a second name elsewhere, so anything written here would change that too. Replace it with a copy of the file.
store-leads-out-special = { $path } is a pipe or a device where a folder or an ordinary file belongs. Remove it.
store-line-ends = The text has different line endings from when it was annotated; git or an editor has changed them. It was read as it was annotated, and everything is in its place. Run bayan check --fix to restore the line endings.
store-link = This is a link to another place and was skipped. Put the file itself in its place.
store-lock-io = The project could not be locked for writing: { $message } In: { $path }
store-locked = The project is open elsewhere: on { $host }, process { $pid }, since { $since }. Close it there first. In: { $path }
store-manifest-damaged = The record of an interrupted save cannot be read; it is kept in .bayan/kept. Compare the project with a copy.
store-markers = git has left conflict markers in the file: both sides of a change, one below the other. The file is not written until it is repaired. Run bayan merge with the project’s folder to merge the two sides.
store-merged-back = { $count ->
        [one] One change of the journal was merged
       *[other] { $count } changes of the journal were merged
    } with what had been changed outside Bayan in the meantime.
store-misfit = This does not fit the codebook, and was kept: { $problem }
store-missing = The file is missing. Restore it from a copy; everything that belongs to it was left alone.
store-newer = The file has format version { $version }, written by a newer Bayan. Open it with that version; it was left as it is.
store-news-waiting = Files were changed outside Bayan and are being merged first.
store-no-attributes = Nothing tells git to leave the project’s line endings alone, so it may change them on other computers. Run bayan check --fix, then add and commit this file.
store-no-document = The document { $id } of this layer could not be opened, so the layer was left alone. Restore the document.
store-no-file = This is not an ordinary file and was skipped.
store-no-markers = The file has no conflict markers.
store-not-empty = The folder is not empty. Choose a new or empty folder instead of: { $path }
store-not-replayed = The change “{ $name }” in the journal was not applied: { $reason } It is kept. Kept changes are listed in the window or by bayan recover --list, and can be applied again.
store-not-utf8 = The file is not UTF-8. Restore it from a copy; it was left as it is.
store-noted = A note in the folder says that the project is open on { $host }, process { $pid }, since { $since }. In a synchronised folder, Bayan cannot check this from here. Close it there first, or open it anyway if it is no longer open there. In: { $path }
store-other-format = The file says that it is { $format }, which does not belong here. It was left as it is.
store-permission = You do not have permission to read this. Change its permissions and open the project again.
store-place-assignment = assignment of { $document } to { $annotator }
store-place-assignments = assignments
store-place-codebook = entry { $id } of the codebook
store-place-decision = decision { $id }
store-place-document-values = values of the article
store-place-excluded = excluded passages
store-place-party = party { $id }
store-place-progress = progress
store-place-relation = relation { $id }
store-place-reviewers = reviewers
store-place-statement = statement { $id }
store-place-thread = thread { $id }
store-problem = { $what } In: { $path }
store-problem-at = { $what } At: { $place }. In: { $path }
store-quote = The text at this place is “{ $found }”, not “{ $written }”. Restore the text or the span; until then, the file is not written.
store-recovered = { $count ->
        [one] One change that had not reached the files was
       *[other] { $count } changes that had not reached the files were
    } taken from the journal. It can be undone as usual.
store-replay-article-changed = it removes the article { $id } or changes its text, and somebody else has changed the article in the meantime.
store-replay-article-gone = the article { $id } no longer exists.
store-replay-changed-too = somebody else has changed or removed it in the meantime.
store-replay-depends = it builds on a change that was not applied.
store-replay-other-text = the article { $id } has a different text by now.
store-replay-protected = its file is damaged and is not written.
store-same-name = Two parties are called “{ $name }”: { $first } and { $second }. Merge them in the window, under Parties, or rename one of them.
store-span-not-on-grapheme = The span { $start }–{ $end } separates a letter from its marks. Correct it; until then, the file is not written.
store-span-outside = The span { $start }–{ $end } is empty or lies outside the text. Correct it; until then, the file is not written.
store-syntax = Line { $line }, column { $column } cannot be read ({ $message }). Correct it or restore the file from a copy; it was left as it is.
store-text-changed = The text is not the one that was annotated: its SHA-256 differs, and not only because of line endings. Restore the text (in git: git checkout HEAD -- text.txt in its folder, or the version before it); until then, the document and everything that belongs to it are read only.
store-text-differs = A different text is where the document’s text belongs, and is not overwritten: { $path }
store-text-outside = The text of the article was changed outside Bayan. The new text was not used, because the statements here belong to the old one. Choose “Replace the text…” to use it; each statement then moves with its words.
store-thread-gone = The part of the program that writes has stopped. Save a copy of the project under another name, then open it again.
store-too-large = The file is larger than 1 GB, or than 64 MB in a zip, and was not opened.
store-too-many = The file has millions of entries and was not opened.
store-twin = Its name and { $other } differ only in capital letters or in the form of a letter, so Windows and macOS take them for one file. Both are kept here. Rename one of them before you pass the project on.
store-unfit = This does not fit the project: { $reason } Correct it; until then, the file is not written.
store-unrecovered = The journal of { $writer } holds changes that have not reached the files. They are applied when the project is opened there, or by: bayan recover --writer { $writer }
store-why-full = The disk is full. Free some space on it.
store-why-gone = The folder no longer exists. Reconnect its disk, or continue in a copy.
store-why-permission = You do not have permission to write there. Change the permissions, or continue in a copy.
store-why-read-only = The disk is read-only. Make it writable, or continue in a copy.
store-write = The file could not be written: { $message } In: { $path }
store-written-differs = What was read back differs from what was written. Check the disk or the connection to it; Bayan will try again.

## Formats

delimiter = Delimiter
delimiter-bar = Bar ( | )
delimiter-comma = Comma ( , )
delimiter-semicolon = Semicolon ( ; )
delimiter-tab = Tab
export-already-folder = The format { $format } is written as a folder anyway. Leave out --per-document.
export-by-choice = Left out or replaced, as chosen:
export-cell-long = [{ $length } UTF-16 units: too long for a cell]
export-column-addressees = The identifiers of the parties that are addressed, joined by ;
export-column-annotator = Who annotated the statement; “gold” for the reviewed layer
export-column-attribute = The value of the attribute “{ $name }”
export-column-attribute-several = The values of the attribute “{ $name }”, joined by ;
export-column-attribute-spans = The places of the passages of the attribute “{ $name }” in code points, half-open, as in 120-180;200-210
export-column-attribute-words = The passages of the attribute “{ $name }”, joined by …
export-column-cause = Where the disagreement comes from
export-column-chain = The parties on whose word the statement stands, the outermost reporter first and the speaker last, joined by >
export-column-chain-cue = The reporting verb of the link
export-column-chain-cue-end = Where the reporting verb ends in the text, in code points
export-column-chain-cue-start = Where the reporting verb begins in the text, in code points from 0
export-column-chain-links = How many links the chain has
export-column-chain-mention = The words that name the party
export-column-chain-mention-end = Where these words end in the text, in code points
export-column-chain-mention-start = Where these words begin in the text, in code points from 0
export-column-chain-party = The identifier of the party of the link
export-column-chain-party-name = The name of the party of the link
export-column-chain-place = The place of the link in the chain, from 1 for the outermost reporter
export-column-created = When the statement was made, in UTC
export-column-cue = The reporting verbs in the order of the chain, joined by |; empty for a link without one
export-column-decided-at = When it was decided, in UTC
export-column-decided-by = Who decided
export-column-document-characters = The length of the text in code points
export-column-document-id = The identifier of the article
export-column-document-text-sha256 = The SHA-256 of the text in UTF-8
export-column-document-title = The title of the article
export-column-end = Where the statement ends in the text, in code points; the character there is no longer part of it
export-column-from = The annotator from whom the statement was taken
export-column-kind = The identifier of the kind of statement, as in the codebook
export-column-language = The language of the article (BCP 47)
export-column-modified = When the statement was last changed, in UTC
export-column-needs-rule = Whether the manual lacks a rule for this: true or false
export-column-note = The annotator’s note
export-column-project = The title of the project
export-column-provenance = How the gold statement came to be: unanimous, adjudicated or edited
export-column-published = When the article was published, as it was entered
export-column-publisher = Who published the article
export-column-quotation = Whether the words are the speaker’s own: direct, indirect or mixed
export-column-quote = The words of the statement; … stands between its parts
export-column-reason = The reviewer’s reason
export-column-relation-from = The statement that the relation begins at
export-column-relation-id = The identifier of the relation
export-column-relation-kind = The identifier of the kind of relation, as in the codebook
export-column-relation-note = The note on the relation
export-column-relation-to = The statement that the relation leads to
export-column-rule = The rule by which it was accepted together with others; empty if a person decided it
export-column-sources = The statements that were compared, as annotator:statement, joined by ;
export-column-spans = The parts of the statement as start-end, joined by ;
export-column-speaker = The identifier of the party that speaks; empty for the article’s own words
export-column-speaker-name = The name of the party that speaks
export-column-stance = The attitude of the speaker towards the topic: supports, opposes or neutral
export-column-start = Where the statement begins in the text, in code points from 0
export-column-statement-id = The identifier of the statement
export-column-topic = The identifier of the topic, as in the codebook
export-column-url = The address of the article
export-column-verdict = What the reviewer decided: take, edit or new
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
export-loss-addressees = { $count ->
        [one] One addressee is not in this format.
       *[other] { $count } addressees are not in this format.
    }
export-loss-aliases = { $count ->
        [one] One alias of a party is not in this format.
       *[other] { $count } aliases of parties are not in this format.
    }
export-loss-anonymised = { $count ->
        [one] In one layer, the names of people are replaced.
       *[other] In { $count } layers, the names of people are replaced.
    }
export-loss-attribute-places = { $count ->
        [one] Of one passage of an attribute, only the words are in this format.
       *[other] Of { $count } passages of attributes, only the words are in this format.
    }
export-loss-attributes = { $count ->
        [one] One attribute of a statement is not in this format.
       *[other] { $count } attributes of statements are not in this format.
    }
export-loss-brat-attributes = { $count ->
        [one] One named value becomes a line of the note.
       *[other] { $count } named values become lines of the note.
    }
export-loss-brat-blank = { $count ->
        [one] One span of nothing but line ends and tabs is left out.
       *[other] { $count } spans of nothing but line ends and tabs are left out.
    }
export-loss-brat-cuts = { $count ->
        [one] One statement, reporting verb, mention or passage has other spans in this format: cut at line ends and tabs, or joined where two touch.
       *[other] { $count } statements, reporting verbs, mentions or passages have other spans in this format: cut at line ends and tabs, or joined where two touch.
    }
export-loss-brat-notes = { $count ->
        [one] One note loses tabs or unusual line ends.
       *[other] { $count } notes lose tabs or unusual line ends.
    }
export-loss-chains = { $count ->
        [one] The parties to which one statement is attributed are not in this format.
       *[other] The parties to which { $count } statements are attributed are not in this format.
    }
export-loss-choices = { $count ->
        [one] The topic, the stance or the kind of quotation of one statement is not in this format.
       *[other] The topics, stances and kinds of quotation of { $count } statements are not in this format.
    }
export-loss-conll-overlapping = { $count ->
        [one] One statement is left out: a longer one has its words, or it has none.
       *[other] { $count } statements are left out: a longer one has their words, or they have none.
    }
export-loss-conll-widened = { $count ->
        [one] One span is widened to whole words.
       *[other] { $count } spans are widened to whole words.
    }
export-loss-controls = { $count ->
        [one] One control character that XML does not have becomes a space in this format.
       *[other] { $count } control characters that XML does not have become spaces in this format.
    }
export-loss-cue-places = { $count ->
        [one] The place of one reporting verb is not in this format, only its words.
       *[other] The places of { $count } reporting verbs are not in this format, only their words.
    }
export-loss-cues = { $count ->
        [one] One reporting verb is not in this format.
       *[other] { $count } reporting verbs are not in this format.
    }
export-loss-decision-details = { $count ->
        [one] The source, the cause or the need for a rule of one decision is not in this format.
       *[other] The source, the cause or the need for a rule of { $count } decisions is not in this format.
    }
export-loss-dna-events-marks = { $count ->
        [one] One note has semicolons, quotation marks or other line ends, which become commas, apostrophes and LF.
       *[other] { $count } notes have semicolons, quotation marks or other line ends, which become commas, apostrophes and LF.
    }
export-loss-dna-kinds = { $count ->
        [one] The kind of one statement is not in this format: its type is “DNA Statement”.
       *[other] The kinds of { $count } statements are not in this format: their type is “DNA Statement”.
    }
export-loss-dna-long = { $count ->
        [one] One name, list of aliases or chain is longer than { $most } characters and is shortened.
       *[other] { $count } names, lists of aliases or chains are longer than { $most } characters and are shortened.
    }
export-loss-dna-quotations = { $count ->
        [one] The way of quoting of one statement is not in this format.
       *[other] The ways of quoting of { $count } statements are not in this format.
    }
export-loss-dna-reporters = { $count ->
        [one] Those who report one statement are not in this format, only its speaker.
       *[other] Those who report { $count } statements are not in this format, only their speakers.
    }
export-loss-dna-without-concept = { $count ->
        [one] One statement without a topic, or neither for nor against it, is left out.
       *[other] { $count } statements without a topic, or neither for nor against it, are left out.
    }
export-loss-doccano-overlaps = { $count ->
        [one] One span overlaps an earlier one: a doccano project without “Allow overlapping spans” drops it without a word.
       *[other] { $count } spans overlap an earlier one: a doccano project without “Allow overlapping spans” drops them without a word.
    }
export-loss-document-tags = { $count ->
        [one] One value or note of an article as a whole is not in this format.
       *[other] { $count } values and notes of articles as a whole are not in this format.
    }
export-loss-documents = { $count ->
        [one] One article that has tags is left out.
       *[other] { $count } articles that have tags are left out.
    }
export-loss-excluded = { $count ->
        [one] One passage that is not part of the article is not in this format.
       *[other] { $count } passages that are not part of the article are not in this format.
    }
export-loss-excluded-relations = { $count ->
        [one] One relation of statements in passages that are not part of the article is left out.
       *[other] { $count } relations of statements in passages that are not part of the article are left out.
    }
export-loss-excluded-statements = { $count ->
        [one] One statement in a passage that is not part of the article is left out.
       *[other] { $count } statements in passages that are not part of the article are left out.
    }
export-loss-gaps = { $count ->
        [one] One statement of several parts becomes one over all of them.
       *[other] { $count } statements of several parts become one over all of them.
    }
export-loss-identifiers = { $count ->
        [one] The identifier of one statement is not in this format.
       *[other] The identifiers of { $count } statements are not in this format.
    }
export-loss-inside-words = { $count ->
        [one] One span begins or ends inside a word; its tokens cover the whole word.
       *[other] { $count } spans begin or end inside a word; their tokens cover the whole word.
    }
export-loss-lf-only = { $count ->
        [one] One line end becomes LF in this format.
       *[other] { $count } line ends become LF in this format.
    }
export-loss-line-ends = { $count ->
        [one] One line end becomes LF in this format; the option “Keep the line ends” leaves it.
       *[other] { $count } line ends become LF in this format; the option “Keep the line ends” leaves them.
    }
export-loss-long-cells = { $count ->
        [one] One text is longer than a cell of a workbook can hold; its cell says so.
       *[other] { $count } texts are longer than a cell of a workbook can hold; their cells say so.
    }
export-loss-mentions = { $count ->
        [one] One place where a party is named is not in this format.
       *[other] { $count } places where a party is named are not in this format.
    }
export-loss-metadata = { $count ->
        [one] Publisher, date, address and language of one document are not in this format.
       *[other] Publisher, date, address and language of { $count } documents are not in this format.
    }
export-loss-neutral = { $count ->
        [one] One neutral stance cannot be told from none in this format.
       *[other] { $count } neutral stances cannot be told from none in this format.
    }
export-loss-not-found = { $count ->
        [one] One statement that the query does not find is left out.
       *[other] { $count } statements that the query does not find are left out.
    }
export-loss-not-found-relations = { $count ->
        [one] One relation of statements that the query does not find is left out.
       *[other] { $count } relations of statements that the query does not find are left out.
    }
export-loss-notes = { $count ->
        [one] The note on one statement is not in this format.
       *[other] The notes on { $count } statements are not in this format.
    }
export-loss-nothing-decisions = { $count ->
        [one] One decision that a place has no statement is not in this format.
       *[other] { $count } decisions that a place has no statement are not in this format.
    }
export-loss-other-attributes = { $count ->
        [one] One attribute of a statement is not in this format: the codebook does not have it, or has only one value of it.
       *[other] { $count } attributes of statements are not in this format: the codebook does not have them, or has only one value of them.
    }
export-loss-parents = { $count ->
        [one] The parent of one party is not in this format.
       *[other] The parent parties of { $count } parties are not in this format.
    }
export-loss-parts = { $count ->
        [one] The parts of one statement become statements of their own.
       *[other] The parts of { $count } statements become statements of their own.
    }
export-loss-party-details = { $count ->
        [one] One description, identifier or value of a party is not in this format.
       *[other] { $count } descriptions, identifiers and values of parties are not in this format.
    }
export-loss-party-names = { $count ->
        [one] The name of one party is not in this format, only its identifier.
       *[other] The names of { $count } parties are not in this format, only their identifiers.
    }
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
export-loss-provenance = { $count ->
        [one] The decision from which the gold comes is not in this format.
       *[other] The { $count } decisions from which the gold comes are not in this format.
    }
export-loss-relation-attributes = { $count ->
        [one] One attribute of a relation is not in this format.
       *[other] { $count } attributes of relations are not in this format.
    }
export-loss-relation-identifiers = { $count ->
        [one] The identifier of one relation is not in this format.
       *[other] The identifiers of { $count } relations are not in this format.
    }
export-loss-relation-notes = { $count ->
        [one] The note on one relation is not in this format.
       *[other] The notes on { $count } relations are not in this format.
    }
export-loss-relations = { $count ->
        [one] One relation between statements is not in this format.
       *[other] { $count } relations between statements are not in this format.
    }
export-loss-rolled-up = { $count ->
        [one] Once, a party is replaced by the one to which it belongs.
       *[other] { $count } times a party is replaced by the one to which it belongs.
    }
export-loss-spacy-not-entities = { $count ->
        [one] One span is not among the named entities: a longer one has its words, or it is white space. It is in doc.spans.
       *[other] { $count } spans are not among the named entities: a longer one has their words, or they are white space. They are in doc.spans.
    }
export-loss-spacy-without-tokens = { $count ->
        [one] One span is left out of the .spacy files: it has nothing but the blank after a word.
       *[other] { $count } spans are left out of the .spacy files: they have nothing but the blank after a word.
    }
export-loss-statements = { $count ->
        [one] One statement is not in this format, only the codebook.
       *[other] { $count } statements are not in this format, only the codebook.
    }
export-loss-texts = { $count ->
        [one] The full text of one document is not in this format, only the quotes.
       *[other] The full texts of { $count } documents are not in this format, only the quotes.
    }
export-loss-times = { $count ->
        [one] The times of one statement are not in this format.
       *[other] The times of { $count } statements are not in this format.
    }
export-loss-tsv-blank = { $count ->
        [one] One span of nothing but white space is left out.
       *[other] { $count } spans of nothing but white space are left out.
    }
export-loss-tsv-edges = { $count ->
        [one] One span loses white space at its edges.
       *[other] { $count } spans lose white space at their edges.
    }
export-loss-tsv-final-line-ends = { $count ->
        [one] One text gets a line end at its end where other programs read this format.
       *[other] { $count } texts get a line end at their end where other programs read this format.
    }
export-loss-tsv-notes = { $count ->
        [one] One note changes: carriage returns become LF, and a note on a relation that ends in a backslash gets a blank.
       *[other] { $count } notes change: carriage returns become LF, and a note on a relation that ends in a backslash gets a blank.
    }
export-lost = Lost in this export:
export-needs-folder = The format { $format } has several files. Name a folder for them with --out.
export-no-preview = This format has no preview.
export-only-read = The format { $format } can be read but not written.
export-option-flag = --{ $option } has no value.
export-option-seed = --seed cannot be “{ $value }”. It is a whole number from 0 on.
export-option-split = --split cannot be “{ $value }”. Write the parts of training, validation and test data, as in 80/10/10.
export-option-value = --{ $option } cannot be “{ $value }”. It can be { $known }.
export-out-folder = This is a folder. Name a file in it: { $path }
export-out-links = The links of this path lead in a circle. Name another file instead of: { $path }
export-out-no-reader = Nothing is reading from the pipe. Start the program that reads from it first: { $path }
export-out-special = This is neither a file nor a pipe, so nothing was written. Name another file instead of: { $path }
export-out-taken = There is already a file here, or a folder that is not empty. Name a new folder instead of: { $path }
export-preset-name = A preset needs a name in one line, of at most { $most } characters.
export-preset-taken = The preset { $name } is one of Bayan’s own, so nothing was saved. Choose another name.
export-preset-unsaved = The preset { $name } could not be saved
export-progress = Writing: { $kilobytes } KB so far
export-report-addressee = To
export-report-all = All articles
export-report-annotator = Annotator
export-report-article = Article
export-report-attributes = Attributes
export-report-codebook = Codebook
export-report-count = Statements
export-report-date = Date
export-report-definition = Definition
export-report-details = Details
export-report-kind = Kind
export-report-kinds = Kinds
export-report-manual = Manual
export-report-name = Name
export-report-note = Note
export-report-number = No.
export-report-publisher = Publisher
export-report-quotation = Quotation
export-report-quote = Statement
export-report-relation-kinds = Kinds of relations
export-report-source = On whose word
export-report-speaker = Speaker
export-report-stance = Stance
export-report-stances = Stances
export-report-statements = { $count ->
    [one] { $count } statement
   *[other] { $count } statements
}
export-report-topic = Topic
export-report-topics = Topics
export-several-layers = Several annotators have tagged the same article, and all of that is in the export (articles: { $count }). Choose with --gold, --annotator or --mine.
export-spacy-too-large = A document is too large for spaCy.
export-span = In { $document }, statement { $statement } has the span { $start }–{ $end } (bytes), which does not fit the text. Run “bayan check”.
export-stopped = The export was stopped. Nothing was written.
export-strict = Nothing was written, because something would be lost (--strict).
export-unknown-annotator = { $id } has no layer in this project.
export-unknown-document = There is no document { $id } in this project.
export-why-full = The disk is full. Free some space on it, or choose another place.
export-why-gone = There is no such folder any more.
export-why-large = The file is too large for this disk. Choose another place, or export fewer articles.
export-why-name = A file cannot have this name there. Choose a shorter or another one.
export-why-open = Another program has the file open. Close it there, or choose another name.
export-why-permission = You do not have permission to write there. Choose another place.
export-why-permission-or-open = You do not have permission to write there, or another program has the file open. Close it there, or choose another place.
export-why-read-only = The disk is read-only. Choose another place.
export-write = The export could not be written: { $error }
export-write-at = The export could not be written: { $error } In: { $path }
import-aids-alone = { $count ->
    [one] One reporting verb or mention was left out: it belongs to no statement.
   *[other] { $count } reporting verbs and mentions were left out: they belong to no statement.
}
import-annotation-left-out = { $kind } { $id } was left out: { $reason }
import-annotator = { $name }: { $statements ->
        [one] one statement
       *[other] { $statements } statements
    } in { $layers ->
        [one] one article
       *[other] { $layers } articles
    }
import-archive-entries = The archive has more than { $most } files.
import-archive-large = { $name } and what came before it are larger than { $most } MB.
import-article-compression = The columns of this file are compressed with { $name }, which is not read. Write it with Snappy or without compression: { $path }
import-article-damaged = The file is damaged ({ $reason }), so it was not added. Open it in the program that made it, save it again, or copy its text and paste it: { $path }
import-article-doubt-closed = The web page says that this article is not free to read, so a part of it may be missing: { $path }
import-article-doubt-collection = { $count ->
    [one] This may be a collection of several articles in a form that is not known: one line looks like the mark between articles of a news database. If it is one, save each article in a file of its own: { $path }
   *[other] This may be a collection of several articles in a form that is not known: { $count } lines look like the marks between articles of a news database. If it is one, save each article in a file of its own: { $path }
}
import-article-doubt-hyphens = These words and addresses were parted at the end of a line and joined. Check whether they are written with a hyphen or a space: { $words } ({ $path })
import-article-doubt-length = The database states { $stated } words for this article, but { $found } were found: { $path }
import-article-doubt-page = No main text was found in this web page, so it was taken whole: { $path }
import-article-doubt-pdf = This text comes from a PDF. Compare it with the pages before you tag it: { $path }
import-article-doubt-recognised = This text was recognised in pictures of the pages by another program, so letters may be wrong: { $path }
import-article-doubt-side = { $count ->
        [one] One word on page { $page } stands on its side and was left out: { $path }
       *[other] { $count } words on page { $page } stand on their side and were left out: { $path }
    }
import-article-empty = There is no text in this file, so it was not added: { $path }
import-article-encoding = This text is in the encoding { $encoding }, which Bayan cannot read, so it was not added. Save it as UTF-8, or copy its text and paste it: { $path }
import-article-encrypted = The file is encrypted, so it was not added. Save it without a password: { $path }
import-article-frames = This web page has no text of its own, only frames for other pages. Open the one with the article ({ $pages }) in a browser, save it, and add that file instead: { $path }
import-article-kind = This is { $what }, which is not read as an article, so it was not added. { $way }: { $path }
import-article-lost-attachments = { $count ->
        [one] One attachment is not in the text: { $path }
       *[other] { $count } attachments are not in the text: { $path }
    }
import-article-lost-columns = These columns are not taken: { $columns }. They can be named under “Columns…”, or on the command line with --map COLUMN=FIELD: { $path }
import-article-lost-comments = { $count ->
        [one] One comment is not in the text: { $path }
       *[other] { $count } comments are not in the text: { $path }
    }
import-article-lost-deletions = { $count ->
        [one] One deletion that was tracked is not in the text: { $path }
       *[other] { $count } deletions that were tracked are not in the text: { $path }
    }
import-article-lost-headers = The headers and footers of the pages are not in the text: { $path }
import-article-lost-heads = { $count ->
        [one] One running head or page number is not in the text: { $path }
       *[other] { $count } running heads and page numbers are not in the text: { $path }
    }
import-article-lost-notes = { $count ->
        [one] One footnote is not in the text: { $path }
       *[other] { $count } footnotes are not in the text: { $path }
    }
import-article-lost-numbers = { $count ->
        [one] The number or bullet of one paragraph is not in the text: { $path }
       *[other] The numbers or bullets of { $count } paragraphs are not in the text: { $path }
    }
import-article-lost-page = { $count } of the { $all } words of this web page are not in the text (navigation, headings, other articles). The page can be taken whole (on the command line, with --whole-page): { $path }
import-article-lost-pictures = { $count ->
        [one] One picture or text box is not in the text: { $path }
       *[other] { $count } pictures and text boxes are not in the text: { $path }
    }
import-article-lost-stretches = { $count ->
        [one] One word is stretched to fill its line; the text has it without the long line: { $path }
       *[other] { $count } words are stretched to fill their lines; the text has them without the long lines: { $path }
    }
import-article-no-columns = This is a table in which no column is known to have the texts of articles. Name the columns in the list, or on the command line with --map COLUMN=FIELD (fields: { $fields }): { $path }
import-article-odd-name = A file in this zip has the name { $name }, which leads out of its folder, so nothing of it was added: { $path }
import-article-part = { $path } ({ $number })
import-article-pdf-columns = some lines stand beside one another, and it is not certain in which order they are read
import-article-pdf-marks = there are vowel marks without a letter
import-article-pdf-order = letters and numbers of both directions stand in an order that no plain text has
import-article-pdf-overlap = characters are drawn on top of one another
import-article-pdf-several = a number beside a foreign word could come before it or after it
import-article-pdf-unknown = the font does not say which letters some of its shapes are
import-article-pdf-words = the commonest words are missing or turned round
import-article-scanned = This PDF contains no text, only pictures of pages, so it was not added. Have its text recognised (OCR) in another program and add the result: { $path }
import-article-scrambled = The text of this PDF cannot be read exactly (page { $page }: { $reason }), so it was not added. Look for the article as a web page or a Word document, or copy its text and check it: { $path }
import-article-several = This file contains several articles. Give one with only the new text: { $path }
import-article-too-large = The file is larger than 64 MB, too large for an article: { $path }
import-article-too-much = The file has more pages, rows, characters or levels than any article has, so it was not added. Split it into smaller files: { $path }
import-article-unknown-encoding = The encoding of this text is unknown, so it was not added. Save it as UTF-8, or say which encoding it is in: { $path }
import-article-unpacks = The file is a zip that unpacks to more than any article has, so it was not added: { $path }
import-article-unreadable = The article cannot be read ({ $error }). Check that the file exists and that you may read it: { $path }
import-as-cue = Reporting verb
import-as-excluded = Not part of the article
import-as-mention = Words that name a party
import-brat-line = This is not a line that brat writes: { $text }
import-brat-normalisation = References to other databases are not read: { $text }
import-brat-sources = The sources of a statement are not numbered from 1 without gaps; they were taken in their order.
import-brat-trigger = The event { $id } was left out: its trigger { $trigger } is not there.
import-by-alias = an alias here
import-by-choice = your choice
import-by-identifier = the same identifier
import-by-name = the same name
import-by-nothing = not in this project
import-cannot-read = The file cannot be read ({ $error }): { $path }
import-cas-empty = There are no feature structures of a UIMA CAS in this file.
import-cas-link = The link “{ $role }” of { $id } was left out: its role or its target is not known.
import-cas-no-text = There is no text in this file.
import-cas-skipped = { $count ->
    [one] One annotation of the type { $kind } was left out: it is not a statement.
   *[other] { $count } annotations of the type { $kind } were left out: they are not statements.
}
import-cas-views = The file has several texts; only the first was read.
import-chain-long = A link of a chain was left out: a chain has at most { $most } links.
import-choose-place = { $count ->
        [one] Left out: its words stand at one place
       *[other] Left out: its words stand at { $count } places
    }
import-codebook-left-out = { $id } of the codebook was left out: { $reason }
import-column = Column { $name }
import-column-none = not read
import-columns = Columns: { $count }
import-conll-columns = It has fewer than two columns.
import-conll-lost = { $count ->
    [one] One token does not stand in the text in this order, in line { $line }.
   *[other] { $count } tokens do not stand in the text in this order, the first in line { $line }.
}
import-count-documents = { $count ->
        [one] One new article
       *[other] { $count } new articles
    }
import-count-left-out = { $count ->
        [one] One statement is left out
       *[other] { $count } statements are left out
    }
import-count-relations = { $count ->
        [one] One relation
       *[other] { $count } relations
    }
import-count-statements = { $count ->
        [one] One statement
       *[other] { $count } statements
    }
import-count-unplaced = { $count ->
        [one] One statement without a place
       *[other] { $count } statements without a place
    }
import-dna-damaged = The database cannot be read: { $reason }
import-dna-fields = { $count ->
    [one] One article has an author, a section, a type or notes, which have no place here.
   *[other] { $count } articles have an author, a section, a type or notes, which have no place here.
}
import-dna-orphans = { $count ->
    [one] One statement belongs to no article and was left out.
   *[other] { $count } statements belong to no article and were left out.
}
import-dna-table = This is not a database of Discourse Network Analyzer: its table { $table } is missing or is not as that program makes it.
import-document-tags-left-out = The layer’s values of the article were left out: { $reason }
import-document-twice = The document { $id } came earlier in the file; this line was left out.
import-done = { $statements ->
    [one] One statement
   *[other] { $statements } statements
} imported, { $warnings ->
    [one] one problem
   *[other] { $warnings } problems
}.
import-doubtful = To check: { $count }
import-format = Format
import-go = { $count ->
        [one] Import one statement
       *[other] Import { $count } statements
    }
import-hash = The text of { $id } does not match its SHA-256.
import-heading = Import tags
import-in-file = { $file }: { $message }
import-into = into the tags of { $name }
import-kind-archive = a compressed file (an archive)
import-kind-binary = a binary file
import-kind-book = an e-book
import-kind-database = a database
import-kind-encrypted = an Office file with a password
import-kind-font = a font
import-kind-html = a web page (HTML)
import-kind-json = a data file (JSON)
import-kind-mail = an e-mail or a saved web page (MIME)
import-kind-office = an older Office file
import-kind-old-spreadsheet = an Excel workbook in a binary form (.xls, .xlsb)
import-kind-old-word = a Word document of an older version (.doc)
import-kind-opendocument = an OpenDocument file
import-kind-parquet = a table of columns (Parquet)
import-kind-pdf = a PDF file
import-kind-picture = a picture
import-kind-postscript = a PostScript file
import-kind-program = a program
import-kind-rtf = a rich text file (RTF)
import-kind-slides = a slide presentation
import-kind-sound = a sound file
import-kind-spreadsheet = a spreadsheet
import-kind-video = a video
import-kind-word = a Word document
import-kind-xml = an XML file
import-label-kind = Label { $name } ({ $count })
import-label-new = { $entry } is new in the codebook.
import-label-party = Party { $name } ({ $count })
import-label-relation = Relation { $name } ({ $count })
import-label-studio-refused = { $count ->
    [one] One result of the type “{ $kind }” was left out: it is not a span of a plain text.
   *[other] { $count } results of the type “{ $kind }” were left out: they are not spans of a plain text.
}
import-label-topic = Topic { $name } ({ $count })
import-label-unknown = { $count ->
    [one] One statement with the label “{ $label }” was left out: the codebook has no kind of that name.
   *[other] { $count } statements with the label “{ $label }” were left out: the codebook has no kind of that name.
}
import-labels = Labels: { $count }
import-layer-exists = { $annotator } already has statements in { $document }. Use --replace to replace them with the file.
import-leave-out = Leave out
import-left-out = Left out: { $count }
import-link-ends = The link “{ $label }” was left out: { $from } or { $to } is not a span of this document.
import-link-meaningless = The link “{ $label }” from { $from } to { $to } was left out: it does not begin or end at a statement.
import-links-nameless = { $count ->
    [one] One link of a chain was left out: nothing says which party is meant.
   *[other] { $count } links of chains were left out: nothing says which party is meant.
}
import-map-bad = The map cannot be read (line { $line }: { $reason }).
import-map-unknown = What the map says about “{ $label }” is not in the project, so the map was not followed there.
import-new = New
import-new-exists = A new project cannot be made here, because there is something already: { $path }
import-new-name = New: { $name }
import-no-article = The text it refers to is not in the project: { $source }
import-no-document = This is not a document of the format: { $reason }
import-no-file = This is not a file that can be read. Name an ordinary file or a pipe instead of: { $path }
import-no-label = It has no label.
import-no-place = Its words are not in the article.
import-no-text = This line has no text.
import-no-writer = Nothing has been written to the pipe. Start the program that writes to it first: { $path }
import-nobody = Nobody has tags in this file.
import-not-bayan = This is neither a line of a Bayan export, which has the members format (bayan), version and annotator, nor a statement, which has the members document (or url, or title) and quote (or spans, or start and end).
import-not-codebook = This is not a codebook that Bayan has written.
import-not-utf8 = { $file } is not in UTF-8.
import-offset-bad = { $value } is not an offset.
import-offset-unit = Its offsets are not counted in code points.
import-other-text = The document { $id } has a different text in this project.
import-part-large = A part of the file (a line, or a member of a list) is larger than { $most } MB, and nothing from there on is read.
import-party-left-out = Party { $id } was left out: { $reason }
import-party-parent = Party { $id } no longer has a parent: { $reason }
import-passage-left-out = The passage of “{ $name }” of the statement { $id } has no place, and its words were kept: { $reason }
import-pasted-kind = What you pasted is { $what }, not plain text. Copy the text itself and paste it again.
import-place = Place of the statement
import-planning = Comparing with the project…
import-prodigy-answer = This task was answered with “{ $answer }” and left out.
import-progress = Comparing with the project: { $done } of { $all }
import-progress-left-out = The layer’s progress was left out: { $reason }
import-progress-reading = { $done ->
        [one] Reading: one statement
       *[other] Reading: { $done } statements
}
import-progress-state = “{ $state }” is not one of open, in-progress and done.
import-protected = Nothing was imported: { $path } is damaged and is not overwritten.
import-qda-no-codebook = This is not a REFI-QDA codebook.
import-qda-no-project = There is no project.qde in this archive.
import-qda-no-text = The source { $name } is not text, or its text is missing; it was left out.
import-question = the same identifier as { $name }: is it the same?
import-quote = The text at { $start }–{ $end } is not “{ $quote }”.
import-quote-count = It has { $spans } spans and { $quotes } quotes.
import-quote-joined = The text at { $at } is not “{ $quote }”.
import-quote-nowhere = “{ $quote }” does not stand in the text.
import-quote-several = “{ $quote }” stands in the text { $count } times.
import-relation-left-out = Relation { $id } was left out: { $reason }
import-replace = Empty the layers that have statements first
import-selection-outside = { $start }–{ $end } is not a place in the text.
import-several-annotators = The file has layers of several annotators ({ $found }), but none of { $annotator }.
import-span-empty = The span { $start }–{ $end } is empty or ends before it begins.
import-span-left-out = The span { $id } was left out: { $reason }
import-span-none = It has no place in the text.
import-span-outside = The span { $start }–{ $end } lies outside the text.
import-span-twice = The span { $id } came earlier in this document; this one was left out.
import-span-units = The span { $start }–{ $end } is not a place in the text, counted in UTF-16 units.
import-speaker = The speaker { $speaker } is not the last party of the chain.
import-statement-left-out = Statement { $id } was left out: { $reason }
import-statement-left-out-at = Statement { $id } was left out ({ $start }–{ $end }, “{ $quote }”): { $reason }
import-statement-twice = The identifier { $id } is given to several statements; the later ones have got new identifiers.
import-stopped = It was stopped.
import-table-columns = These are not the columns of statements on articles: there must be the article (its identifier, address or title), and offsets or a quote. Name the columns in a map (fields: { $fields }).
import-table-field = The map says that the column “{ $head }” is “{ $name }”, which is no field (fields: { $fields }).
import-table-long = The table has more than { $most } rows; the rows after these were not read.
import-table-unsorted = The rows of the articles are mixed, and more than { $most } GB of them would have to wait for the others of their articles. Sort the table by article; the rest of it was not read.
import-table-wide = The table has more than { $most } columns, so it was not read.
import-text-aligned = The text of { $id } differs in line ends or control characters only; the places were found all the same.
import-too-large = The file is larger than { $most } MB, and nothing beyond that is read: { $path }
import-too-many = The file has more than { $most } statements and spans, so nothing was read. Divide it into several files.
import-too-many-files = The folder has more than { $most } files, and none of it is read: { $path }
import-tsv-head = This file does not begin as WebAnno TSV does.
import-tsv-line = Line { $line }: { $reason }
import-tsv-order = A sentence begins at { $begin }, but the text before it ends at { $end }.
import-tsv-row = This is not a row with the columns that the head of the file declares.
import-tsv-version = WebAnno TSV { $version } is not read; export it again as WebAnno TSV 3.
import-unit = The offsets of this file count { $unit }, as its quotes or its texts show. They were converted.
import-unit-bytes = bytes of UTF-8
import-unit-chars = code points
import-unit-mark = a byte order mark that is not in the text
import-unit-no-mark = a text without its byte order mark
import-unit-one = each CR LF as one
import-unit-two = each line end as two
import-unit-utf16 = UTF-16 units
import-unknown-format = The format of the file was not recognised. Name one of { $known } with --format. The file: { $path }
import-unknown-stance = “{ $name }” is not one of supports, opposes and neutral.
import-unplaced = Without a place: { $count }
import-unplaced-explained = The file does not say where these statements stand in their articles, or what it says leads elsewhere. Place each one that you want to import.
import-unplaced-head = { $title } · { $annotator } · line { $line }
import-value-unknown = The value “{ $value }” is unknown and was left out.
import-version = It was written by a newer Bayan (format version { $version }).
import-w3c-ends = A link needs two ends.
import-w3c-no-selector = It has no target in a text.
import-w3c-selector = The place is given in a way that is not read here ({ $kind }); it needs a position in the text or a quote.
import-warning = Line { $line }: { $message }
import-way-archive = Unpack it, and add the files that were in it
import-way-encrypted = Save it without a password
import-way-json = Name the columns of the texts with --map COLUMN=FIELD, or save it as plain text
import-way-office = Open it in Word or LibreOffice, and save it as .docx or .odt
import-way-picture = Have its text recognised (OCR) in another program and add the result
import-way-text = Save it as plain text, or copy its text and paste it
import-way-workbook = Open it in Excel or LibreOffice, and save it as .xlsx
import-what = What is added
import-whose = Whose tags
import-whose-name = Whose the tags of { $name } become
import-workbook-binary = This is an Excel workbook in a binary form (.xls, .xlsb), which is not read here. Open it in Excel or LibreOffice, and save it as .xlsx
import-workbook-damaged = The workbook is damaged.
import-workbook-large = It has more than { $most } cells, or more text than any table.
import-xml-at = line { $line }: { $reason }
import-xml-deep = { $name } is nested too deep, or there are too many elements.
import-xml-doctype = A document type (DOCTYPE) is not read.
import-xml-end = The file ends before its last element is closed.
import-xml-entity = The entity { $name } is not defined.

## Queries

query-attribute-date = At character { $at }, “{ $value }” is not a date or a range of dates, and the attribute “{ $name }” has dates. Write 2022, 2022-02, 2022-01..2022-06, 2022.. or ..2021.
query-attribute-number = At character { $at }, “{ $value }” is not a number or a range of numbers, and the attribute “{ $name }” has numbers. Write 3, >3, <=3, 1..5, 1.. or ..5.
query-attribute-value = At character { $at }, the attribute “{ $name }” cannot be “{ $value }”. It can be { $known }.
query-bracket-closed = The bracket at character { $at } closes none. Remove it, or put it in quotation marks.
query-bracket-open = The bracket at character { $at } is not closed. Put ) where it ends.
query-date = At character { $at }, “{ $value }” is not a date or a range of dates. Write 2022, 2022-02, 2022-02-12, 2022-01..2022-06, 2022.. or ..2021.
query-empty = There is nothing to look for. Write a word, or a field such as kind:claim.
query-expression = The expression at character { $at } cannot be used. { $error }
query-expression-open = The expression at character { $at } has no end. Put / where it ends, or put it in quotation marks to search for the slash.
query-no-attribute = At character { $at }, no attribute is named. Write its identifier and a value, as in attribute:kind=x.
query-no-value = The field at character { $at } has no value. Write it after the colon without a blank, as in { $field }:name.
query-nothing = At character { $at } there is nothing to search for: such marks are ignored. Write a word.
query-operator = At character { $at }, “{ $word }” has nothing to join. Write something on either side, or put it in quotation marks to search for it.
query-quote-open = The quotation mark at character { $at } has no second one. Put " where the words end.
query-too-deep = At character { $at }, too many brackets are inside one another. Use fewer.
query-unknown-attribute = { $count ->
        [0] At character { $at }, there is no field “{ $name }”. The fields are { $fields }. To search for the words, put them in quotation marks.
       *[other] At character { $at }, there is no field and no attribute “{ $name }”. The fields are { $fields }; the attributes of the codebook are { $attributes }. To search for the words, put them in quotation marks.
    }
query-unknown-name = The query has { $field }:{ $name }, which this project does not have. Check the name.
query-unknown-value = At character { $at }, { $field }: cannot be “{ $value }”. It can be { $known }.

## Command line

cli-add-ask = --same ask needs a terminal to ask in. Use --same skip or --same add.
cli-add-done = Added { $id }: { $characters } characters, read as { $encoding }, from { $path }
cli-add-encoding = Unknown encoding. Known encodings are { $known }.
cli-add-head = title	publisher	date	language	characters	encoding	doubts
cli-add-map = Write COLUMN=FIELD. The fields are { $fields }.
cli-add-near = This text is { $percent }% the same as “{ $title }” ({ $id }): { $path }
cli-add-no-answer = There was no answer, so nothing was added.
cli-add-one-title = Only a single file can be given a title. Add the files one by one, or leave out the title.
cli-add-progress = Reading: { $done } of { $all } files. Press Ctrl+C to stop; what has been added stays, and the same command goes on from there.
cli-add-progress-line = Reading: { $done } of { $all } files.
cli-add-question = This text is { $percent }% the same as “{ $title }” ({ $id }). Add it (a), skip it (s), or keep it as another version (v)? { $path }
cli-add-replaced = { $count ->
        [one] One place could not be read as { $encoding } and appears
       *[other] { $count } places could not be read as { $encoding } and appear
    } as U+FFFD; another encoding may fit: { $path }
cli-add-same = This text is here already as “{ $title }” ({ $id }) and was not added again. Use --anyway to add it all the same: { $path }
cli-add-same-near = This text is { $percent }% the same as “{ $title }” ({ $id }), so it was not added. To add it, use --same add: { $path }
cli-add-tags = This holds annotations ({ $format }), not articles. To read them, use bayan import: { $path }
cli-add-tags-colleague = This holds a colleague’s tags, not articles. To read them, use bayan receive: { $path }
cli-add-version = Kept as another version of “{ $title }” ({ $id }), with which it is { $percent }% the same: { $path }
cli-agreement-article = Articles as wholes, { $attribute } ({ $articles }): agreement { $percent }, Cohen’s κ { $cohen }, Krippendorff’s α { $alpha }
cli-agreement-bad-annotators = “annotators” is missing, or is not an object of lists of spans.
cli-agreement-bad-length = “length” is missing, or is not a whole number of characters.
cli-agreement-bad-span = Span { $index } of { $annotator } is not [begin, end, "label"] with whole numbers.
cli-agreement-bad-spans = { $what } In: { $path }
cli-agreement-field = kind, speaker, chain, topic, stance or attribute:NAME
cli-agreement-key-twice = The name “{ $key }” occurs twice in one object, so one of them would be lost.
cli-agreement-no-value = no value. { $reason }
cli-agreement-nothing = Give a project folder, or a file of spans with --spans.
cli-agreement-pairs = Pairs are made from statements: give a project folder.
cli-agreement-positive = a number above 0
cli-agreement-progress = Computing: { $done } of { $total } steps. Press Ctrl+C to stop; nothing is changed.
cli-agreement-progress-line = Computing: { $done } of { $total } steps.
cli-agreement-samples = a whole number from 1 to { $most }
cli-agreement-seconds = a number of seconds, 0 or more
cli-agreement-spans-per = A file of spans does not contain kinds or parties: --per kind and --per party need a project folder.
cli-agreement-unreadable = The file of spans cannot be read: { $path }
cli-agreement-weight = a number, 0 or more
cli-agreement-written = Written: { $path }
cli-check-clean = No problems found: { $documents ->
        [one] { $documents } document
       *[other] { $documents } documents
    }, { $layers ->
        [one] { $layers } layer
       *[other] { $layers } layers
    }, { $statements ->
        [one] { $statements } statement
       *[other] { $statements } statements
    }.
cli-check-fixed = Fixed: { $path }
cli-codebook-done = This was done in one step.
cli-codebook-dry = Nothing was changed; without --dry-run, this is what would be done.
cli-codebook-exported = Wrote the codebook, { $count } entries, to { $path }
cli-codebook-kept = kept: { $name } differs here ({ $fields }); --replace takes it
cli-codebook-needed = taken too, because another entry refers to it: { $name }
cli-codebook-new = new: { $name }
cli-codebook-new-left = left out: { $name }
cli-codebook-new-twin = new: { $name }; an entry here has the same name under another identifier
cli-codebook-no-manual = There is no manual in { $path }
cli-codebook-nothing = Nothing was changed: the project has all of it, or keeps its own.
cli-codebook-replaced = replaced: { $name } ({ $fields })
cli-codebook-unknown = There is no entry “{ $name }”. Write LIST/ID; the lists are { $lists }.
cli-export-format = The format { $format } of the preset cannot be written. The formats are { $known }.
cli-export-no-preset = There is no preset { $name }. The presets are { $known }.
cli-export-option = The format { $format } has no option --{ $option }. Leave it out.
cli-export-per-document-out = --per-document writes several files. Name a new folder for them with --out.
cli-export-preset-documents = The preset has all choices except --document: a preset is for every project.
cli-export-progress = Reading: { $done } of { $all } articles. Press Ctrl+C to stop; nothing is put in place before all of it is there.
cli-export-progress-line = Reading: { $done } of { $all } articles.
cli-export-query = This query cannot be read: { $query }
cli-git-done = Git now merges this project with bayan. Add and commit { $path }; everyone else who works on it must also run bayan git-setup once.
cli-git-failed = The project is not in a git repository, or git is not installed. Run git init first: { $path }
cli-git-no-project = There is no project in { $path }
cli-gold-document = { $document }: { $statements ->
    [one] one statement
   *[other] { $statements } statements
} in gold; places: { $decided } decided, { $later } postponed, { $open } open, { $old } out of date.
cli-history-empty = No past states of this layer are kept.
cli-history-no-state = The list has no state { $number }.
cli-history-restored = The layer now has { $statements ->
    [one] one statement
   *[other] { $statements } statements
}; { $left } no longer fitted.
cli-history-row = { $number }. until { $until }: { $statements ->
    [one] one statement
   *[other] { $statements } statements
}; { $more } after it
cli-import-label = { $list }: “{ $label }” ({ $count }) → { $target }
cli-import-unplaced = Not placed in { $document } ({ $count ->
    [one] one possible place
   *[other] { $count } possible places
}): “{ $quote }”
cli-import-would = { $statements ->
    [one] One statement
   *[other] { $statements } statements
} would be imported, { $warnings ->
    [one] one problem
   *[other] { $warnings } problems
}.
cli-kept-file = Kept in { $path }
cli-kept-file-of = Kept in { $path }, from the journal of { $writer }
cli-kept-journal = In the journal of { $writer }; apply it with bayan recover --writer { $writer }
cli-kept-no-change = The file has no change { $number }.
cli-kept-no-file = No change is kept in { $path }. Run bayan recover --list to see what is kept.
cli-kept-none = No change is kept, and no other journal has any.
cli-kept-refused = The change “{ $name }” cannot be applied: { $reason }
cli-kept-row = { $number }. { $time } “{ $name }”, annotator: { $who }, article: { $documents }
cli-kept-row-taken = { $row } (applied)
cli-kept-row-there = { $row } (already in the project)
cli-kept-row-why = { $row } (not applied: { $reason })
cli-kept-taken = { $count ->
        [0] No change was applied.
        [one] One change was applied.
       *[other] { $count } changes were applied.
    }
cli-kept-unreadable = { $bytes } bytes cannot be read.
cli-kept-which-file = Say which file the numbers refer to: --kept FILE --change NUMBER
cli-merge-by-hand = The two sides cannot be merged automatically. Open the file in an editor, keep what is right, and delete the lines with the markers. In: { $path }
cli-merge-conflicts = { $count ->
        [one] One field was changed on both sides; the file keeps both values, and bayan check lists it.
       *[other] { $count } fields were changed on both sides; the file keeps both values, and bayan check lists them.
    }
cli-merge-copies-none = There are no conflict copies here.
cli-merge-copies-row = A copy by { $program }: { $path }
cli-merge-mended = Repaired: { $path }
cli-merge-none = There are no conflict markers in { $path }
cli-merge-out-alone = Use --out with three files, or with one file that has conflict markers.
cli-merge-text = Neither side is the text that was annotated. Keep the right side in an editor, or restore the text. In: { $path }
cli-more = … and { $count } more.
cli-new-done = Created the project { $title } in { $path }
cli-new-template = { $id }: { $title }. { $about }
cli-no-annotator = Say whose layer to write with --annotator NAME: neither the settings nor the system say who works here.
cli-no-display = There is no display for the window (DISPLAY and WAYLAND_DISPLAY are not set). These commands work without one: new, add, check, stats, export, import, session, history, replace-text, merge, git-setup, recover, agreement, gold, review, send, receive. See bayan --help.
cli-no-window = This bayan was built without its window. These commands are available: new, add, check, stats, export, import, session, history, replace-text, merge, git-setup, recover, agreement, gold, review, send, receive. See bayan --help.
cli-places-entry = Entry { $number } of { $path }: { $reason }
cli-places-text = The text of { $document } is not the one for which the file of places was written.
cli-places-unknown = There is no statement without a place under these names.
cli-receive-as-several = There are layers of several annotators ({ $found }). Say which of them to call { $name }: --as OLD={ $name }
cli-receive-as-unknown = There is no layer of { $name }, only of { $found }.
cli-receive-orphan =     without a place: { $id } “{ $quote }”
cli-receive-same-unknown = No party of theirs has the identifier { $id } with another name than here.
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
cli-replace-done = { $unmoved } statements unmoved, { $moved } moved, { $changed } changed, { $orphaned } without a place.
cli-replace-kept = The statements without a place are in the article { $id }, with the old text: place them in the new one by hand, or delete them.
cli-replace-read = The new text was read as { $encoding }: { $path }
cli-replace-row = { $fate }{ $score }: { $annotator } { $id } “{ $quote }”
cli-review-done = { $accepted ->
        [one] One place was accepted
       *[other] { $accepted } places were accepted
    }; { $before } that fit the rule had been decided before and stay as they are.
cli-review-rule = all-agree, majority, or edges:N with a number of words
cli-script-unreadable = The script cannot be read: { $path }
cli-send-damaged = Some of these tags could not be read, so they were not sent. Repair the file: { $path }
cli-send-done = { $statements ->
    [one] One statement
   *[other] { $statements } statements
} in { $documents ->
    [one] one document
   *[other] { $documents } documents
} written: { $path }
cli-session-error = { $message }
cli-session-protected = Not changed, because the file or something it belongs to is damaged, and it is not written: { $file }
cli-session-same-party = The party { $id } is called “{ $name }”, like { $same }; use that one, or merge the two under Parties.
cli-session-undo-earlier = { $known ->
        [0] Not done: “{ $name }” in { $place } was made on { $time }, before this run. To do it anyway, write { $line }.
       *[other] Not done: “{ $name }” in { $place } was made by { $by } on { $time }, before this run. To do it anyway, write { $line }.
    }
cli-session-undo-outside = Not done: “{ $name }” in { $place } came in from outside on { $time }. To do it anyway, write { $line }.
cli-stats-layer = { $document } / { $annotator }: { $statements ->
        [one] { $statements } statement
       *[other] { $statements } statements
    } ({ $kinds }), { $relations ->
        [one] { $relations } relation
       *[other] { $relations } relations
    } – { $state }
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
cli-stats-work = Work: { $open } open, { $in_progress } in progress, { $done } done

## Help of the command line

help-add = Add articles to a project
help-add-anyway = Add a text even if the project already has it
help-add-date = Date of publication, YYYY-MM-DD
help-add-dry-run = Show what was found, and add nothing
help-add-encoding = Read the files in this encoding instead of the one that fits best
help-add-files = Files of articles: plain text, web pages, Word, OpenDocument, RTF, PDF, e-mails, e-books, tables and collections; also folders and zips of them
help-add-json = Answer with one JSON object
help-add-language = Language as BCP 47, for example ar; detected from the letters if not given
help-add-map = What a column of a table is, if its head does not say so; the fields are { $fields }
help-add-project = The folder of the project
help-add-publisher = Publisher
help-add-same = What becomes of texts that the project has already or nearly: skip, add, version (kept as another version of the text that is here) or ask. Without it, equal texts are skipped, and texts that are nearly equal are added and reported
help-add-title = Title of the article (only with a single file)
help-add-url = Web address of the article
help-add-whole-page = Take web pages whole, with their navigation and all else that is not the article
help-agreement = Report how far annotators agree
help-agreement-alpha = Gamma: weight of the places
help-agreement-annotators = Only this annotator; may be given several times
help-agreement-beta = Gamma: weight of the labels
help-agreement-bootstrap = Resample the documents this many times for 95 % confidence intervals
help-agreement-csv = Write every score as a row of a table
help-agreement-delta = Gamma: cost of a missing unit
help-agreement-documents = Only this document; may be given several times
help-agreement-field = The property that is the label: kind, speaker, chain, topic, stance or attribute:NAME
help-agreement-items = What percent, Cohen, Fleiss and alpha count; pair is statements that two annotators both marked
help-agreement-json = Answer with one JSON object
help-agreement-measures = What to compute; may be given several times; everything if not given
help-agreement-missing = Gamma-cat and gamma-k: count missing units as differences too, as pygamma-agreement does
help-agreement-per = Also compute for each of these alone: document, pair (of annotators), kind, party (that speaks, with its members); may be given several times
help-agreement-per-document = Also compute for each document alone
help-agreement-precision = Gamma: relative error; more samples are drawn until it is reached, for example 0.01
help-agreement-project = The folder of the project
help-agreement-report = Write a one-page report, as HTML, or as Markdown if the name ends in .md
help-agreement-sampler = Gamma: how chance texts are made
help-agreement-samples = Gamma: number of chance samples to start with
help-agreement-seed = Seed of the chance samples
help-agreement-spans = Instead of a project, a file {"{"}"length": L, "annotators": {"{"}"a": [[begin, end, "label"], …]{"}"}{"}"}; - is standard input
help-agreement-svg = Write the matrices and the strip along the texts as a figure
help-agreement-threads = Gamma: number of threads; the result is the same
help-agreement-time-limit = Gamma: time limit for everything, in seconds; 0 for no limit. Anything unfinished is reported, with exit code 1
help-agreement-unlabelled = Compare places only, as if there were only one label
help-check = Check hashes, quotes, references and versions of a project
help-check-all = Show everything that is wrong, not only the first hundred
help-check-fix = Fix what can be fixed: line endings of texts that git or an editor has changed, and the file that tells git to leave them alone
help-check-json = Answer with one JSON object
help-check-project = The folder of the project
help-codebook = Write the codebook of a project into a file, or take entries of another codebook
help-codebook-dry-run = Say what would be taken, and change nothing
help-codebook-export = Write the codebook into this file; JSON if its name ends in .json, else RON
help-codebook-import = Take what is new from this codebook: a file (RON or JSON) or another project. Entries that differ are kept and listed
help-codebook-json = Answer with one JSON object
help-codebook-manual = With --export, write the manual too; with --import, replace the manual by the one that comes along
help-codebook-only = Take only this entry, such as kinds/claim; can be given several times
help-codebook-project = The folder of the project
help-codebook-replace = Take entries that differ, too
help-export = Write the layers as a dataset
help-export-all-annotators = The layers of all annotators, also where there is gold
help-export-annotators = The layers of this annotator, with --gold beside the gold; may be given several times
help-export-anonymise = Call annotators and reviewers annotator-1, annotator-2 …, also in decisions
help-export-byte-order-mark = csv, tsv: add a byte order mark, by which Excel recognises UTF-8, and leave the cells as they are
help-export-columns = conll: 2 for the token and its kind, or 4 for the token, its reporting verb, its mention and its kind
help-export-documents = Only this document; may be given several times
help-export-exact-text = Keep the line ends of the texts, though some programs then place the tags wrongly
help-export-flat = spacy: write statements as named entities (doc.ents) too, the longest first where they overlap
help-export-format = The format to write; with a preset, instead of its format
help-export-gold = The reviewed layers with their provenance. Without a choice, gold where a document has it, and all annotators’ layers elsewhere
help-export-json = Report what was written as one JSON object (on standard error when the export itself goes to standard output)
help-export-labels = doccano: what the labels of statements say, the kind alone or also the speaker
help-export-license = hf: the licence on the card, as the Hub names it (cc-by-4.0), or another name
help-export-mine = The layers of the annotator that the settings name
help-export-out = The file to write; standard output if not given
help-export-partition-by = parquet: write the statements into a folder for each kind, publisher or month (Hive style)
help-export-per-document = Write a file for each document into a new folder
help-export-per-statement = parquet: write a row for each statement instead of a row for each layer
help-export-plain = dna, dna-events: the type “DNA Statement” with person, organization, concept and agreement, for the databases of others
help-export-preset = Choose what this preset has: excel, r-python, training, annotation-tool, reading, archive, or one that was saved
help-export-project = The folder of the project
help-export-query = Only the statements that this finds, as in: speaker:russia+ -kind:claim date:2022-02.. "no comment"
help-export-roll-up = Replace every party by the outermost one to which it belongs
help-export-save-preset = Save these choices as a preset under this name
help-export-seed = hf: another number gives other splits
help-export-split = hf: the parts of training, validation and test data (80/10/10 if not given)
help-export-spreadsheet = csv: add a byte order mark and make cells harmless that a spreadsheet would execute
help-export-strict = Write nothing if anything would be lost; the exit code is then 1. What is left out or replaced by choice does not count
help-export-triples = doccano: write spans as [start, end, label], for projects without relations
help-export-without-excluded = Leave out statements in passages that are not part of the article; the text stays whole
help-generate = Make a project of any size for measurements
help-generate-bytes = Approximate length of the text
help-generate-distinct = No two texts are nearly the same
help-generate-documents = Number of articles, which share the text and the statements
help-generate-seed = The same number makes the same project
help-generate-statements = Maximum number of statements
help-git-setup = Let git merge the files of a project with bayan
help-git-setup-project = The folder of the project, in a git repository
help-gold = Report what has been decided and what is open
help-gold-documents = Only this document; may be given several times
help-gold-json = Answer with one JSON object
help-gold-project = The folder of the project
help-history = List past states of a layer, or restore one
help-history-annotator = Annotator whose layer it is
help-history-document = The document
help-history-json = Answer with one JSON object
help-history-project = The folder of the project
help-history-restore = Restore this state of the list; this is an edit like any other
help-import = Read the layers of annotators from a file or a folder
help-import-all = Import the layers of all annotators of the file, each under the name in the file
help-import-annotator = Annotator whose layer it becomes
help-import-dry-run = Say what would be imported without importing it
help-import-file = The file to read; - for standard input
help-import-format = The format to read; recognised from the contents if not given
help-import-json = Answer with one JSON object
help-import-map = A map (RON) that says what the labels, parties, topics and columns of the file stand for
help-import-new = Make a new project of the file; PROJECT must not exist
help-import-place = A file written with --write-places, with the places of statements filled in under spans
help-import-project = The folder of the project
help-import-replace = Replace a layer that already has statements with the file
help-import-write-map = Write the map that is proposed for this file, to be edited and given with --map; nothing is imported
help-import-write-places = Write the statements for which the file has no place, with the places where their words stand, to be filled in and given with --place; nothing is imported
help-main = A tool for annotating political discourse: who says what, on whose word
help-main-project = The project to open in the window
help-merge = Merge two versions of a project’s file that come from the same older one, or repair a file in which git has left conflict markers
help-merge-accept = Succeed even if both sides have changed the same thing: the file lists it, and bayan check reports it
help-merge-base = The older version that both come from; an empty file if both created it. Alone: a project, or a file in one, in which git has left conflict markers, to be repaired
help-merge-copies = Merge the conflict copies that synchronising programs have put next to the files
help-merge-copies-dry-run = Only report what would happen
help-merge-copies-json = Answer with one JSON object
help-merge-copies-project = The folder of the project
help-merge-json = Answer with one JSON object
help-merge-ours = Our version, which becomes the merged one
help-merge-out = Write the merged file here instead
help-merge-theirs = Their version
help-new = Create a new, empty project
help-new-json = Answer with one JSON object
help-new-like = Begin with the codebook of this project instead of a template
help-new-project = The folder of the new project; it must be empty or not exist yet
help-new-template = Begin with this template, a codebook with a manual; without it, with “claims”
help-new-templates = List the templates and what they are for
help-new-title = Title of the project
help-receive = Add a colleague’s tags from a file or a project folder
help-receive-as = Put the layers under another name; with several annotators, OLD=NEW
help-receive-dry-run = Report what would be added, without changing anything
help-receive-from = The colleague’s file, or project folder
help-receive-json = Answer with one JSON object
help-receive-place = A file written with --write-places, with the places of statements filled in under spans
help-receive-project = The folder of the project
help-receive-reanchor = Where a text differs, move statements with their words; those without a place are kept with the colleague’s text
help-receive-same-party = Their party with this identifier is the same as the one here, although it has another name
help-receive-update = Where both have a statement, take the version changed later
help-receive-with-documents = Also add articles that this project does not have
help-receive-write-places = Write the statements without a place, to be filled in and given with --place; nothing is added
help-recover = Bring back changes that a crash has left in the journal
help-recover-change = Only the change with this number in the list; may be given several times
help-recover-json = Answer with one JSON object
help-recover-kept = Apply again what is kept in this file of the list; without a file, everything that waits
help-recover-list = List the changes that are kept because they could not be applied, and those in the journals of other computers
help-recover-project = The folder of the project
help-recover-writer = Apply the journal of another computer, which must no longer have the project open
help-replace-text = Give an article a new version of its text; each statement moves with its words
help-replace-text-document = The document
help-replace-text-dry-run = Only report what would happen to the statements
help-replace-text-encoding = Read the file in this encoding instead of the one that fits best
help-replace-text-file = The new text
help-replace-text-json = Answer with one JSON object
help-replace-text-project = The folder of the project
help-review = Accept in bulk what does not need a look at each place
help-review-annotators = Only these annotators’ layers; may be given several times
help-review-documents = Only this document; may be given several times
help-review-dry-run = Report what would be accepted, without changing anything
help-review-json = Answer with one JSON object
help-review-project = The folder of the project
help-review-reviewer = Reviewer who decides
help-review-take = What to accept: all-agree, majority, or edges:N (same except for edges of up to N words; the longest is taken)
help-send = Write the tags of one annotator into one file, for a colleague
help-send-annotator = Annotator whose tags are sent
help-send-documents = Only this document; may be given several times
help-send-json = Answer with one JSON object
help-send-out = The file to write
help-send-project = The folder of the project
help-session = Run the edits of a script, each one durable before it is confirmed
help-session-annotator = Annotator whose layer is edited; yourself if not given
help-session-project = The folder of the project
help-session-script = The script; - reads standard input
help-stats = Count what a project contains
help-stats-json = Answer with one JSON object
help-stats-project = The folder of the project
