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
