//! `bayan new`: creates an empty project that begins with a template or with the codebook of another project.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::store::templates::{Beginning, TEMPLATES, Template};
use crate::{store, t};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-new-project"))]
    #[arg(required_unless_present = "templates")]
    project: Option<PathBuf>,
    #[arg(help = t!("help-new-title"))]
    #[arg(long, required_unless_present = "templates")]
    title: Option<String>,
    #[arg(help = t!("help-new-template"))]
    #[arg(long, value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(TEMPLATES.iter().map(|template| template.id)))]
    template: Option<String>,
    #[arg(help = t!("help-new-like"))]
    #[arg(long, value_name = "PROJECT", conflicts_with = "template")]
    like: Option<PathBuf>,
    #[arg(help = t!("help-new-templates"))]
    #[arg(long, conflicts_with_all = ["project", "title", "template", "like"])]
    templates: bool,
    #[arg(help = t!("help-new-json"))]
    #[arg(long)]
    json: bool,
}

/// # Errors
/// The folder is in use or cannot be written, or the codebook of the other project cannot be read.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let (Some(folder), Some(title)) = (&args.project, &args.title) else { return list(args.json) };
    let template = args.template.as_deref().and_then(Template::named).map(Beginning::Template);
    let beginning = args.like.map(Beginning::Like).or(template).unwrap_or_default();
    store::create(folder, &beginning.project(title)?)?;
    let path = folder.display().to_string();
    if args.json {
        super::say_json(&serde_json::json!({ "project": path, "title": title }))?;
    } else {
        super::say(&t!("cli-new-done", title = title.as_str(), path = path))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Lists the templates.
fn list(json: bool) -> anyhow::Result<ExitCode> {
    for template in &TEMPLATES {
        let (id, title, about) = (template.id, template.title(), template.about());
        if json {
            super::say_json(&serde_json::json!({ "template": id, "title": title, "about": about }))?;
        } else {
            super::say(&t!("cli-new-template", id = id, title = title, about = about))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
