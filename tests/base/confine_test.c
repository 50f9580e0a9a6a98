#include "base/confine.h"
#include "check.h"
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* What `act` says in a process of its own that is confined; its log goes nowhere. */
static int confined(int (*act)(void))
{
    int status = -1;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDERR_FILENO);
        _exit(confine_process(false) ? act() : 99);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

/* 0 for a call that was refused; else which of them was not. */
static int refused(long result, int number)
{
    return result == -1 && errno == EPERM ? 0 : number;
}

static int start_programs(void)
{
    char *const arguments[] = {"/bin/true", NULL};
    execve(arguments[0], arguments, arguments + 1);
    int first = refused(-1, 1);
    return first ? first : refused(syscall(SYS_execveat, -1, "/bin/true", arguments, arguments + 1, 0), 2);
}

static int make_processes(void)
{
    return refused(fork(), 1) + refused(syscall(SYS_vfork), 2);
}

static int look_into_others(void)
{
    return refused(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL), 1) +
           refused(ptrace(PTRACE_TRACEME, 0, NULL, NULL), 2) + refused(kill(getppid(), 0), 4) +
           refused(syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0), 8) +
           refused(syscall(SYS_tgkill, getppid(), getppid(), 0), 16);
}

static int change_the_machine(void)
{
    return refused(mount("none", "/tmp", "tmpfs", 0, NULL), 1) + refused(chroot("/tmp"), 2) +
           refused(syscall(SYS_unshare, 0), 4) + refused(syscall(SYS_bpf, 0, NULL, 0), 8) +
           refused(syscall(SYS_setuid, 1), 16) + refused(chmod("/tmp", 0), 32);
}

static int open_ports(void)
{
    struct sockaddr_in any = {.sin_family = AF_INET};
    int s = socket(AF_INET, SOCK_STREAM, 0);
    return (s < 0) + refused(bind(s, (struct sockaddr *)&any, sizeof any), 2) + refused(listen(s, 1), 4) +
           8 * (socket(AF_NETLINK, SOCK_RAW, 0) >= 0) + refused(socket(AF_PACKET, SOCK_RAW, 0), 16);
}

static int make_code(void)
{
    void *both = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int first = refused(both == MAP_FAILED ? -1 : 0, 1);
    void *plain = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return first + refused(mprotect(plain, 4096, PROT_READ | PROT_EXEC), 2);
}

TEST(confine, refuses_what_no_server_needs)
{
    CHECK_INT(confined(start_programs), 0);
    CHECK_INT(confined(make_processes), 0);
    CHECK_INT(confined(look_into_others), 0);
    CHECK_INT(confined(change_the_machine), 0);
    CHECK_INT(confined(open_ports), 0);
    CHECK_INT(confined(make_code), 0);
}

static void *write_something(void *user)
{
    char *name = user;
    int fd = mkstemp(name);
    bool good = fd >= 0 && write(fd, "x", 1) == 1 && fsync(fd) == 0 && unlink(name) == 0 && close(fd) == 0;
    return good ? user : NULL;
}

static int work(void)
{
    char name[] = "/tmp/entente-confined-XXXXXX";
    pthread_t thread;
    void *done = NULL;
    int made = pthread_create(&thread, NULL, write_something, name);
    return made || pthread_join(thread, &done) || !done;
}

static int be_told_of_a_fault(void)
{
    raise(SIGABRT);
    return 0;
}

TEST(confine, lets_threads_and_files_be)
{
    CHECK_INT(confined(work), 0);
    CHECK_INT(confined(be_told_of_a_fault), -1); /* it died of it */
}
