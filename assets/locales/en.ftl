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
