//! The logic behind the agreement page: computing in the background, and exporting the results.

mod picture;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, Ui};

use super::WindowPage;
use crate::app::context::{Context, Event};
use crate::app::jobs::Job;
use crate::figure::Figure;
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::review::agreement::Measure;
use crate::review::charts;
use crate::review::report::{self, Report, Versions};
use crate::review::study::{REPORTED, StudyRequest, StudyResult, answer};
use crate::ui::agreement::state::AgreementState;
use crate::ui::agreement::{self as page, Standing};
use crate::ui::command::Command;
use crate::ui::command::agreement::{AgreementCommand, Output, Shown};
use crate::ui::command::path::PathQuestion;
use crate::ui::command::review::{At, ReviewCommand, Spot};
use crate::ui::command::situation::{AgreementSituation, Situation};
use crate::ui::state::{Caret, Page};
use crate::{formats, store, t};

pub(super) type Controller = AgreementPage;

/// The number of answers kept, so that going back to an earlier choice costs nothing.
const KEPT: usize = 8;
/// The time limit for γ in a report.
const REPORT_LIMIT: Duration = Duration::from_secs(60);
/// The width of strips in a file, in points.
const STRIP_WIDTH: f32 = 900.0;

/// The results of agreement and the choices made on its page.
#[derive(Default)]
pub(in crate::app) struct AgreementPage {
    state: AgreementState,
    /// The answers with the project revision that they belong to, latest last.
    answers: Vec<(u64, Arc<StudyResult>)>,
    /// The answer on screen.
    shown: Option<(u64, Arc<StudyResult>)>,
    /// Counts the answers shown.
    serial: u64,
    problem: Option<String>,
    /// The request that is being computed, was stopped or failed.
    asked: Option<(u64, StudyRequest)>,
    computing: Job<Result<StudyResult, String>>,
}

impl WindowPage for AgreementPage {
    fn show(&mut self, cx: &mut Context, ui: &mut Ui) {
        let Some(open) = &cx.open else { return };
        let agreement = self;
        let question = agreement.state.question(&open.session);
        let hidden = question.is_none();
        let current = question.is_some_and(|question| agreement.is_current(&(open.session.revision(), question)));
        let standing = match agreement.computing.monitor() {
            Some(monitor) => Standing::Computing(monitor.done(), monitor.total()),
            None if current || hidden => Standing::Current,
            None => Standing::Stopped,
        };
        let shown = agreement.shown.as_ref().map(|(_, answer)| Arc::clone(answer));
        let problem = agreement.problem.clone();
        page::show(
            ui,
            &open.session,
            shown.as_deref(),
            problem.as_deref(),
            standing,
            &mut agreement.state,
            &mut cx.queue,
        );
    }

    fn execute(&mut self, cx: &mut Context, ctx: &egui::Context, command: Command) -> Option<Command> {
        match command {
            Command::Agreement(command) => self.agree(cx, ctx, command),
            command => return Some(command),
        }
        None
    }

    fn work(&mut self, cx: &mut Context, ctx: &egui::Context) {
        self.agree_in_background(cx, ctx);
    }

    fn heed(&mut self, event: Event) {
        if matches!(event, Event::OtherProject | Event::OtherAnnotator) {
            *self = Self::default();
        }
    }

    fn note_situation(&self, _cx: &Context, now: &mut Situation) {
        now.agreement = AgreementSituation {
            is_computed: self.shown.is_some(),
            is_computing: self.computing.is_running(),
            has_list: self.state.behind.is_some(),
        };
    }

    fn tells_hidden(&self) -> bool {
        true
    }
}

