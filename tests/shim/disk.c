/* Stands between the program and the C library's calls that change a disk (LD_PRELOAD). It writes down what happens below
   one folder, makes chosen calls fail, and can take upper and lower case for the same, as Windows and macOS do.

   BAYAN_SHIM_ROOT   The folder, as an absolute path without links. Without it nothing is done at all.
   BAYAN_SHIM_LOG    A file to which records are appended; tests/support/power.rs reads them. One process after the other
                     appends, also where several run at once, so that the order is that of the calls.
   BAYAN_SHIM_FAIL   What fails: KINDS:CALLS:HOW, several with semicolons between them.
                     KINDS  open, look, read, write, cut, sync, close, rename, link, unlink, mkdir, chmod, lock with plus
                            signs between them; look is opening for reading. disk stands for all that change something.
                     CALLS  which calls of these kinds, from one: 3, 3-5, or 3- for all from the third on.
                     HOW    a name of an error; or short (a write takes half), half (it takes half, then the process
                            ends), kill (the process ends in place of the call), lost (what was not synced is gone, and
                            sync or close says EIO), stop (the process waits for SIGCONT, then the call is done),
                            none (nothing happens, but the call is counted in the record).
   BAYAN_SHIM_FOLD   1: names that differ in the case of ASCII letters only are one name.

   Syncing is not passed on: nobody pulls a plug here, the record says what would have been safe. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* ---- records: kind (1 byte), three numbers (8 bytes each), lengths of two texts (4 bytes each), the texts ---- */

enum {
    CREATE = 1, /* parent, inode (parent 0: without a name), 0, name */
    WRITE,      /* inode, offset, 0, bytes */
    CUT,        /* inode, length */
    SYNC,       /* inode: of a file or a folder */
    RENAME,     /* parent, new parent, flags, name, new name */
    LINK,       /* parent, inode, 0, name */
    UNLINK,     /* parent, 0, 0, name: of a file or a folder */
    MKDIR,      /* parent, inode, 0, name */
    CLOSE,      /* inode, that was open for writing */
    CHMOD,      /* inode, mode */
    ACK,        /* process, 0, 0, what was written to standard output */
    FAULT,      /* kind of call, number of the call: this one was made to fail */
    UNSEEN,     /* 0, 0, 0, a call that this shim cannot write down */
};

enum {
    ON_OPEN = 1, ON_LOOK = 2, ON_READ = 4, ON_WRITE = 8, ON_CUT = 16, ON_SYNC = 32, ON_CLOSE = 64, ON_RENAME = 128,
    ON_LINK = 256, ON_UNLINK = 512, ON_MKDIR = 1024, ON_CHMOD = 2048, ON_LOCK = 4096,
    ON_DISK = ON_OPEN | ON_WRITE | ON_CUT | ON_SYNC | ON_RENAME | ON_LINK | ON_UNLINK | ON_MKDIR | ON_CHMOD,
};

enum { NONE = 0, SHORT = -1, HALF = -2, KILL = -3, LOST = -4, STOP = -5 };

struct name { const char *text; int value; };

static const struct name KINDS[] = {
    {"open", ON_OPEN}, {"look", ON_LOOK}, {"read", ON_READ}, {"write", ON_WRITE}, {"cut", ON_CUT}, {"sync", ON_SYNC},
    {"close", ON_CLOSE}, {"rename", ON_RENAME}, {"link", ON_LINK}, {"unlink", ON_UNLINK}, {"mkdir", ON_MKDIR},
    {"chmod", ON_CHMOD}, {"lock", ON_LOCK}, {"disk", ON_DISK}, {NULL, 0}};

