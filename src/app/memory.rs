//! Memory that was freed goes back to the system.
//!
//! glibc keeps what a thread has freed for that thread, and takes the size of the largest block that was freed for a
//! hint to keep more. A project is read by a thread of its own, by way of a file several times its size: without this
//! module three quarters of what the window held after opening five megabytes were free. Elsewhere nothing is done.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod system {
    use std::sync::Once;

    /// From this size on a block comes from the system and goes back to it at once, in bytes.
    const OWN_BLOCK: libc::c_int = 512 << 10;
    /// How much may be free at the end of the heap, in bytes.
    const KEPT: libc::c_int = 1 << 20;

    /// Once, before there are many threads.
    #[expect(unsafe_code, reason = "glibc takes these wishes by calls of C only; each takes two numbers")]
    pub fn set_up() {
        static DONE: Once = Once::new();
        DONE.call_once(|| {
            for (wish, value) in
                [(libc::M_ARENA_MAX, 1), (libc::M_MMAP_THRESHOLD, OWN_BLOCK), (libc::M_TRIM_THRESHOLD, KEPT)]
            {
                // SAFETY: no memory is handed over; a wish that glibc does not know is passed over.
                if unsafe { libc::mallopt(wish, value) } == 0 {
                    tracing::debug!(wish, "the allocator does not take this");
                }
            }
        });
    }

    /// Gives back what is free; takes some milliseconds after a large project.
    #[expect(unsafe_code, reason = "glibc takes this wish by a call of C only")]
    pub fn give_back() {
        // SAFETY: no memory is handed over; only free pages are touched, under the allocator's own lock.
        unsafe {
            libc::malloc_trim(0);
        }
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
mod system {
    pub fn set_up() {}
    pub fn give_back() {}
}

pub(super) use system::{give_back, set_up};
