//! `bayan codebook`: writes the codebook of a project into a file, or takes the entries of another codebook into it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use serde_json::json;

use crate::edit::gesture::taking::{EntryKey, OfferedEntry, Taking, offered, take};
use crate::exchange::codebook::{read, write};
use crate::model::codebook::CodebookList;
use crate::store::codebook_file::CodebookFile;
use crate::t;

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["export", "import"]))]
pub struct Args {
    #[arg(help = t!("help-codebook-project"))]
    project: PathBuf,
    #[arg(help = t!("help-codebook-export"))]
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    #[arg(help = t!("help-codebook-import"))]
    #[arg(long, value_name = "FROM")]
    import: Option<PathBuf>,
    #[arg(help = t!("help-codebook-manual"))]
    #[arg(long)]
    manual: bool,
    #[arg(help = t!("help-codebook-replace"))]
    #[arg(long, requires = "import")]
    replace: bool,
    #[arg(help = t!("help-codebook-only"))]
    #[arg(long, requires = "import", value_name = "LIST/ID")]
    only: Vec<String>,
    #[arg(help = t!("help-codebook-dry-run"))]
    #[arg(long, requires = "import")]
    dry_run: bool,
    #[arg(help = t!("help-codebook-json"))]
    #[arg(long)]
    json: bool,
}

/// # Errors
/// The project or the codebook cannot be read, or what is to be written cannot be written.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    match (&args.export, &args.import) {
        (Some(file), _) => export(&args, file),
        (_, Some(from)) => import(&args, from),
        (None, None) => Ok(ExitCode::SUCCESS),
    }
}

fn export(args: &Args, file: &Path) -> anyhow::Result<ExitCode> {
    let project = super::open(&args.project)?.project;
    let manual = Some(project.guidelines).filter(|text| args.manual && !text.is_empty());
    let (count, has_manual) = (project.codebook.items().count(), manual.is_some());
    write(file, &CodebookFile { codebook: project.codebook, manual })?;
    let path = file.display().to_string();
    if args.json {
        super::say_json(&json!({ "path": path, "entries": count, "manual": has_manual }))?;
    } else {
        super::say(&t!("cli-codebook-exported", count = count, path = path))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn import(args: &Args, from: &Path) -> anyhow::Result<ExitCode> {
    let theirs = read(from)?;
    let mut opened = super::Access::open(&args.project, !args.dry_run)?;
    let entries = offered(&opened.project().codebook, &theirs.codebook);
    let only = args.only.iter().map(|name| entry_named(name, &entries)).collect::<anyhow::Result<BTreeSet<_>>>()?;
    let wanted = |entry: &&OfferedEntry| {
        (only.is_empty() || only.contains(&entry.key())) && (entry.is_new() || args.replace && !entry.is_same())
    };
    let chosen: BTreeSet<EntryKey> = entries.iter().filter(wanted).map(OfferedEntry::key).collect();
    if args.manual && theirs.manual.is_none() {
        bail!(t!("cli-codebook-no-manual", path = from.display().to_string()));
    }
    let manual = theirs.manual.as_deref().filter(|_| args.manual);
    let taking = take(opened.project(), &theirs.codebook, &chosen, manual);
    if let Some(edit) = taking.edit.clone().filter(|_| !args.dry_run) {
        opened.apply(&args.project, "gesture-codebook-take", edit)?;
    }
    tell(args, &entries, &chosen, &taking)?;
    let kept = entries.iter().any(|entry| !entry.is_new() && !entry.is_same() && !chosen.contains(&entry.key()));
    let is_clean = !kept && taking.without_key.is_empty();
    Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}

/// The entry that `LIST/ID` names.
fn entry_named(name: &str, entries: &[OfferedEntry]) -> anyhow::Result<EntryKey> {
    let named = name.split_once('/').and_then(|(list, id)| Some((CodebookList::of_key(list)?, id.to_owned())));
    match named.filter(|key| entries.iter().any(|entry| entry.key() == *key)) {
        Some(key) => Ok(key),
        None => {
            let lists = CodebookList::ALL.map(CodebookList::key).join(", ");
            bail!(t!("cli-codebook-unknown", name = name, lists = lists))
        }
    }
}

fn tell(args: &Args, entries: &[OfferedEntry], chosen: &BTreeSet<EntryKey>, taking: &Taking) -> anyhow::Result<()> {
    let shown = |entry: &&OfferedEntry| !entry.is_same();
    let title = |entry: &OfferedEntry| entry.theirs.list().entry_title(entry.theirs.name());
    let fields = |entry: &OfferedEntry| entry.differs.iter().map(|field| field.title()).collect::<Vec<_>>();
    if args.json {
        let one = |entry: &OfferedEntry| {
            json!({
                "list": entry.theirs.list().key(), "id": entry.theirs.id(), "name": entry.theirs.name(),
                "new": entry.is_new(), "differs": fields(entry), "taken": chosen.contains(&entry.key()),
            })
        };
        let keys: Vec<_> = taking.without_key.iter().map(|(name, key)| json!({ "name": name, "key": key })).collect();
        return Ok(super::say_json(&json!({
            "entries": entries.iter().filter(shown).map(one).collect::<Vec<_>>(),
            "needed": taking.needed, "without_key": keys, "same": entries.iter().filter(|entry| entry.is_same()).count(),
            "changed": taking.edit.is_some(), "dry_run": args.dry_run,
        }))?);
    }
    let line = |entry: &OfferedEntry| {
        let (name, fields, is_taken) = (title(entry), fields(entry).join(", "), chosen.contains(&entry.key()));
        match (entry.is_new(), is_taken) {
            (true, true) if entry.is_twin => t!("cli-codebook-new-twin", name = name),
            (true, true) => t!("cli-codebook-new", name = name),
            (true, false) => t!("cli-codebook-new-left", name = name),
            (false, true) => t!("cli-codebook-replaced", name = name, fields = fields),
            (false, false) => t!("cli-codebook-kept", name = name, fields = fields),
        }
    };
    super::say_all(entries.iter().filter(shown).map(line))?;
    super::say_all(taking.needed.iter().map(|name| t!("cli-codebook-needed", name = name.as_str())))?;
    let keys = taking.without_key.iter();
    let keys: Vec<_> =
        keys.map(|(name, key)| t!("codebook-take-key", name = name.as_str(), key = key.to_string())).collect();
    super::complain_all(&keys);
    let done = match (&taking.edit, args.dry_run) {
        (None, _) => t!("cli-codebook-nothing"),
        (Some(_), true) => t!("cli-codebook-dry"),
        (Some(_), false) => t!("cli-codebook-done"),
    };
    Ok(super::say(&done)?)
}
