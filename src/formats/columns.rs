//! What the columns of tables mean, for the file beside a CSV and the sheet in a workbook.

use crate::t;

/// What a column of the statements means; empty for a column that is not one of theirs.
pub(super) fn of_statements(column: &str) -> String {
    match column {
        "project" => t!("export-column-project"),
        "document_id" => t!("export-column-document-id"),
        "document_title" => t!("export-column-document-title"),
        "annotator" => t!("export-column-annotator"),
        "statement_id" => t!("export-column-statement-id"),
        "kind" => t!("export-column-kind"),
        "speaker" => t!("export-column-speaker"),
        "speaker_name" => t!("export-column-speaker-name"),
        "chain" => t!("export-column-chain"),
        "cue" => t!("export-column-cue"),
        "addressees" => t!("export-column-addressees"),
        "topic" => t!("export-column-topic"),
        "stance" => t!("export-column-stance"),
        "quotation" => t!("export-column-quotation"),
        "start" => t!("export-column-start"),
        "end" => t!("export-column-end"),
        "spans" => t!("export-column-spans"),
        "quote" => t!("export-column-quote"),
        "note" => t!("export-column-note"),
        "created" => t!("export-column-created"),
        "modified" => t!("export-column-modified"),
        "publisher" => t!("export-column-publisher"),
        "published" => t!("export-column-published"),
        "url" => t!("export-column-url"),
        "language" => t!("export-column-language"),
        "verdict" => t!("export-column-verdict"),
        "from" => t!("export-column-from"),
        "provenance" => t!("export-column-provenance"),
        "rule" => t!("export-column-rule"),
        "decided_by" => t!("export-column-decided-by"),
        "decided_at" => t!("export-column-decided-at"),
        "cause" => t!("export-column-cause"),
        "reason" => t!("export-column-reason"),
        "needs_rule" => t!("export-column-needs-rule"),
        "sources" => t!("export-column-sources"),
        _ => String::new(),
    }
}

/// What a column of the links of chains means.
pub(super) fn of_chains(column: &str) -> String {
    match column {
        "place" => t!("export-column-chain-place"),
        "party" => t!("export-column-chain-party"),
        "party_name" => t!("export-column-chain-party-name"),
        "cue" => t!("export-column-chain-cue"),
        "cue_start" => t!("export-column-chain-cue-start"),
        "cue_end" => t!("export-column-chain-cue-end"),
        "mention" => t!("export-column-chain-mention"),
        "mention_start" => t!("export-column-chain-mention-start"),
        "mention_end" => t!("export-column-chain-mention-end"),
        "links" => t!("export-column-chain-links"),
        _ => of_statements(column),
    }
}

/// What a column of the relations means.
pub(super) fn of_relations(column: &str) -> String {
    match column {
        "relation_id" => t!("export-column-relation-id"),
        "kind" => t!("export-column-relation-kind"),
        "from" => t!("export-column-relation-from"),
        "to" => t!("export-column-relation-to"),
        "note" => t!("export-column-relation-note"),
        _ => of_statements(column),
    }
}

/// What a column of the documents means.
pub(super) fn of_documents(column: &str) -> String {
    match column {
        "title" => of_statements("document_title"),
        "characters" => t!("export-column-document-characters"),
        "text_sha256" => t!("export-column-document-text-sha256"),
        _ => of_statements(column),
    }
}
