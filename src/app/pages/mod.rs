//! The pages of the window, one folder or file each.

pub(super) mod agreement;
pub(super) mod article;
pub(super) mod review;
mod work;
