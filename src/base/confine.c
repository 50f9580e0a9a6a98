#include "base/confine.h"
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <ucontext.h>
#include <unistd.h>

enum { TOLD_MOST = 100, SET_VMA = 0x53564d41 /* PR_SET_VMA: the name of some memory */ };

/* Measured with strace over the tests of the interface on both stores, with what glibc, SQLite, libpq and libmicrohttpd
 * use besides on paths that were not taken then. */
static const int always[] = {
    /* files */
    SCMP_SYS(access), SCMP_SYS(close), SCMP_SYS(dup), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(fadvise64),
    SCMP_SYS(fallocate), SCMP_SYS(fchmod), SCMP_SYS(fchown), SCMP_SYS(fcntl), SCMP_SYS(fdatasync), SCMP_SYS(flock),
    SCMP_SYS(fstat), SCMP_SYS(fstatfs), SCMP_SYS(fsync), SCMP_SYS(ftruncate), SCMP_SYS(getcwd), SCMP_SYS(getdents64),
    SCMP_SYS(lseek), SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(pread64),
    SCMP_SYS(preadv), SCMP_SYS(pwrite64), SCMP_SYS(pwritev), SCMP_SYS(read), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
    SCMP_SYS(readv), SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(stat), SCMP_SYS(statfs),
    SCMP_SYS(statx), SCMP_SYS(umask), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(write), SCMP_SYS(writev),
    /* connections that come, and those to the store */
    SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(connect), SCMP_SYS(getpeername), SCMP_SYS(getsockname),
    SCMP_SYS(getsockopt), SCMP_SYS(recvfrom), SCMP_SYS(recvmmsg), SCMP_SYS(recvmsg), SCMP_SYS(sendfile),
    SCMP_SYS(sendmmsg), SCMP_SYS(sendmsg), SCMP_SYS(sendto), SCMP_SYS(setsockopt), SCMP_SYS(shutdown),
    SCMP_SYS(socketpair), SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl), SCMP_SYS(epoll_pwait), SCMP_SYS(epoll_wait),
    SCMP_SYS(eventfd2), SCMP_SYS(pipe2), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(pselect6), SCMP_SYS(select),
    /* memory */
    SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(mincore), SCMP_SYS(mlock), SCMP_SYS(mremap), SCMP_SYS(msync),
    SCMP_SYS(munlock), SCMP_SYS(munmap),
    /* threads and signals */
    SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(futex), SCMP_SYS(get_robust_list), SCMP_SYS(gettid),
    SCMP_SYS(membarrier), SCMP_SYS(restart_syscall), SCMP_SYS(rseq), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigpending),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigtimedwait), SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_yield), SCMP_SYS(set_robust_list), SCMP_SYS(set_tid_address), SCMP_SYS(sigaltstack),
    /* time, and who and where one is */
    SCMP_SYS(clock_getres), SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep), SCMP_SYS(getegid), SCMP_SYS(geteuid),
    SCMP_SYS(getgid), SCMP_SYS(getpid), SCMP_SYS(getppid), SCMP_SYS(getrandom), SCMP_SYS(getrlimit),
    SCMP_SYS(getrusage), SCMP_SYS(gettimeofday), SCMP_SYS(getuid), SCMP_SYS(nanosleep), SCMP_SYS(sysinfo),
    SCMP_SYS(time), SCMP_SYS(uname)};

/* What the leak sanitizer needs to stop the other threads and look into them. */
static const int of_leak_check[] = {SCMP_SYS(arch_prctl), SCMP_SYS(clone),  SCMP_SYS(dup2),
                                    SCMP_SYS(getdents),   SCMP_SYS(kill),   SCMP_SYS(prctl),
                                    SCMP_SYS(prlimit64),  SCMP_SYS(tgkill), SCMP_SYS(wait4)};

/* Allowed where the bits of `mask` in an argument are as `value` has them. */
struct narrow {
    int call;
    unsigned argument;
    uint64_t mask, value;
};

