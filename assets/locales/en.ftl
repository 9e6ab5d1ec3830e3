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
