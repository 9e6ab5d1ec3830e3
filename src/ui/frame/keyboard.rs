//! Where the keyboard is while a menu, a list or a dialog lies over the page, and after it.
//!
//! A menu or list that is opened by key gets the keyboard, and Tab goes round in it. Whatever closes gives the keyboard
//! back to what had it before, unless something else asks for it.

use egui::{Context, Id, Key, LayerId, Order, Popup};

/// What has the keyboard on the page, in a dialog, and in what is open over either.
const PAGE: usize = 0;
const DIALOG: usize = 1;
const LIST: usize = 2;

/// What was seen in the last pass.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// What is topmost.
    top: usize,
    has_dialog: bool,
    /// What had the keyboard last in each of them.
    held: [Option<Id>; 3],
    /// A list was opened by key and does not have the keyboard yet.
    wants_in: bool,
    /// Tab was pressed, and whether it goes back.
    tab: Option<bool>,
    /// What is to get the keyboard in the next pass, so that it scrolls into sight.
    next: Option<Id>,
}

/// Gives the keyboard to what is to have it in this pass. Call it before anything is drawn.
pub(crate) fn begin(ctx: &Context) {
    let mut seen = seen(ctx);
    if let Some(next) = seen.next.take() {
        ctx.memory_mut(|memory| memory.request_focus(next));
        ctx.data_mut(|data| data.insert_temp(id(), seen));
    }
}

/// Sees what was opened and closed in this pass. Call it when everything is drawn.
pub(crate) fn end(ctx: &Context, has_dialog: bool) {
    let mut seen = seen(ctx);
    let lists = open_lists(ctx);
    let focused = ctx.memory(|memory| memory.focused());
    let layer = focused.and_then(|focused| layer_of(ctx, focused));
    let is_in_list = layer.is_some_and(|layer| lists.contains(&layer));
    let top = if !lists.is_empty() {
        LIST
    } else if has_dialog {
        DIALOG
    } else {
        PAGE
    };
    if has_dialog && !seen.has_dialog {
        seen.held[DIALOG] = None;
    }
    if top == LIST && seen.top < LIST {
        seen.held[LIST] = None;
        let by_pointer = ctx.input(|input| input.pointer.any_pressed() || input.pointer.any_released());
        seen.wants_in = !by_pointer;
        if by_pointer {
            // The click may have taken the keyboard from a field.
            seen.held[seen.top] = focused;
        }
    }
    let tab = ctx.input(|input| input.key_pressed(Key::Tab).then_some(input.modifiers.shift));
    if top < seen.top && (focused.is_none() || focused == seen.held[seen.top]) {
        if let Some(before) = seen.held[top].filter(|before| layer_of(ctx, *before).is_some()) {
            ctx.memory_mut(|memory| memory.request_focus(before));
        }
    } else if top == LIST && !is_in_list {
        let goes = if seen.wants_in { Some(false) } else { tab.or(seen.tab).filter(|_| focused.is_some()) };
        if let Some(next) = goes.and_then(|is_back| end_of_list(ctx, &lists, is_back)) {
            if let Some(focused) = focused {
                ctx.memory_mut(|memory| memory.surrender_focus(focused));
            }
            seen.next = Some(next);
            seen.wants_in = false;
            ctx.request_repaint();
        }
    } else {
        let belongs = match top {
            LIST => is_in_list,
            DIALOG => layer.is_some_and(|layer| layer.order != Order::Background),
            _ => true,
        };
        if belongs {
            seen.held[top] = focused;
        }
        seen.wants_in &= !is_in_list;
    }
    (seen.top, seen.has_dialog, seen.tab) = (top, has_dialog, tab);
    ctx.data_mut(|data| data.insert_temp(id(), seen));
}

fn seen(ctx: &Context) -> Seen {
    ctx.data(|data| data.get_temp(id())).unwrap_or_default()
}

/// The layers of the menus and lists that are open.
fn open_lists(ctx: &Context) -> Vec<LayerId> {
    ctx.viewport(|viewport| {
        let open = viewport.this_pass.layers.values().flat_map(|layer| layer.open_popups.iter());
        open.map(|id| LayerId::new(Order::Foreground, *id)).collect()
    })
}

/// The layer of a widget that was drawn in this pass.
fn layer_of(ctx: &Context, widget: Id) -> Option<LayerId> {
    ctx.viewport(|viewport| viewport.this_pass.widgets.get(widget).map(|widget| widget.layer_id))
}

/// The first thing in the lists that can have the keyboard, or the last one.
fn end_of_list(ctx: &Context, lists: &[LayerId], is_last: bool) -> Option<Id> {
    // Menus within a menu are opened otherwise.
    let root = lists.iter().find(|list| Popup::is_id_open(ctx, list.id))?;
    ctx.viewport(|viewport| {
        let widgets = viewport.this_pass.widgets.get_layer(*root);
        let mut usable = widgets.filter(|widget| widget.enabled && widget.sense.is_focusable()).map(|widget| widget.id);
        if is_last { usable.last() } else { usable.next() }
    })
}

fn id() -> Id {
    Id::unique("keyboard")
}