static const struct name HOWS[] = {
    {"none", NONE}, {"short", SHORT}, {"half", HALF}, {"kill", KILL}, {"lost", LOST}, {"stop", STOP}, {"EIO", EIO}, {"ENOSPC", ENOSPC},
    {"EDQUOT", EDQUOT}, {"EROFS", EROFS}, {"EINTR", EINTR}, {"EACCES", EACCES}, {"EPERM", EPERM}, {"EBUSY", EBUSY},
    {"ENOLCK", ENOLCK}, {"ENOTSUP", ENOTSUP}, {"ENOENT", ENOENT}, {"ESTALE", ESTALE}, {"EMFILE", EMFILE}, {NULL, 0}};

struct fault { int kinds, how; long first, last, seen; };

static char root[PATH_MAX];
static size_t root_length;
static int log_fd = -1, folds;
static struct fault faults[16];
static size_t fault_count;
static pthread_mutex_t turn = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

/* How long each file was when it was last safe, as far as this descriptor knows; -1 where nothing was written since. */
enum { MOST = 4096 };
static off_t safe_length[MOST];

static int value_of(const struct name *names, const char *text) {
    for (; names->text; names++)
        if (!strcmp(names->text, text)) return names->value;
    fprintf(stderr, "disk.c: %s is not known\n", text);
    _exit(99);
}

static void read_faults(char *text) {
    char *outer = NULL;
    for (char *rule = strtok_r(text, ";", &outer); rule && fault_count < 16; rule = strtok_r(NULL, ";", &outer)) {
        struct fault *fault = &faults[fault_count++];
        char *middle = NULL, *inner = NULL;
        char *kinds = strtok_r(rule, ":", &middle), *calls = strtok_r(NULL, ":", &middle), *how = strtok_r(NULL, ":", &middle);
        if (!kinds || !calls || !how) _exit(99);
        for (char *kind = strtok_r(kinds, "+", &inner); kind; kind = strtok_r(NULL, "+", &inner))
            fault->kinds |= value_of(KINDS, kind);
        char *dash = strchr(calls, '-');
        fault->first = atol(calls);
        fault->last = !dash ? fault->first : dash[1] ? atol(dash + 1) : LONG_MAX;
        fault->how = value_of(HOWS, how);
    }
}

__attribute__((constructor)) static void start(void) {
    for (size_t fd = 0; fd < MOST; fd++) safe_length[fd] = -1;
    const char *value = getenv("BAYAN_SHIM_ROOT");
    if (!value || strlen(value) >= sizeof root) return;
    strcpy(root, value);
    if ((value = getenv("BAYAN_SHIM_LOG")))
        log_fd = syscall(SYS_openat, AT_FDCWD, value, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if ((value = getenv("BAYAN_SHIM_FAIL"))) {
        static char text[1024];
        strncpy(text, value, sizeof text - 1);
        read_faults(text);
    }
    folds = (value = getenv("BAYAN_SHIM_FOLD")) && *value == '1';
    root_length = strlen(root);
}

/* ---- one call after the other, also among processes ---- */

static void enter(void) {
    pthread_mutex_lock(&turn);
    if (log_fd >= 0) syscall(SYS_flock, log_fd, LOCK_EX);
}

static void leave(void) {
    int error = errno;
    if (log_fd >= 0) syscall(SYS_flock, log_fd, LOCK_UN);
    pthread_mutex_unlock(&turn);
    errno = error;
}

static void put(const void *bytes, size_t length) {
    for (const char *at = bytes; length > 0;) {
        ssize_t done = syscall(SYS_write, log_fd, at, length);
        if (done <= 0) return;
        at += done;
        length -= done;
    }
}

static void note(uint8_t kind, uint64_t a, uint64_t b, uint64_t c, const void *one, size_t one_length, const char *two) {
    if (log_fd < 0) return;
    int error = errno;
    uint32_t lengths[2] = {one_length, two ? strlen(two) : 0};
    uint64_t numbers[3] = {a, b, c};
    put(&kind, 1);
    put(numbers, sizeof numbers);
    put(lengths, sizeof lengths);
    put(one, lengths[0]);
    put(two, lengths[1]);
    errno = error;
}

static void note_name(uint8_t kind, uint64_t a, uint64_t b, const char *name) { note(kind, a, b, 0, name, strlen(name), NULL); }

static void unseen(const char *call) {
    enter();
    note(UNSEEN, 0, 0, 0, call, strlen(call), NULL);
    leave();
}

/* What is to become of this call: 0 where nothing, else an error or one of the ways above. Ends the process itself. */
static int fate(int kind) {
    int how = 0;
    for (size_t i = 0; i < fault_count; i++) {
        struct fault *fault = &faults[i];
        if (!(fault->kinds & kind)) continue;
        fault->seen++;
        if (fault->seen < fault->first || fault->seen > fault->last) continue;
        note(FAULT, kind, fault->seen, 0, "", 0, NULL);
        how = fault->how;
    }
    if (how == KILL || (how == HALF && kind != ON_WRITE)) raise(SIGKILL);
    if (how == STOP) {
        /* The others may go on meanwhile. */
        if (log_fd >= 0) syscall(SYS_flock, log_fd, LOCK_UN);
        raise(SIGSTOP);
        if (log_fd >= 0) syscall(SYS_flock, log_fd, LOCK_EX);
        how = 0;
    }
    return how;
}

/* Sets the error of a call that is not to be done. */
static int refuse(int how) {
    errno = how > 0 ? how : EIO;
    return -1;
}

/* ---- paths ---- */

static int is_below(const char *path) {
    return root_length && !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]);
}

