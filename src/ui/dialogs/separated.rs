//! The lists by which a person says how a table in a text file is written: its encoding and its delimiter.

use egui::Ui;

use crate::formats::separated::{Delimiter, Separated};
use crate::t;
use crate::text::encoding::Encoding;
use crate::ui::shaped::{ComboBox, Label, Row};

/// The widths of the lists, in points.
const ENCODING_PT: f32 = 130.0;
const DELIMITER_PT: f32 = 130.0;

/// The two lists with their names. Returns what is chosen, if it is not what it was.
pub(super) fn lists(
    ui: &mut Ui,
    id: impl std::hash::Hash + std::fmt::Debug + Copy,
    current: Separated,
) -> Option<Separated> {
    let mut chosen = current;
    ui.horizontal(|ui| {
        let name = t!("panel-article-encoding");
        ui.add(Label::new(name.as_str()).small(ui).weak());
        let list = ComboBox::new((id, "encoding"), name).selected_text(current.encoding.name());
        list.width(ENCODING_PT).show(ui, |ui| {
            for encoding in Encoding::ALL.iter().copied() {
                if ui.add(Row::new(encoding.name()).selected(encoding == current.encoding)).clicked() {
                    chosen.encoding = encoding;
                    ui.close();
                }
            }
        });
        let name = t!("delimiter");
        ui.add(Label::new(name.as_str()).small(ui).weak());
        let list = ComboBox::new((id, "delimiter"), name).selected_text(current.delimiter.name());
        list.width(DELIMITER_PT).show(ui, |ui| {
            for delimiter in Delimiter::ALL {
                if ui.add(Row::new(delimiter.name()).selected(delimiter == current.delimiter)).clicked() {
                    chosen.delimiter = delimiter;
                    ui.close();
                }
            }
        });
    });
    (chosen != current).then_some(chosen)
}
