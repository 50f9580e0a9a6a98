/* What somebody would try who got the server to run code of theirs: at SIGUSR2 the program that this is linked into
 * tries it and writes a line on standard error with what became of each. For tests only (tests/cli/confine.test.mjs).
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int outcome(long result)
{
    return result < 0 ? errno : 0;
}

static void probe(int signal_number)
{
    char line[200], *const arguments[] = {"/bin/true", NULL};
    int s = socket(AF_INET, SOCK_STREAM, 0);
    (void)signal_number;
    int listening = outcome(listen(s, 1)), traced = outcome(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
    int opened = outcome(syscall(SYS_open_by_handle_at, -1, NULL, 0)),
        mounted = outcome(syscall(SYS_mount, 0, 0, 0, 0, 0));
    execve(arguments[0], arguments, arguments + 1); /* the last: there is no return from one that goes well */
    int n = snprintf(line, sizeof line,
                     "{\"event\":\"probe\",\"exec\":%d,\"listen\":%d,\"ptrace\":%d,\"handle\":%d,\"mount\":%d}\n",
                     errno, listening, traced, opened, mounted);
    (void)!write(STDERR_FILENO, line, (size_t)n);
    close(s);
}

__attribute__((constructor)) static void ready(void)
{
    signal(SIGUSR2, probe);
}