static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
    return length > 0;
}

static int is_inside(int fd) {
    char path[PATH_MAX];
    int error = errno;
    int inside = root_length && fd > 2 && fd != log_fd && path_of(fd, path) && is_below(path);
    errno = error;
    return inside;
}

static int stat_at(const char *path, struct stat *found) {
    return syscall(SYS_newfstatat, AT_FDCWD, path, found, AT_SYMLINK_NOFOLLOW);
}

static uint64_t inode_at(const char *path) {
    struct stat found;
    return stat_at(path, &found) ? 0 : found.st_ino;
}

static uint64_t inode_of(int fd) {
    struct stat found;
    return syscall(SYS_fstat, fd, &found) ? 0 : found.st_ino;
}

/* Takes the name of a folder's entry that differs from this one in case only, if there is one and not this one itself. */
static void fold_one(const char *folder, char *name) {
    char whole[2 * PATH_MAX];
    struct stat found;
    snprintf(whole, sizeof whole, "%s/%s", folder, name);
    if (!stat_at(whole, &found)) return;
    int fd = syscall(SYS_openat, AT_FDCWD, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    char buffer[8192];
    long length;
    while ((length = syscall(SYS_getdents64, fd, buffer, sizeof buffer)) > 0) {
        for (long at = 0; at < length;) {
            struct dirent64 *entry = (struct dirent64 *)(buffer + at);
            if (!strcasecmp(entry->d_name, name)) strcpy(name, entry->d_name);
            at += entry->d_reclen;
        }
    }
    syscall(SYS_close, fd);
}

static void fold(char *path) {
    char result[PATH_MAX], name[NAME_MAX + 1];
    strcpy(result, root);
    for (const char *at = path + root_length; *at;) {
        while (*at == '/') at++;
        size_t length = strcspn(at, "/");
        if (!length) break;
        if (length > NAME_MAX || strlen(result) + length + 2 > sizeof result) return;
        memcpy(name, at, length);
        name[length] = 0;
        fold_one(result, name);
        strcat(strcat(result, "/"), name);
        at += length;
    }
    strcpy(path, result);
}

/* The whole of a path, folded where that is wanted; whether it is below the root. */
static int whole(int at, const char *path, char *result) {
    if (!root_length || !path || strlen(path) >= PATH_MAX) return 0;
    int error = errno;
    if (*path == '/') {
        strcpy(result, path);
    } else {
        char folder[PATH_MAX];
        int known = at == AT_FDCWD ? syscall(SYS_getcwd, folder, sizeof folder) > 0 : path_of(at, folder);
        if (!known || snprintf(result, PATH_MAX, *path ? "%s/%s" : "%s", folder, path) >= PATH_MAX) {
            errno = error;
            return 0;
        }
    }
    int below = is_below(result);
    if (below && folds) fold(result);
    errno = error;
    return below;
}

/* The inode of the folder that a path is in, and the name in it. */
static uint64_t parent_of(const char *path, char *name) {
    char folder[PATH_MAX];
    strcpy(folder, path);
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/') folder[--length] = 0;
    char *slash = strrchr(folder, '/');
    if (!slash || strlen(slash + 1) > NAME_MAX) {
        *name = 0;
        return 0;
    }
    strcpy(name, slash + 1);
    *slash = 0;
    return inode_at(*folder ? folder : "/");
}

/* ---- opening and closing ---- */

static int do_open(int at, const char *path, int flags, mode_t mode) {
    char place[PATH_MAX];
    if (!whole(at, path, place)) return syscall(SYS_openat, at, path, flags, mode);
    int changes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC));
    enter();
    int how = fate(changes ? ON_OPEN : ON_LOOK), result;
    if (how) {
        result = refuse(how);
    } else {
        struct stat before;
        int was_there = !syscall(SYS_newfstatat, AT_FDCWD, place, &before, 0);
        result = syscall(SYS_openat, AT_FDCWD, place, flags, mode);
        if (result >= 0 && changes) {
            char name[NAME_MAX + 1];
            if (result < MOST) safe_length[result] = -1;
            if ((flags & O_TMPFILE) == O_TMPFILE) {
                note_name(CREATE, 0, inode_of(result), "");
            } else if (!was_there) {
                path_of(result, place);
                uint64_t parent = parent_of(place, name);
                note_name(CREATE, parent, inode_of(result), name);
            } else if (flags & O_TRUNC) {
                if (result < MOST && before.st_size > 0) safe_length[result] = 0;
                note_name(CUT, before.st_ino, 0, "");
            }
        }
    }
    leave();
    return result;
}

