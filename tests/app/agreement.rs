//! The page of agreement in the real application, by accessible names: choose, read, open the passages, copy.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use bayan::app::App;
use bayan::monitor::Monitor;
use bayan::review::agreement::Measure;
use bayan::review::agreement::fields::{LabelField, StudyScope};
use bayan::review::agreement::gamma::GammaSettings;
use bayan::review::pairing::{Confusion, pairings};
use bayan::review::study::{Breakdown, Items, StudyRequest, answer};
use bayan::ui::agreement::{AgreementCommand, Output, Shown};
use bayan::ui::command::Command;
use bayan::ui::state::Page;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

struct Window {
    harness: Harness<'static, Option<App>>,
    folder: tempfile::TempDir,
}

impl Window {
    /// The sample, on the page of agreement.
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("sample");
        bayan::store::install_sample(&project).unwrap();
        let harness = crate::support::app::open(Harness::builder().with_size([1360.0, 1600.0]), Some(project));
        let mut window = Self { harness, folder };
        window.click("Agreement");
        window.until("Over everything: ");
        window
    }

    fn app(&self) -> &App {
        self.harness.state().as_ref().unwrap()
    }

    fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.harness.run_steps(4);
    }

    /// Waits for what is computed in the background.
    fn until(&mut self, name: &str) {
        let start = Instant::now();
        while self.harness.query_all_by_label_contains(name).next().is_none() {
            assert!(start.elapsed() < Duration::from_secs(60), "no “{name}”");
            std::thread::sleep(Duration::from_millis(10));
            self.harness.run_steps(1);
        }
        self.harness.run_steps(3);
    }

    fn request(&mut self, command: Command) {
        self.harness.state_mut().as_mut().unwrap().request(command);
        self.harness.run_steps(4);
    }

    fn count(&self, name: &str) -> usize {
        self.harness.query_all_by_label_contains(name).count()
    }

    fn copied(&self) -> Option<String> {
        self.harness.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
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
    let mut window = Window::open();
    assert_eq!(window.app().view().page, Page::Agreement);
    let f1 = window.value(Measure::F1Match, LabelField::Kind).unwrap();
    window.harness.get_by_label(&format!("Over everything: {f1:.3}"));
    // Another measure, then another label.
    window.harness.get_by_role_and_label(egui::accesskit::Role::ComboBox, "Measure").click();
    window.harness.run_steps(4);
    window.click("γ");
    let gamma = window.value(Measure::Gamma, LabelField::Kind).unwrap();
    window.until(&format!("Over everything: {gamma:.3}"));
    assert!((gamma - f1).abs() > 0.001);
    window.harness.get_by_role_and_label(egui::accesskit::Role::ComboBox, "Label").click();
    window.harness.run_steps(4);
    window.click("Speaker");
    let speaker = window.value(Measure::Gamma, LabelField::Speaker).unwrap();
    window.until(&format!("Over everything: {speaker:.3}"));
    // The sample's statements nest, so that a measure of characters has no value, and says why.
    window.harness.get_by_role_and_label(egui::accesskit::Role::ComboBox, "Measure").click();
    window.harness.run_steps(4);
    window.click("Krippendorff’s α");
    match window.value(Measure::Alpha, LabelField::Speaker) {
        Some(alpha) => window.until(&format!("Over everything: {alpha:.3}")),
        None => {
            window.until("Over everything: –");
            assert!(window.count("overlap one another") > 0);
        }
    }
}

#[test]
fn every_number_opens_its_passages_and_leads_to_them() {
    let mut window = Window::open();
    let (first, differing) = {
        let project = window.app().session().unwrap().project();
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
    // Again, and it is closed.
    window.click(&nothing);
    assert_eq!(window.count("Only where they differ"), 0);

    window.request(Command::Agreement(AgreementCommand::Open(Some(bayan::ui::agreement::Behind::Pair(0, 1)))));
    window.harness.get_all_by_label("Article").next().unwrap();
    window.request(Command::Agreement(AgreementCommand::ToArticle(0)));
    window.harness.run_steps(4);
    let hull = pairings(window.app().session().unwrap().project(), &StudyScope::default())[0].hull;
    assert_eq!(window.app().view().page, Page::Article);
    assert_eq!(window.app().view().selection, Some(hull));
    window.request(Command::Agreement(AgreementCommand::ToReview(0)));
    window.harness.run_steps(4);
    assert_eq!(window.app().view().page, Page::Review);
}

#[test]
fn what_changes_is_computed_anew_and_tables_are_copied() {
    let mut window = Window::open();
    window.harness.get_by_label("Annotators by each other: Copy").click();
    window.harness.run_steps(1);
    let mut copied = window.copied();
    for _ in 0..4 {
        copied = copied.or_else(|| window.copied());
        window.harness.run_steps(1);
    }
    let f1 = window.value(Measure::F1Match, LabelField::Kind).unwrap();
    assert_eq!(
        copied.unwrap(),
        format!("\tannotator-a\tannotator-b\nannotator-a\t\t{f1:.3}\nannotator-b\t{f1:.3}\t\n")
    );
    // A statement less, and the number is another one.
    window.request(Command::ShowPage(Page::Article));
    window.request(Command::NextStatement);
    window.request(Command::DeleteSelected);
    let after = window.value(Measure::F1Match, LabelField::Kind).unwrap();
    window.request(Command::ShowPage(Page::Agreement));
    window.until(&format!("Over everything: {after:.3}"));
    assert!((after - f1).abs() > 1e-6);
    // Pictures and a report are written away from the window.
    let at = |name: &str| window.folder.path().join(name);
    let files: Vec<(Output, PathBuf)> = vec![
        (Output::Png(Shown::Confusion), at("c.png")),
        (Output::Svg(Shown::Strip), at("s.svg")),
        (Output::ReportHtml, at("r.html")),
    ];
    for (output, path) in files {
        window.request(Command::Agreement(AgreementCommand::SaveTo(output, path.clone())));
        window.until(path.file_name().unwrap().to_str().unwrap());
        assert!(std::fs::metadata(&path).unwrap().len() > 1000, "{path:?}");
    }
    let png = std::fs::read(window.folder.path().join("c.png")).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
}