impl AgreementPage {
    fn agree(&mut self, cx: &mut Context, ctx: &egui::Context, command: AgreementCommand) {
        match command {
            AgreementCommand::Compute => self.asked = None,
            AgreementCommand::Stop => self.computing.cancel(),
            AgreementCommand::Open(behind) => self.state.behind = behind,
            AgreementCommand::Confuse(field, pair) => {
                let state = &mut self.state;
                state.confusion = Some(field);
                state.confusion_pair = pair;
                state.behind = None;
            }
            AgreementCommand::ToArticle(index) => {
                let Some(pairing) = self.answer().and_then(|answer| answer.pairings.get(index).cloned()) else {
                    return;
                };
                cx.queue.push(Command::ShowPage(Page::Article));
                if cx.view.document.as_ref() != Some(&pairing.document) {
                    cx.queue.push(Command::ShowDocument(pairing.document));
                }
                let (anchor_byte, focus_byte) = (pairing.hull.start_byte, pairing.hull.end_byte);
                cx.queue.push(Command::GoTo(Caret { anchor_byte, focus_byte }));
            }
            AgreementCommand::ToReview(index) => {
                let spot = self.answer().and_then(|answer| {
                    let pairing = answer.pairings.get(index)?;
                    let (annotator, id) = match pairing.statements {
                        (Some(id), _) => (pairing.annotators.0, id),
                        (None, id) => (pairing.annotators.1, id?),
                    };
                    let annotator = answer.annotators.get(annotator)?.clone();
                    Some(Spot { document: pairing.document.clone(), at: At::Statement(annotator, id) })
                });
                if let Some(spot) = spot {
                    cx.queue.push(Command::ShowPage(Page::Review));
                    cx.queue.push(Command::Review(ReviewCommand::Show(spot)));
                }
            }
            AgreementCommand::Copy(output) => {
                if let Some(text) = self.agreement_text(cx, output) {
                    ctx.copy_text(text);
                    cx.say(t!("status-copied-table"));
                }
            }
            AgreementCommand::Save(output) => cx.queue.push(Command::AskPath(PathQuestion::Agreement(output))),
            AgreementCommand::SaveTo(output, path) => self.write_agreement(cx, output, path),
        }
        ctx.request_repaint();
    }

    /// Starts computing when the request or the project changes, and takes the results since the last frame.
    fn agree_in_background(&mut self, cx: &mut Context, ctx: &egui::Context) {
        let agreement = self;
        if let Some(answered) = agreement.computing.poll() {
            match (answered, agreement.asked.take()) {
                (Ok(answer), Some((revision, _))) => {
                    agreement.problem = None;
                    agreement.take(revision, Arc::new(answer));
                }
                (Ok(_), None) => {}
                // The same request would fail again, so it waits until something changes.
                (Err(problem), asked) => (agreement.problem, agreement.asked) = (Some(problem), asked),
            }
        }
        let Some(open) = cx.open.as_ref().filter(|_| cx.view.page == Page::Agreement) else { return };
        let Some(question) = agreement.state.question(&open.session) else {
            agreement.computing.cancel();
            (agreement.asked, agreement.shown) = (None, None);
            agreement.problem = Some(t!("agreement-blind"));
            return;
        };
        let asked = (open.session.revision(), question);
        if agreement.is_current(&asked) {
            // The running computation is no longer wanted.
            agreement.computing.cancel();
            agreement.asked = None;
            return;
        }
        let kept =
            agreement.answers.iter().find(|(revision, answer)| (*revision, &answer.question) == (asked.0, &asked.1));
        if let Some(kept) = kept.cloned() {
            agreement.show(kept);
            return;
        }
        if agreement.asked.as_ref() == Some(&asked) {
            if agreement.computing.is_running() {
                ctx.request_repaint_after(std::time::Duration::from_millis(100));
            }
            return;
        }
        let project = open.session.project().seen_by(open.session.annotator()).into_owned();
        let question = asked.1.clone();
        agreement.asked = Some(asked);
        agreement.problem = None;
        agreement.computing = cx
            .jobs
            .spawn("agreement", move |monitor| answer(&project, &question, monitor).map_err(|error| error.to_string()));
    }