#define WITH_MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, flags); \
        mode = va_arg(rest, mode_t); \
        va_end(rest); \
    }

int open(const char *path, int flags, ...) { WITH_MODE(flags) return do_open(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { WITH_MODE(flags) return do_open(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { WITH_MODE(flags) return do_open(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { WITH_MODE(flags) return do_open(at, path, flags, mode); }
int creat(const char *path, mode_t mode) { return do_open(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

/* What the server or the disk has refused is not there any more. */
static void lose(int fd) {
    if (fd >= MOST || safe_length[fd] < 0) return;
    syscall(SYS_ftruncate, fd, safe_length[fd]);
    note_name(CUT, inode_of(fd), safe_length[fd], "");
}

int close(int fd) {
    if (!is_inside(fd) || (syscall(SYS_fcntl, fd, F_GETFL) & O_ACCMODE) == O_RDONLY) return syscall(SYS_close, fd);
    enter();
    int how = fate(ON_CLOSE);
    if (how == LOST) lose(fd);
    if (fd < MOST) safe_length[fd] = -1;
    note_name(CLOSE, inode_of(fd), 0, "");
    int result = syscall(SYS_close, fd);
    if (how) result = refuse(how);
    leave();
    return result;
}

/* ---- reading and writing ---- */

ssize_t read(int fd, void *bytes, size_t length) {
    if (!is_inside(fd)) return syscall(SYS_read, fd, bytes, length);
    enter();
    int how = fate(ON_READ);
    leave();
    if (how == SHORT && length > 1) return syscall(SYS_read, fd, bytes, length / 2);
    return how && how != SHORT ? refuse(how) : syscall(SYS_read, fd, bytes, length);
}

static ssize_t do_write(int fd, const void *bytes, size_t length, off_t at) {
    enter();
    struct stat found;
    syscall(SYS_fstat, fd, &found);
    int how = fate(ON_WRITE);
    ssize_t result;
    off_t start = at;
    if (at < 0) {
        int appends = syscall(SYS_fcntl, fd, F_GETFL) & O_APPEND;
        start = appends ? found.st_size : syscall(SYS_lseek, fd, 0, SEEK_CUR);
    }
    if ((how == SHORT || how == HALF) && length > 1) length /= 2;
    if (how && how != SHORT && how != HALF) {
        result = refuse(how);
    } else {
        if (fd < MOST && safe_length[fd] < 0) safe_length[fd] = found.st_size;
        result = at < 0 ? syscall(SYS_write, fd, bytes, length) : syscall(SYS_pwrite64, fd, bytes, length, at);
        if (result > 0) note(WRITE, found.st_ino, start, 0, bytes, result, NULL);
    }
    if (how == HALF) raise(SIGKILL);
    leave();
    return result;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    if (fd == 1 && root_length) {
        /* Whoever reads it may rely on it from now on. */
        enter();
        note(ACK, getpid(), 0, 0, bytes, length, NULL);
        leave();
    }
    return is_inside(fd) ? do_write(fd, bytes, length, -1) : syscall(SYS_write, fd, bytes, length);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
    return is_inside(fd) ? do_write(fd, bytes, length, at) : syscall(SYS_pwrite64, fd, bytes, length, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) { return pwrite(fd, bytes, length, at); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (!(fd == 1 && root_length) && !is_inside(fd)) return syscall(SYS_writev, fd, parts, count);
    /* Fewer bytes than were given may always be taken. */
    for (int i = 0; i < count; i++)
        if (parts[i].iov_len) return write(fd, parts[i].iov_base, parts[i].iov_len);
    return 0;
}

static int do_cut(int fd, off_t length) {
    if (!is_inside(fd)) return syscall(SYS_ftruncate, fd, length);
    enter();
    struct stat found;
    syscall(SYS_fstat, fd, &found);
    int how = fate(ON_CUT);
    int result = how ? refuse(how) : syscall(SYS_ftruncate, fd, length);
    if (!result) note_name(CUT, found.st_ino, length, "");
    leave();
    return result;
}

int ftruncate(int fd, off_t length) { return do_cut(fd, length); }
int ftruncate64(int fd, off64_t length) { return do_cut(fd, length); }

int fallocate(int fd, int mode, off_t at, off_t length) {
    if (!is_inside(fd)) return syscall(SYS_fallocate, fd, mode, at, length);
    return refuse(EOPNOTSUPP);
}
int fallocate64(int fd, int mode, off64_t at, off64_t length) { return fallocate(fd, mode, at, length); }

/* Copying inside the kernel is refused, so that the bytes come by way of write. */
ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t length, unsigned flags) {
    if (is_inside(to)) return refuse(ENOSYS);
    return syscall(SYS_copy_file_range, from, from_at, to, to_at, length, flags);
}
ssize_t sendfile(int to, int from, off_t *at, size_t length) {
    return is_inside(to) ? refuse(EINVAL) : syscall(SYS_sendfile, to, from, at, length);
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t length) { return sendfile(to, from, at, length); }
ssize_t splice(int from, off64_t *from_at, int to, off64_t *to_at, size_t length, unsigned flags) {
    return is_inside(to) ? refuse(EINVAL) : syscall(SYS_splice, from, from_at, to, to_at, length, flags);
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t at) {
    if ((protection & PROT_WRITE) && (flags & MAP_SHARED) && fd > 2 && is_inside(fd)) unseen("mmap");
    return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, at);
}
void *mmap64(void *address, size_t length, int protection, int flags, int fd, off64_t at) {
    return mmap(address, length, protection, flags, fd, at);
}

static int do_sync(int fd) {
    if (!is_inside(fd)) return 0;
    enter();
    int how = fate(ON_SYNC), result = 0;
    if (how == LOST) lose(fd);
    if (how) {
        result = refuse(how);
    } else {
        note_name(SYNC, inode_of(fd), 0, "");
    }
    /* Also where it has failed: no later sync tells of it again. */
    if (fd < MOST && (!how || how == LOST)) safe_length[fd] = -1;
    leave();
    return result;
}

int fsync(int fd) { return do_sync(fd); }
int fdatasync(int fd) { return do_sync(fd); }
int syncfs(int fd) { if (is_inside(fd)) unseen("syncfs"); return 0; }

int flock(int fd, int operation) {
    if (is_inside(fd) && !(operation & LOCK_UN)) {
        enter();
        int how = fate(ON_LOCK);
        leave();
        if (how) return refuse(how);
    }
    return syscall(SYS_flock, fd, operation);
}

/* ---- names ---- */

static int do_rename(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
    char old[PATH_MAX], new[PATH_MAX], exact[NAME_MAX + 1];
    int from_below = whole(from_at, from, old), to_below = whole(to_at, to, new);
    if (!from_below || !to_below) {
        if (from_below || to_below) unseen("rename across the root");
        return syscall(SYS_renameat2, from_at, from, to_at, to, flags);
    }
    if (folds && !strcmp(old, new)) {
        /* Only the case changes. */
        char *slash = strrchr(new, '/');
        parent_of(to, exact);
        if (slash && strlen(exact) == strlen(slash + 1)) strcpy(slash + 1, exact);
    }
    enter();
    int how = fate(ON_RENAME), result;
    if (how) {
        result = refuse(how);
    } else {
        char old_name[NAME_MAX + 1], new_name[NAME_MAX + 1];
        uint64_t old_parent = parent_of(old, old_name), new_parent = parent_of(new, new_name);
        result = syscall(SYS_renameat2, AT_FDCWD, old, AT_FDCWD, new, flags);
        if (!result) note(RENAME, old_parent, new_parent, flags, old_name, strlen(old_name), new_name);
    }
    leave();
    return result;
}

int rename(const char *from, const char *to) { return do_rename(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int a, const char *from, int b, const char *to) { return do_rename(a, from, b, to, 0); }
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) { return do_rename(a, from, b, to, flags); }

int linkat(int from_at, const char *from, int to_at, const char *to, int flags) {
    char old[PATH_MAX], new[PATH_MAX];
    if (!whole(to_at, to, new)) return syscall(SYS_linkat, from_at, from, to_at, to, flags);
    int below = whole(from_at, from, old);
    enter();
    int how = fate(ON_LINK), result;
    if (how) {
        result = refuse(how);
    } else {
        char name[NAME_MAX + 1];
        uint64_t parent = parent_of(new, name);
        result = syscall(SYS_linkat, below ? AT_FDCWD : from_at, below ? old : from, AT_FDCWD, new, flags);
        if (!result) note_name(LINK, parent, inode_at(new), name);
    }
    leave();
    return result;
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int symlinkat(const char *target, int at, const char *path) {
    char place[PATH_MAX];
    if (whole(at, path, place)) unseen("symlink");
    return syscall(SYS_symlinkat, target, at, path);
}
int symlink(const char *target, const char *path) { return symlinkat(target, AT_FDCWD, path); }

int unlinkat(int at, const char *path, int flags) {
    char place[PATH_MAX];
    if (!whole(at, path, place)) return syscall(SYS_unlinkat, at, path, flags);
    enter();
    int how = fate(ON_UNLINK), result;
    if (how) {
        result = refuse(how);
    } else {
        char name[NAME_MAX + 1];
        uint64_t parent = parent_of(place, name);
        result = syscall(SYS_unlinkat, AT_FDCWD, place, flags);
        if (!result) note_name(UNLINK, parent, 0, name);
    }
    leave();
    return result;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdirat(int at, const char *path, mode_t mode) {
    char place[PATH_MAX];
    if (!whole(at, path, place)) return syscall(SYS_mkdirat, at, path, mode);
    enter();
    struct stat found;
    /* Asking for what is there changes nothing. */
    int how = stat_at(place, &found) ? fate(ON_MKDIR) : 0, result;
    if (how) {
        result = refuse(how);
    } else {
        char name[NAME_MAX + 1];
        uint64_t parent = parent_of(place, name);
        result = syscall(SYS_mkdirat, AT_FDCWD, place, mode);
        if (!result) note_name(MKDIR, parent, inode_at(place), name);
    }
    leave();
    return result;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int fchmodat(int at, const char *path, mode_t mode, int flags) {
    char place[PATH_MAX];
    if (!whole(at, path, place)) return syscall(SYS_fchmodat, at, path, mode);
    (void)flags;
    enter();
    int how = fate(ON_CHMOD), result = how ? refuse(how) : syscall(SYS_fchmodat, AT_FDCWD, place, mode);
    if (!result) note_name(CHMOD, inode_at(place), mode, "");
    leave();
    return result;
}
int chmod(const char *path, mode_t mode) { return fchmodat(AT_FDCWD, path, mode, 0); }

int fchmod(int fd, mode_t mode) {
    if (!is_inside(fd)) return syscall(SYS_fchmod, fd, mode);
    enter();
    int how = fate(ON_CHMOD), result = how ? refuse(how) : syscall(SYS_fchmod, fd, mode);
    if (!result) note_name(CHMOD, inode_of(fd), mode, "");
    leave();
    return result;
}

/* ---- what only looks, for the sake of folding ---- */

#define FOLDED(at, path) \
    char place[PATH_MAX]; \
    if (folds && whole(at, path, place)) { at = AT_FDCWD; path = place; }
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int statx(int at, const char *path, int flags, unsigned mask, struct statx *found) {
    FOLDED(at, path)
    return syscall(SYS_statx, at, path, flags, mask, found);
}
int fstatat(int at, const char *path, struct stat *found, int flags) {
    FOLDED(at, path)
    return syscall(SYS_newfstatat, at, path, found, flags);
}
int fstatat64(int at, const char *path, struct stat64 *found, int flags) {
    return fstatat(at, path, (struct stat *)found, flags);
}
int stat(const char *path, struct stat *found) { return fstatat(AT_FDCWD, path, found, 0); }
int stat64(const char *path, struct stat64 *found) { return fstatat64(AT_FDCWD, path, found, 0); }
int lstat(const char *path, struct stat *found) { return fstatat(AT_FDCWD, path, found, AT_SYMLINK_NOFOLLOW); }
int lstat64(const char *path, struct stat64 *found) { return fstatat64(AT_FDCWD, path, found, AT_SYMLINK_NOFOLLOW); }
int faccessat(int at, const char *path, int mode, int flags) {
    FOLDED(at, path)
    (void)flags;
    return syscall(SYS_faccessat, at, path, mode);
}
int access(const char *path, int mode) { return faccessat(AT_FDCWD, path, mode, 0); }
ssize_t readlinkat(int at, const char *path, char *target, size_t length) {
    FOLDED(at, path)
    return syscall(SYS_readlinkat, at, path, target, length);
}
ssize_t readlink(const char *path, char *target, size_t length) { return readlinkat(AT_FDCWD, path, target, length); }
DIR *opendir(const char *path) {
    int at = AT_FDCWD;
    FOLDED(at, path)
    (void)at;
    return NEXT(opendir)(path);
}
char *realpath(const char *path, char *resolved) {
    int at = AT_FDCWD;
    FOLDED(at, path)
    (void)at;
    return NEXT(realpath)(path, resolved);
}
