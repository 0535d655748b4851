/* Strikes at the n-th state-changing system call of a process: kills it, lets the disk be full from
 * there on, or lets one call fail.  Preloaded by benchmarks/faults.py; counts only when armed.
 *
 *     cc -shared -fPIC -O1 -o shim.so faults_shim.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long count, at;
static int how; /* 1 kill, 2 full, 3 one error */
static int armed;

void huaxia_arm(int n, int mode) { count = 0; at = n; how = mode; armed = 1; }
long huaxia_count(void) { armed = 0; return count; }

/* Returns the error to give, 0 where the call may go on.  `grows`: the call needs room. */
static int hit(int grows) {
    if (!armed) return 0;
    count++;
    if (!at || count < at) return 0;
    if (how == 1 && count == at) { kill(getpid(), SIGKILL); pause(); }
    if (how == 2 && grows) return ENOSPC;
    if (how == 3 && count == at) return EIO;
    return 0;
}

static int regular(int fd) {
    struct stat s;
    return fstat(fd, &s) == 0 && S_ISREG(s.st_mode);
}

#define NEXT(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define STRIKE(grows) do { int e = hit(grows); if (e) { errno = e; return -1; } } while (0)

ssize_t write(int fd, const void *b, size_t n) {
    NEXT(write);
    if (armed && regular(fd)) STRIKE(1);
    return real(fd, b, n);
}
ssize_t writev(int fd, const struct iovec *v, int n) {
    NEXT(writev);
    if (armed && regular(fd)) STRIKE(1);
    return real(fd, v, n);
}
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { NEXT(pwrite); STRIKE(1); return real(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { NEXT(pwrite64); STRIKE(1); return real(fd, b, n, o); }
int fsync(int fd) { NEXT(fsync); STRIKE(0); return real(fd); }
int fdatasync(int fd) { NEXT(fdatasync); STRIKE(0); return real(fd); }
int ftruncate(int fd, off_t n) { NEXT(ftruncate); STRIKE(0); return real(fd, n); }
int ftruncate64(int fd, off64_t n) { NEXT(ftruncate64); STRIKE(0); return real(fd, n); }
int rename(const char *a, const char *b) { NEXT(rename); STRIKE(1); return real(a, b); }
int renameat(int d, const char *a, int e, const char *b) { NEXT(renameat); STRIKE(1); return real(d, a, e, b); }
int link(const char *a, const char *b) { NEXT(link); STRIKE(1); return real(a, b); }
int linkat(int d, const char *a, int e, const char *b, int f) { NEXT(linkat); STRIKE(1); return real(d, a, e, b, f); }
int unlink(const char *a) { NEXT(unlink); STRIKE(0); return real(a); }
int unlinkat(int d, const char *a, int f) { NEXT(unlinkat); STRIKE(0); return real(d, a, f); }
int mkdir(const char *a, mode_t m) { NEXT(mkdir); STRIKE(1); return real(a, m); }
int mkdirat(int d, const char *a, mode_t m) { NEXT(mkdirat); STRIKE(1); return real(d, a, m); }
ssize_t send(int fd, const void *b, size_t n, int f) {
    NEXT(send);
    if (how == 1) hit(0);
    return real(fd, b, n, f);
}

#define MODE mode_t m = 0; if (f & O_CREAT) { va_list l; va_start(l, f); m = va_arg(l, int); va_end(l); }
int open(const char *p, int f, ...) { MODE NEXT(open); if (f & O_CREAT) STRIKE(1); return real(p, f, m); }
int open64(const char *p, int f, ...) { MODE NEXT(open64); if (f & O_CREAT) STRIKE(1); return real(p, f, m); }
int openat(int d, const char *p, int f, ...) { MODE NEXT(openat); if (f & O_CREAT) STRIKE(1); return real(d, p, f, m); }
int openat64(int d, const char *p, int f, ...) { MODE NEXT(openat64); if (f & O_CREAT) STRIKE(1); return real(d, p, f, m); }