#define ALL UINT64_MAX
static const struct narrow narrows[] = {
    {SCMP_SYS(clone), 0, CLONE_THREAD, CLONE_THREAD}, /* a thread, no process */
    {SCMP_SYS(ioctl), 1, ALL, FIONREAD},
    {SCMP_SYS(ioctl), 1, ALL, FIONBIO},
    {SCMP_SYS(ioctl), 1, ALL, 0x5401 /* TCGETS: is it a terminal? */},
    {SCMP_SYS(mmap), 2, PROT_EXEC, 0},
    {SCMP_SYS(mmap), 2, PROT_EXEC | PROT_WRITE, PROT_EXEC}, /* a library, not code that was just made */
    {SCMP_SYS(mprotect), 2, PROT_EXEC, 0},
    {SCMP_SYS(prctl), 0, ALL, PR_GET_DUMPABLE},
    {SCMP_SYS(prctl), 0, ALL, PR_SET_NAME},
    {SCMP_SYS(prctl), 0, ALL, SET_VMA},
    {SCMP_SYS(prlimit64), 2, ALL, 0},              /* read only */
    {SCMP_SYS(setpriority), 0, ALL, PRIO_PROCESS}, /* of threads that hash */
    {SCMP_SYS(socket), 0, ALL, AF_UNIX},
    {SCMP_SYS(socket), 0, ALL, AF_INET},
    {SCMP_SYS(socket), 0, ALL, AF_INET6},
    {SCMP_SYS(socketpair), 0, ALL, AF_UNIX}, /* between libcurl and its thread that looks up names */
};

static bool allow(scmp_filter_ctx filter, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) != 0)
            return false;
    return true;
}

static bool allow_narrow(scmp_filter_ctx filter, const struct narrow *narrow)
{
    const struct scmp_arg_cmp when = {narrow->argument, SCMP_CMP_MASKED_EQ, narrow->mask, narrow->value};
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, narrow->call, 1, &when) == 0;
}

/* abort() and the like: signals to the process itself only. */
static bool allow_own_signals(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp own = {0, SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0};
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &own) == 0;
}

/* Looking up a name asks the kernel which kinds of address there are, and does without: that needs no line on the log.
 */
static bool answer_without(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp netlink = {0, SCMP_CMP_EQ, AF_NETLINK, 0};
    return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1, &netlink) == 0;
}

static bool fill(scmp_filter_ctx filter, bool leak_check)
{
    bool good = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
                allow(filter, always, sizeof always / sizeof *always) && allow_own_signals(filter) &&
                answer_without(filter);
    /* As if the kernel were older: then glibc makes threads by clone, whose arguments can be looked at. */
    good = good && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
    for (size_t i = 0; good && i < sizeof narrows / sizeof *narrows; i++)
        good = allow_narrow(filter, &narrows[i]);
    if (!leak_check)
        return good;
    const struct scmp_arg_cmp not_itself = {0, SCMP_CMP_NE, 0 /* PTRACE_TRACEME */, 0};
    return good && allow(filter, of_leak_check, sizeof of_leak_check / sizeof *of_leak_check) &&
           seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(ptrace), 1, &not_itself) == 0;
}

/* A line of the log, made with nothing that a signal's handler may not use. */
static void tell(int call)
{
    static const char start[] = "{\"level\":\"error\",\"event\":\"confine.refused\",\"call\":\"", end[] = "\"}\n";
    char line[sizeof start + sizeof end + 12];
    char digits[12];
    size_t n = sizeof start - 1, count = 0;
    memcpy(line, start, n);
    do
        digits[count++] = (char)('0' + call % 10);
    while ((call /= 10) > 0);
    while (count)
        line[n++] = digits[--count];
    memcpy(line + n, end, sizeof end - 1);
    (void)!write(STDERR_FILENO, line, n + sizeof end - 1);
}

/* The call was not done: it is told of, and fails. */
static void refused(int signal_number, siginfo_t *info, void *context)
{
    static atomic_int told;
    ucontext_t *at = context;
    (void)signal_number;
    if (atomic_fetch_add(&told, 1) < TOLD_MOST)
        tell(info->si_syscall);
#if defined __x86_64__
    at->uc_mcontext.gregs[REG_RAX] = -EPERM;
#elif defined __aarch64__
    at->uc_mcontext.regs[0] = (unsigned long long)-EPERM;
#else
    (void)at;
    _exit(128 + SIGSYS);
#endif
}

bool confine_process(bool leak_check)
{
    struct sigaction action = {.sa_sigaction = refused, .sa_flags = SA_SIGINFO};
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_TRAP);
    if (!filter) {
        errno = ENOMEM;
        return false;
    }
    int failed = EINVAL;
    if (sigaction(SIGSYS, &action, NULL) == 0 && fill(filter, leak_check))
        failed = -seccomp_load(filter);
    seccomp_release(filter);
    errno = failed;
    return failed == 0;
}
