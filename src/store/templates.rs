//! The templates that a new project can begin with: codebooks of schemes of the field, each with a manual.

use std::path::{Path, PathBuf};

use super::codebook_file;
use super::glance;
use super::problem::StoreError;
use crate::model::codebook::Codebook;
use crate::model::project::Project;
use crate::t;

/// A codebook with a manual.
#[derive(Debug)]
pub struct Template {
    /// The name on the command line, and of its files in `assets/templates`.
    pub id: &'static str,
    /// The text of its codebook; `None` for the standard one.
    codebook: Option<&'static str>,
    pub manual: &'static str,
}

/// What a new project begins with.
#[derive(Clone, Debug)]
pub enum Beginning {
    Template(&'static Template),
    /// With the codebook of the project in this folder.
    Like(PathBuf),
}

macro_rules! template {
    ($id:literal) => {
        Template {
            id: $id,
            codebook: Some(include_str!(concat!("../../assets/templates/", $id, ".ron"))),
            manual: include_str!(concat!("../../assets/templates/", $id, ".md")),
        }
    };
}

/// The templates, the usual one first.
pub static TEMPLATES: [Template; 5] = [
    Template { id: "claims", codebook: None, manual: include_str!("../../assets/templates/claims.md") },
    template!("source-cue-content"),
    template!("actor-concept-agreement"),
    template!("political-claims"),
    template!("nested-attitudes"),
];

impl Template {
    /// The template with this name.
    pub fn named(id: &str) -> Option<&'static Self> {
        TEMPLATES.iter().find(|template| template.id == id)
    }

    /// The name on screen.
    pub fn title(&self) -> String {
        match self.id {
            "source-cue-content" => t!("template-source-cue-content"),
            "actor-concept-agreement" => t!("template-actor-concept-agreement"),
            "political-claims" => t!("template-political-claims"),
            "nested-attitudes" => t!("template-nested-attitudes"),
            _ => t!("template-claims"),
        }
    }

    /// What it is for, in a sentence or two.
    pub fn about(&self) -> String {
        match self.id {
            "source-cue-content" => t!("template-source-cue-content-about"),
            "actor-concept-agreement" => t!("template-actor-concept-agreement-about"),
            "political-claims" => t!("template-political-claims-about"),
            "nested-attitudes" => t!("template-nested-attitudes-about"),
            _ => t!("template-claims-about"),
        }
    }

    /// What it brings.
    pub(crate) fn brings(&self) -> String {
        let Ok(Codebook { kinds, topics, relation_kinds, attributes, .. }) = self.codebook() else {
            return String::new();
        };
        let names = |names: Vec<String>| if names.is_empty() { t!("template-none") } else { names.join(", ") };
        t!(
            "template-brings",
            kinds = names(kinds.into_iter().map(|kind| kind.name).collect()),
            attributes = names(attributes.into_iter().map(|attribute| attribute.name).collect()),
            topics = topics.len(),
            relations = relation_kinds.len()
        )
    }

    /// # Errors
    /// Its text cannot be read, which a test rules out.
    pub fn codebook(&self) -> Result<Codebook, StoreError> {
        let path = || Path::new("assets/templates").join(self.id).with_extension("ron");
        self.codebook.map_or_else(
            || Ok(Codebook::standard()),
            |text| codebook_file::parse(text, &path()).map(|file| file.codebook),
        )
    }
}

impl Default for Beginning {
    fn default() -> Self {
        Self::Template(&TEMPLATES[0])
    }
}

impl Beginning {
    /// A project that begins with it.
    ///
    /// # Errors
    /// There is no such project, or its codebook is damaged.
    pub fn project(&self, title: &str) -> Result<Project, StoreError> {
        let mut project = Project::new(title);
        match self {
            Self::Template(template) => {
                project.codebook = template.codebook()?;
                template.manual.clone_into(&mut project.guidelines);
            }
            Self::Like(folder) => project.codebook = glance::codebook(folder)?,
        }
        Ok(project)
    }
}
