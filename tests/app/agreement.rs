//! The page of agreement in the real application, by accessible names: choose, read, open the passages, copy.

use std::path::PathBuf;

use bayan::monitor::Monitor;
use bayan::review::agreement::Measure;
use bayan::review::agreement::fields::{LabelField, StudyScope};
use bayan::review::agreement::gamma::GammaSettings;
use bayan::review::pairing::{Confusion, pairings};
use bayan::review::study::{Breakdown, Items, StudyRequest, answer};
use bayan::ui::command::Command;
use bayan::ui::command::agreement::{AgreementCommand, Output, Shown};
use bayan::ui::state::Page;
use egui_kittest::kittest::Queryable as _;

use crate::support::window::Window;
use crate::support::words::{stretch, words};

impl Window {
    /// The sample, on the page of agreement.
    fn on_agreement() -> Self {
        let mut window = Self::on_sample_sized([1360.0, 1600.0]);
        window.click(&words!("page-agreement"));
        window.until_told("Overall: ");
        window
    }

    fn value(&self, measure: Measure, field: LabelField) -> Option<f64> {
        let question = StudyRequest {
            measures: vec![measure],
            field,
            scope: StudyScope::default(),
            items: Items::Character,
            labelled: true,
            gamma: GammaSettings::default(),
            resamples: 0,
            per: Breakdown::default(),
        };
        let project = self.app().session().unwrap().project();
        answer(project, &question, &Monitor::default()).unwrap().whole().unwrap().value()
    }
}

#[test]
fn the_numbers_are_those_of_the_command_line() {
    let mut window = Window::on_agreement();
    assert_eq!(window.app().view().page, Page::Agreement);
    let f1 = window.value(Measure::F1Match, LabelField::Kind).unwrap();
    window.harness.get_by_label(&format!("Overall: {f1:.3}"));
    // Another measure, then another label.
    window.harness.get_by_role_and_label(egui::accesskit::Role::ComboBox, &words!("agreement-measure")).click();
    window.draw();
    window.click(&words!("agreement-name-gamma"));
    let gamma = window.value(Measure::Gamma, LabelField::Kind).unwrap();
    window.until_told(&format!("Overall: {gamma:.3}"));
    assert!((gamma - f1).abs() > 0.001);
    window.harness.get_by_role_and_label(egui::accesskit::Role::ComboBox, &words!("agreement-field")).click();
    window.draw();
    window.click(&words!("agreement-field-speaker"));
    let speaker = window.value(Measure::Gamma, LabelField::Speaker).unwrap();
    window.until_told(&format!("Overall: {speaker:.3}"));
    // The sample's statements nest, so that a measure of characters has no value, and says why.
    window.harness.get_by_role_and_label(egui::accesskit::Role::ComboBox, &words!("agreement-measure")).click();
    window.draw();
    window.click(&words!("agreement-name-alpha"));
    match window.value(Measure::Alpha, LabelField::Speaker) {
        Some(alpha) => window.until_told(&format!("Overall: {alpha:.3}")),
        None => {
            window.until_told("Overall: –");
            assert!(window.count(&stretch("agreement-no-overlap")) > 0);
        }
    }
}

#[test]
fn every_number_opens_its_passages_and_leads_to_them() {
    let mut window = Window::on_agreement();
    let (first, differing) = {
        let project = window.project();
        let annotators = project.annotators();
        let all = pairings(project, &StudyScope::default());
        let of = Confusion::of(project, &annotators, &LabelField::Kind, &all, None);
        let claim = of.labels.iter().position(|label| label == "claim").unwrap();
        (of.cell(claim, claim).len(), of.cell(claim, of.nothing()).len())
    };
    window.click(&format!("Claim and Claim: {first}"));
    assert_eq!(window.count(&format!("{first} places")), 1);
    assert!(window.count("annotator-a: Claim · annotator-b: Claim") > 0);
    let nothing = format!("Claim and nothing: {differing}");
    window.click(&nothing);
    assert!(window.count("nothing · ") + window.count(": nothing") > 0);
    assert_eq!(window.count(&words!("agreement-passages", count = differing)), 1, "all of them are listed");
    // Again, and it is closed.
    window.click(&nothing);
    assert_eq!(window.count(&words!("agreement-only-different")), 0);

    window.ask(Command::Agreement(AgreementCommand::Open(Some(bayan::ui::command::agreement::Behind::Pair(0, 1)))));
    window.harness.get_all_by_label(&words!("agreement-to-article")).next().unwrap();
    window.ask(Command::Agreement(AgreementCommand::ToArticle(0)));
    let hull = pairings(window.project(), &StudyScope::default())[0].hull;
    assert_eq!(window.app().view().page, Page::Article);
    assert_eq!(window.app().view().selection, Some(hull));
    window.ask(Command::Agreement(AgreementCommand::ToReview(0)));
    assert_eq!(window.app().view().page, Page::Review);
}

#[test]
fn what_changes_is_computed_anew_and_tables_are_copied() {
    let mut window = Window::on_agreement();
    window.click(&words!("agreement-take-away"));
    let (part, name) = (words!("agreement-matrix"), words!("agreement-as-table"));
    let copy = words!("agreement-take-name", part = part.as_str(), name = name.as_str());
    window.harness.get_by_label(&copy).click();
    let copied = window.copied();
    let f1 = window.value(Measure::F1Match, LabelField::Kind).unwrap();
    assert_eq!(
        copied.unwrap(),
        format!("\tannotator-a\tannotator-b\nannotator-a\t\t{f1:.3}\nannotator-b\t{f1:.3}\t\n")
    );
    // A statement less, and the number is another one.
    window.ask(Command::ShowPage(Page::Article));
    window.ask(Command::NextStatement);
    window.ask(Command::DeleteSelected);
    let after = window.value(Measure::F1Match, LabelField::Kind).unwrap();
    window.ask(Command::ShowPage(Page::Agreement));
    window.until_told(&format!("Overall: {after:.3}"));
    assert!((after - f1).abs() > 1e-6);
    // Pictures and a report are written away from the window.
    let at = |name: &str| window.folder().join(name);
    let files: Vec<(Output, PathBuf)> = vec![
        (Output::Png(Shown::Confusion), at("c.png")),
        (Output::Svg(Shown::Strip), at("s.svg")),
        (Output::ReportHtml, at("r.html")),
    ];
    for (output, path) in files {
        window.ask(Command::Agreement(AgreementCommand::SaveTo(output, path.clone())));
        window.until_told(path.file_name().unwrap().to_str().unwrap());
        assert!(std::fs::metadata(&path).unwrap().len() > 1000, "{path:?}");
    }
    let png = std::fs::read(window.folder().join("c.png")).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
}