    fn agreement_text(&self, cx: &Context, output: Output) -> Option<String> {
        let (open, answer) = (cx.open.as_ref()?, self.answer()?);
        let table = |shown: Shown| match shown {
            Shown::Confusion => {
                let state = &self.state;
                let of = state.confusion_of(&open.session, answer);
                report::confusion(open.session.project(), state.confusion_field(), &of)
            }
            Shown::Matrix | Shown::Strip => report::matrix(answer),
        };
        match output {
            Output::Tsv(shown) => Some(table(shown).tsv()),
            Output::Markdown(shown) => Some(table(shown).markdown()),
            Output::Csv => Some(report::scores(&answer.scores).csv()),
            Output::Svg(shown) => Some(self.agreement_figure(cx, shown)?.svg()),
            Output::Png(_) | Output::ReportHtml | Output::ReportMarkdown => None,
        }
    }

    fn agreement_figure(&self, cx: &Context, shown: Shown) -> Option<Figure> {
        let (open, answer) = (cx.open.as_ref()?, self.answer()?);
        let (project, state) = (open.session.project(), &self.state);
        Some(match shown {
            Shown::Matrix => charts::matrix(project, answer),
            Shown::Confusion => {
                charts::confusion(project, answer, state.confusion_field(), &state.confusion_of(&open.session, answer))
            }
            Shown::Strip => charts::strip(project, answer, STRIP_WIDTH),
        })
    }

    /// Writes a file on another thread: a report computes more than the page shows, and a picture looks for fonts.
    fn write_agreement(&mut self, cx: &mut Context, output: Output, path: PathBuf) {
        let Some(open) = &cx.open else { return };
        let Some(question) = self.answer().map(|answer| answer.question.clone()) else { return };
        let project: Project = open.session.project().seen_by(open.session.annotator()).into_owned();
        let text = self.agreement_text(cx, output);
        let figure = match output {
            Output::Png(shown) => self.agreement_figure(cx, shown),
            _ => None,
        };
        cx.write_small("agreement-file", move |_| {
            let bytes = file(&project, question, output, text, figure)?;
            formats::output::put(&path, &bytes).map_err(|error| formats::ExportError::from(error).to_string())?;
            Ok(t!("status-exported", path = path.display().to_string()))
        });
    }
}

/// The contents of the file.
fn file(
    project: &Project,
    mut question: StudyRequest,
    output: Output,
    text: Option<String>,
    figure: Option<Figure>,
) -> Result<Vec<u8>, String> {
    if let Some(figure) = figure {
        return picture::png(&figure);
    }
    if let Some(text) = text {
        return Ok(text.into_bytes());
    }
    // The measure on the page comes first.
    let more = |measure: &Measure| !question.measures.contains(measure) && question.items.suit(*measure);
    let more: Vec<Measure> = REPORTED.into_iter().filter(more).collect();
    question.measures.extend(more);
    // Nobody sees the progress, so the computation needs a limit.
    question.gamma.limit = Some(REPORT_LIMIT);
    let answered = answer(project, &question, &Monitor::default()).map_err(|error| error.to_string())?;
    let report = Report::new(project, &answered, &Versions::now(store::FORMAT_VERSION));
    Ok(if output == Output::ReportMarkdown { report.markdown() } else { report.html() }.into_bytes())
}

impl AgreementPage {
    fn answer(&self) -> Option<&StudyResult> {
        self.shown.as_ref().map(|(_, answer)| answer.as_ref())
    }

    fn is_current(&self, asked: &(u64, StudyRequest)) -> bool {
        self.shown.as_ref().is_some_and(|(revision, answer)| (*revision, &answer.question) == (asked.0, &asked.1))
    }

    fn take(&mut self, revision: u64, answer: Arc<StudyResult>) {
        // The list of passages refers to places of an answer; what is expanded is stored by name and stays.
        self.answers.retain(|(old, _)| *old == revision);
        self.answers.push((revision, Arc::clone(&answer)));
        if self.answers.len() > KEPT {
            self.answers.remove(0);
        }
        self.show((revision, answer));
    }

    fn show(&mut self, shown: (u64, Arc<StudyResult>)) {
        self.shown = Some(shown);
        self.serial += 1;
        self.state.follow(self.serial);
    }
}
