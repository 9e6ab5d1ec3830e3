//! The real application in a window without a screen, by accessible names.
#![cfg(feature = "gui")]

mod access;
mod agreement;
mod articles;
mod codebook;
mod colleagues;
mod dangerous_gestures;
mod day;
mod exporting;
mod fields;
mod find;
mod frame;
mod go_to;
mod header;
mod history;
mod images;
mod importing;
mod incoming;
mod keys_and_mouse;
mod layouts;
mod members;
mod opened;
mod other_values;
mod outside;
mod pointing;
mod review;
mod row_menus;
mod settings;
mod several;
mod statements;
mod stories;
mod story;
mod walking;
mod whose_work;

#[path = "../support"]
mod support {
    pub mod app;
    pub mod picture;
    #[expect(dead_code, reason = "not every binary needs all of it")]
    pub mod project;
    pub mod scene;
    pub mod window;
    pub mod words;
}
