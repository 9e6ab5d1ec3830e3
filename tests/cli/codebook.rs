//! `bayan codebook`: a codebook goes into a file and comes into another project.

use bayan::store::{self, codebook_file};

use crate::support::bayan::{bayan, must};

struct Two {
    folder: tempfile::TempDir,
}

impl Two {
    /// A project `a` of political claims and a project `b` of the usual template.
    fn new() -> Self {
        let two = Self { folder: tempfile::tempdir().unwrap() };
        must(&["new", &two.at("a"), "--title", "A", "--template", "political-claims"]);
        must(&["new", &two.at("b"), "--title", "B"]);
        two
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn codebook(&self, name: &str) -> bayan::model::codebook::Codebook {
        store::open(&self.folder.path().join(name)).unwrap().project.codebook
    }
}

#[test]
fn a_codebook_goes_out_and_comes_in_the_same_as_ron_and_as_json() {
    let two = Two::new();
    let all = two.codebook("a");
    for file in ["book.ron", "book.json"] {
        must(&["codebook", &two.at("a"), "--export", &two.at(file), "--manual"]);
        let read = bayan::exchange::codebook::read(&two.folder.path().join(file)).unwrap();
        assert_eq!(read.codebook, all, "{file}");
        assert!(read.manual.unwrap().contains("political claims"), "{file}");
        let empty = two.at(&format!("{file}-project"));
        must(&["new", &empty, "--title", "E", "--template", "actor-concept-agreement"]);
        let said = bayan(&["codebook", &empty, "--import", &two.at(file), "--manual"]);
        // The key C is that of the kind that was there.
        assert_eq!(said.code, 1, "{said:?}");
        assert!(said.err.contains("Political claim"), "{said:?}");
        let project = store::open(std::path::Path::new(&empty)).unwrap().project;
        // What was there stays in front.
        assert_eq!(project.codebook.kinds.len(), 2);
        assert_eq!(
            (project.codebook.topics, project.codebook.attributes),
            (all.topics.clone(), all.attributes.clone())
        );
        assert!(project.guidelines.contains("political claims"));
    }
    // Without --manual, the file has none.
    must(&["codebook", &two.at("a"), "--export", &two.at("bare.ron")]);
    assert_eq!(codebook_file::read(&two.folder.path().join("bare.ron")).unwrap().manual, None);
    let said = bayan(&["codebook", &two.at("b"), "--import", &two.at("bare.ron"), "--manual"]);
    assert_eq!(said.code, 2, "{said:?}");
}

#[test]
fn what_differs_is_kept_and_listed_unless_it_is_to_be_replaced() {
    let two = Two::new();
    let (before, theirs) = (two.codebook("b"), two.codebook("a"));
    let looked = bayan(&["codebook", &two.at("b"), "--import", &two.at("a"), "--dry-run"]);
    assert_eq!(looked.code, 1, "{looked:?}");
    assert!(looked.out.contains("Political claim") && looked.out.contains("Integration"), "{}", looked.out);
    assert_eq!(two.codebook("b"), before, "a dry run changes nothing");
    // One entry alone.
    let said = bayan(&["codebook", &two.at("b"), "--import", &two.at("a"), "--only", "topics/society"]);
    assert_eq!(two.codebook("b").topics.len(), 1, "{said:?}");
    // What is new.
    let said = bayan(&["codebook", &two.at("b"), "--import", &two.at("a"), "--json"]);
    assert_eq!(said.code, 1, "the kind is kept: {said:?}");
    let told = said.json();
    let claim = told["entries"].as_array().unwrap().iter().find(|entry| entry["id"] == "claim").unwrap().clone();
    assert_eq!((&claim["new"], &claim["taken"]), (&false.into(), &false.into()));
    // The keys D and F are those of attributes here.
    assert_eq!(told["without_key"].as_array().unwrap().len(), 2, "{told}");
    let now = two.codebook("b");
    assert_eq!((now.topics.len(), now.kinds == before.kinds), (theirs.topics.len(), true));
    // And what differs.
    let said = bayan(&["codebook", &two.at("b"), "--import", &two.at("a"), "--replace", "--only", "kinds/claim"]);
    let now = two.codebook("b");
    assert_eq!(now.kinds[0], theirs.kinds[0], "{said:?}");
    assert_eq!(now.kinds[1..], before.kinds[1..]);
    // Nothing of this is lost when it comes again.
    let again = bayan(&["codebook", &two.at("b"), "--import", &two.at("a"), "--json"]).json();
    assert_eq!(again["changed"], false, "{again}");
}

#[test]
fn errors_name_the_file_and_the_place() {
    let two = Two::new();
    let refused = |name: &str, text: &str| {
        std::fs::write(two.folder.path().join(name), text).unwrap();
        let said = bayan(&["codebook", &two.at("b"), "--import", &two.at(name)]);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.contains(name), "{}", said.err);
        said.err
    };
    must(&["codebook", &two.at("a"), "--export", &two.at("good.ron")]);
    must(&["codebook", &two.at("a"), "--export", &two.at("good.json")]);
    let ron = std::fs::read_to_string(two.at("good.ron")).unwrap();
    let json = std::fs::read_to_string(two.at("good.json")).unwrap();
    let line = ron.lines().position(|line| line.contains("key: 'C'")).unwrap() + 1;
    assert!(refused("line.ron", &ron.replace("key: 'C'", "key: ???")).contains(&line.to_string()));
    assert!(refused("id.ron", &ron.replace("id: \"residency\"", "id: \"Re si/dency\"")).contains("Re si/dency"));
    assert!(refused("twice.ron", &ron.replace("id: \"residency\"", "id: \"society\"")).contains("society"));
    assert!(refused("id.json", &json.replace("\"residency\"", "\"Re si/dency\"")).contains("Re si/dency"));
    assert!(refused("twice.json", &json.replace("\"residency\"", "\"society\"")).contains("society"));
    assert!(refused("form.json", &json.replace("\"Date\"", "\"Dote\"")).contains("claim-date"));
    refused("other.json", "{\"kinds\": []}");
    refused("other.ron", "(format: \"bayan-layer\", version: 3)");
    let newer = ron.replace("version: 3", "version: 999");
    assert!(refused("newer.ron", &newer).contains("999"));
    let unknown = bayan(&["codebook", &two.at("b"), "--import", &two.at("a"), "--only", "kind/claim"]);
    assert!(unknown.code == 2 && unknown.err.contains("kinds, topics"), "{unknown:?}");
    assert_eq!(two.codebook("b"), bayan::model::codebook::Codebook::standard());
}
