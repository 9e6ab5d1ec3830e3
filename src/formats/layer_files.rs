//! Formats with a file for each layer: the document and the annotator are in the name of the file, and a codebook may lie
//! beside it.

use std::ops::ControlFlow;

use super::found::{FoundLayer, LayerMaker, NamedSink, names_of_file};
use super::incoming::LayerSink;
use super::input::Input;
use super::sidecar::{self, Sidecar};

/// The largest file of a folder that is read.
const MOST_BYTES: u64 = 512 << 20;

/// A file with a layer.
pub(super) struct LayerFile<'f> {
    pub path: &'f str,
    /// The name of its document.
    pub document: &'f str,
    pub annotator: String,
    /// The number of the file, from one.
    pub line: usize,
    pub bytes: &'f [u8],
}

/// How the files of a format are read.
pub(super) struct LayerFiles {
    /// Makes the layers of a folder with what the codebook beside them says.
    pub maker: fn(Sidecar) -> LayerMaker,
    /// Whether a file of a folder may hold a layer.
    pub is_layer: fn(&str) -> bool,
    /// Reads a file, or says why it cannot be read.
    pub read: fn(LayerFile<'_>, &mut LayerMaker, &mut dyn LayerSink) -> Result<FoundLayer, String>,
}

impl LayerFiles {
    /// Reads a file, or all files of a folder with layers that are wanted.
    pub(super) fn each(&self, input: &Input, sink: &mut dyn LayerSink) {
        if let Some(bytes) = input.bytes() {
            let name = input.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            // There is nothing after it that a sink could stop.
            let _ = self.one(&name, &|| Ok(bytes), 1, &mut (self.maker)(Sidecar::default()), sink);
            return;
        }
        let mut maker = (self.maker)(sidecar::of_folder(input, sink));
        for (index, path) in input.files().iter().enumerate().filter(|(_, path)| (self.is_layer)(path)) {
            let read = || input.read_file(path, MOST_BYTES).map_err(|error| error.to_string());
            if self.one(path, &read, index + 1, &mut maker, sink).is_break() {
                return;
            }
        }
    }

    fn one<B: AsRef<[u8]>>(
        &self,
        path: &str,
        bytes: &dyn Fn() -> Result<B, String>,
        line: usize,
        maker: &mut LayerMaker,
        sink: &mut dyn LayerSink,
    ) -> ControlFlow<()> {
        let (document, annotator) = names_of_file(path);
        // The text of a layer that nobody wants need not be read.
        if !sink.wants(&annotator) {
            return ControlFlow::Continue(());
        }
        let bytes = match bytes() {
            Ok(bytes) => bytes,
            // The reason names the file.
            Err(reason) => {
                sink.warn(line, reason);
                return ControlFlow::Continue(());
            }
        };
        let mut sink = NamedSink { inner: sink, file: path };
        let file = LayerFile { path, document: &document, annotator, line, bytes: bytes.as_ref() };
        match (self.read)(file, maker, &mut sink) {
            Ok(found) => {
                let layer = maker.layer(found, &mut sink);
                sink.take(layer)
            }
            Err(reason) => {
                sink.warn(line, reason);
                ControlFlow::Continue(())
            }
        }
    }
}
