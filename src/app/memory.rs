//! Returns freed memory to the system.
//!
//! glibc keeps memory that a thread has freed for that thread, and takes the size of the largest freed block as a hint
//! to keep more. A project is read on its own thread, through a file several times its size: without this module, three
//! quarters of the window's memory was free after opening five megabytes. On other systems this does nothing.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod system {
    use std::sync::Once;

    /// Blocks of at least this size come straight from the system and go back to it at once, in bytes.
    const OWN_BLOCK: libc::c_int = 512 << 10;
    /// How much may stay free at the end of the heap, in bytes.
    const KEPT: libc::c_int = 1 << 20;

    /// Runs once, before there are many threads.
    #[expect(unsafe_code, reason = "glibc takes these wishes by calls of C only; each takes two numbers")]
    pub(crate) fn set_up() {
        static DONE: Once = Once::new();
        DONE.call_once(|| {
            for (wish, value) in
                [(libc::M_ARENA_MAX, 1), (libc::M_MMAP_THRESHOLD, OWN_BLOCK), (libc::M_TRIM_THRESHOLD, KEPT)]
            {
                // SAFETY: no memory is passed; glibc ignores parameters that it does not know.
                if unsafe { libc::mallopt(wish, value) } == 0 {
                    tracing::debug!(wish, "the allocator does not take this");
                }
            }
        });
    }

    /// Returns free memory to the system; takes some milliseconds after a large project.
    #[expect(unsafe_code, reason = "glibc takes this wish by a call of C only")]
    pub(crate) fn give_back() {
        // SAFETY: no memory is passed; only free pages are touched, under the allocator's own lock.
        unsafe {
            libc::malloc_trim(0);
        }
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
mod system {
    pub(crate) fn set_up() {}
    pub(crate) fn give_back() {}
}

pub(super) use system::{give_back, set_up};
