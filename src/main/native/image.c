/*
 * C code of the native image. native-image passes this file to the C compiler that links the image.
 */
#ifdef __linux__
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 600
#endif
#ifdef AES_PROCESSOR
#include <cpuid.h>
#endif
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <termios.h>
#include <sys/socket.h>
#include <sys/wait.h>
#ifdef __linux__
#include <sys/auxv.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#endif
#include <unistd.h>

/*
 * Replaces the C library's function: an image raises RLIMIT_NOFILE to its maximum before main, which no option
 * prevents, and the command would inherit the raised limit. No other code in the image sets a limit.
 */
int setrlimit(int resource, const struct rlimit *limit) {
  (void)resource, (void)limit;
  return 0;
}

#ifdef __linux__
/*
 * Replaces the C library's function: an image maps its heap from its own file at start-up and leaves the descriptor
 * open, without O_CLOEXEC. The command must not inherit descriptors of resil's own.
 */
int open(const char *path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
  va_end(more);
  return openat(AT_FDCWD, path, flags | O_CLOEXEC, mode);
}

int open64(const char *path, int flags, ...) __attribute__((alias("open"), nonnull(1)));

/*
 * Replaces the C library's function: if the current folder was removed, the JDK finds no file at all. The command and
 * absolute paths do not need a current folder; relative paths fail.
 */
char *getcwd(char *name, size_t size) {
  static const char gone[] = "/proc/self/cwd";
  long length = syscall(SYS_getcwd, name, size);
  if (length > 0 && *name == '/') return name;
  if ((length <= 0 && errno != ENOENT) || size < sizeof gone) return NULL;
  return memcpy(name, gone, sizeof gone);
}

/*
 * Replaces the C library's function: the JDK opens sockets without SOCK_CLOEXEC, and one is open while a command
 * runs.
 */
int socket(int domain, int type, int protocol) { return (int)syscall(SYS_socket, domain, type | SOCK_CLOEXEC, protocol); }

/*
 * An image loads the JDK's network library at start-up, which then tests the machine's network with three sockets and
 * a file. These tests are deferred until the library needs the results: the linker redirects the library's entry
 * point and the tests to this code (--wrap in the pom).
 */
typedef int answer(void);
extern int __real_JNI_OnLoad_net(void *vm, void *reserved);
extern answer __real_ipv4_available, __real_ipv6_available, __real_reuseport_available;

static void *java_vm;
static pthread_once_t network_asked = PTHREAD_ONCE_INIT;

int __wrap_JNI_OnLoad_net(void *vm, void *reserved) {
  (void)reserved;
  java_vm = vm;
  return 0x00010008; /* JNI_VERSION_1_8, as every statically linked library answers */
}

static void ask_network(void) { __real_JNI_OnLoad_net(java_vm, NULL); }

static int asked(answer *question) {
  pthread_once(&network_asked, ask_network);
  return question();
}

int __wrap_ipv4_available(void) { return asked(__real_ipv4_available); }
int __wrap_ipv6_available(void) { return asked(__real_ipv6_available); }
int __wrap_reuseport_available(void) { return asked(__real_reuseport_available); }

/*
 * At start-up, an image asks for the bounds of the main thread's stack, for which the C library reads
 * /proc/self/maps: that takes time, and without /proc, as in a bare chroot, no image starts. The kernel puts the
 * program's name at the top of the stack (execve, AT_EXECFN), and the stack may grow down from there to its limit.
 * STACK_ENOUGH suffices.
 */
#define STACK_ENOUGH (64UL << 20)
extern int __real_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);

int __wrap_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes) {
  const char *name = (const char *)getauxval(AT_EXECFN);
  struct rlimit limit;
  if (name == NULL || syscall(SYS_gettid) != getpid() || getrlimit(RLIMIT_STACK, &limit) == -1) {
    return __real_pthread_getattr_np(thread, attributes);
  }
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  uintptr_t top = ((uintptr_t)name + strlen(name) + page) & -page;
  uintptr_t size = (limit.rlim_cur < STACK_ENOUGH ? limit.rlim_cur : STACK_ENOUGH) & -page;
  int error = pthread_attr_init(attributes);
  return error != 0 ? error : pthread_attr_setstack(attributes, (void *)(top - size), size);
}
#endif

#if defined(__linux__) && !defined(__GLIBC__)
/*
 * Replaces the C library's function, which finds nothing in a static program: the JDK looks for these functions at run
 * time. Without statx(2), for one, no file has a time of creation; without inet_pton(3), there is no IPv6.
 */
extern void copy_file_range(void), statx(void); /* the headers declare them only for _GNU_SOURCE */

void *dlsym(void *restrict library, const char *restrict name) {
  static const struct { const char *name; void *function; } known[] = {
      {"copy_file_range", copy_file_range}, {"fdopendir", fdopendir}, {"fstatat64", fstatat}, {"inet_pton", inet_pton},
      {"openat64", openat},                 {"renameat", renameat},   {"statx", statx},       {"unlinkat", unlinkat}};
  (void)library;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (strcmp(name, known[i].name) == 0) return known[i].function;
  }
  return NULL;
}

/*
 * The C library accepts the signals that it reserves (33 and 34) once there is a second thread, and when it restores a
 * mask, as after posix_spawn: they ask it to cancel a thread, or to change the ids of all, which no code in the image
 * does. The latter is SIGRTMIN elsewhere; it would end this process instead of reaching the command. So a mask is kept
 * whole, by each thread and the one that starts it.
 */
int __wrap_pthread_sigmask(int how, const sigset_t *mask, sigset_t *before) {
  int unchanged = errno;
  int error = syscall(SYS_rt_sigprocmask, how, mask, before, sizeof(uint64_t)) == -1 ? errno : 0;
  errno = unchanged;
  return error;
}

struct beginning { void *(*function)(void *); void *argument; uint64_t mask; };
extern int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*function)(void *), void *argument);

static void set_mask(const uint64_t *mask) { syscall(SYS_rt_sigprocmask, SIG_SETMASK, mask, NULL, sizeof *mask); }

static void *begin(void *argument) {
  struct beginning own = *(struct beginning *)argument;
  free(argument);
  set_mask(&own.mask);
  return own.function(own.argument);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*function)(void *), void *argument) {
  struct beginning *start = malloc(sizeof *start);
  if (start == NULL) return EAGAIN;
  *start = (struct beginning){function, argument, 0};
  syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &start->mask, sizeof start->mask);
  uint64_t mask = start->mask;
  int error = __real_pthread_create(thread, attributes, begin, start);
  set_mask(&mask);
  if (error != 0) free(start);
  return error;
}

/*
 * What the C library says of an error, in the words of glibc where they differ: those that people know, search for and
 * match.
 */
extern char *__real_strerror(int error);

char *__wrap_strerror(int error) {
  static const struct { int error; const char *text; } known[] = {
      {EIO, "Input/output error"},
      {ECHILD, "No child processes"},
      {ENOMEM, "Cannot allocate memory"},
      {EBUSY, "Device or resource busy"},
      {EXDEV, "Invalid cross-device link"},
      {EMFILE, "Too many open files"},
      {ENOTTY, "Inappropriate ioctl for device"},
      {ESPIPE, "Illegal seek"},
      {EDOM, "Numerical argument out of domain"},
      {ERANGE, "Numerical result out of range"},
      {EDEADLK, "Resource deadlock avoided"},
      {ENAMETOOLONG, "File name too long"},
      {ELOOP, "Too many levels of symbolic links"},
      {ETIME, "Timer expired"},
      {EOVERFLOW, "Value too large for defined data type"},
      {EILSEQ, "Invalid or incomplete multibyte or wide character"},
      {ENOTSOCK, "Socket operation on non-socket"},
      {EMSGSIZE, "Message too long"},
      {EOPNOTSUPP, "Operation not supported"},
      {EADDRINUSE, "Address already in use"},
      {EADDRNOTAVAIL, "Cannot assign requested address"},
      {ENETUNREACH, "Network is unreachable"},
      {ENETRESET, "Network dropped connection on reset"},
      {ECONNABORTED, "Software caused connection abort"},
      {EISCONN, "Transport endpoint is already connected"},
      {ENOTCONN, "Transport endpoint is not connected"},
      {ESHUTDOWN, "Cannot send after transport endpoint shutdown"},
      {ETIMEDOUT, "Connection timed out"},
      {EHOSTUNREACH, "No route to host"},
      {EINPROGRESS, "Operation now in progress"},
      {EUCLEAN, "Structure needs cleaning"},
      {EDQUOT, "Disk quota exceeded"}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (known[i].error == error) return (char *)known[i].text;
  }
  return __real_strerror(error);
}
#endif

#ifdef AES_PROCESSOR
/*
 * Checks the CPU before the image does, which would exit with 1, a code that could be the command's. One register has
 * all features that x86-64-v2 and the profile "aes" of the pom require (leaf 1, ECX): SSE3, PCLMUL, SSSE3,
 * CMPXCHG16B, SSE4.1, SSE4.2, POPCNT, AES.
 */
__attribute__((constructor)) static void refuse_lesser_processors(void) {
  static const unsigned needed = 1u << 0 | 1u << 1 | 1u << 9 | 1u << 13 | 1u << 19 | 1u << 20 | 1u << 23 | 1u << 25;
  static const char problem[] = "resil: this processor lacks AES instructions or SSE 4.2, which this build of resil requires; "
                                "build it with 'scripts/build-native -Dany-processor'\n";
  unsigned a, b, has, d;
  if (__get_cpuid(1, &a, &b, &has, &d) && (has & needed) == needed) return;
  (void)!write(2, problem, sizeof problem - 1);
  _exit(125);
}
#endif

/*
 * Runs before anything is opened: if the caller closed a standard stream, no file of resil's may take its number, or
 * messages would be written into that file. The command finds the stream closed, and so, in effect, does resil: stdin
 * is opened for writing, stdout and stderr for reading.
 */
__attribute__((constructor)) static void occupy_closed_standard_streams(void) {
  for (int descriptor = 0; descriptor <= 2; descriptor++) {
    if (fcntl(descriptor, F_GETFD) == -1) openat(AT_FDCWD, "/dev/null", (descriptor == 0 ? O_WRONLY : O_RDONLY) | O_CLOEXEC);
  }
}

/* The arguments, in the memory that ps and /proc/PID/cmdline show. */
static int argument_count;
static char **arguments;

#ifdef __linux__
extern char **environ;

/* The kernel puts the number of arguments, the arguments, NULL, and the environment next to each other. */
__attribute__((constructor)) static void remember_arguments(void) {
  char **end = environ - 1;
  while (*(long *)(end - argument_count - 1) != argument_count) argument_count++;
  arguments = end - argument_count;
}
#else
__attribute__((constructor)) static void remember_arguments(int count, char **words) {
  argument_count = count;
  arguments = words;
}
#endif

/* Overwrites part of the argument that is that far from the end; the last is 1 from it. */
void resil_hide_argument(int from_end, int start, int length) {
  if (from_end < 1 || from_end > argument_count) return;
  char *word = arguments[argument_count - from_end];
  int end = (int)strlen(word);
  for (int i = start; i < end && i - start < length; i++) word[i] = '*';
}

extern char **environ;

/* The inherited environment; Java cannot read C variables. */
char **resil_environ(void) { return environ; }

/* Columns of the terminal behind a descriptor, 0 if it is not a terminal. ioctl is variadic, and TIOCGWINSZ a macro. */
int resil_terminal_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/* Below: variadic functions, macros, and sequences of calls that belong together. */

int resil_available(int descriptor) {
  int count;
  return ioctl(descriptor, FIONREAD, &count) == 0 ? count : -1;
}

int resil_set_non_blocking(int descriptor) {
  return fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

int resil_open(const char *path, int write, int non_blocking) {
  return openat(AT_FDCWD, path,
                (write ? O_WRONLY : O_RDONLY) | (non_blocking ? O_NONBLOCK : 0) | O_NOCTTY | O_CLOEXEC);
}

/* statx(2) with the basic fields and the time of creation; headers and C libraries may lack it. */
int resil_statx(const char *path, void *found) {
#ifdef SYS_statx
  return (int)syscall(SYS_statx, AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, 0xfff, found);
#else
  return (void)path, (void)found, errno = 38, -1; /* Errno.ENOSYS */
#endif
}

int resil_pipe(int *ends) {
  if (pipe(ends) == -1) return -1;
  return fcntl(ends[0], F_SETFD, FD_CLOEXEC) == -1 ? -1 : fcntl(ends[1], F_SETFD, FD_CLOEXEC);
}

#ifdef __linux__
/* F_GETPIPE_SZ and F_SETPIPE_SZ, which the headers define only for _GNU_SOURCE. Leaves a wider pipe unchanged. */
int resil_widen_pipe(int pipe, int size) {
  int now = fcntl(pipe, 1032);
  return now == -1 || now >= size ? now : fcntl(pipe, 1031, size);
}
#endif

/* A descriptor that is readable once a file of a folder is replaced or removed. */
#ifdef __linux__
int resil_watch_folder(const char *path) {
  int descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (descriptor == -1 || inotify_add_watch(descriptor, path, IN_MOVED_TO | IN_DELETE) != -1) return descriptor;
  int error = errno;
  close(descriptor);
  return errno = error, -1;
}
#else
int resil_watch_folder(const char *path) { return (void)path, errno = ENOSYS, -1; }
#endif

/* pidfd_open(2) and pidfd_send_signal(2), which older headers lack; their numbers are the same on all machines. */
#ifdef __linux__
int resil_open_process(int pid) { return (int)syscall(434, pid, 0); }
int resil_signal_process(int descriptor, int number) { return (int)syscall(424, descriptor, number, NULL, 0); }
#else
int resil_open_process(int pid) { return (void)pid, errno = ENOSYS, -1; }
int resil_signal_process(int descriptor, int number) { return (void)descriptor, (void)number, errno = ENOSYS, -1; }
#endif

/* The lowest id in a range that is a child, running or not reaped; 0 for none. */
int resil_next_child(int from, int to) {
  siginfo_t info;
  for (int pid = from; pid <= to; pid++) {
    if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0) return pid;
  }
  return 0;
}

/* Overwrites the end of the template. */
int resil_temporary_file(char *template) {
  int descriptor = mkstemp(template);
  if (descriptor == -1) return -1;
  unlink(template);
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  return descriptor;
}

/* Opens a pseudo-terminal; returns its master side. */
int resil_open_terminal(void) {
  int descriptor = posix_openpt(O_RDWR | O_NOCTTY);
  if (descriptor == -1) return -1;
  if (fcntl(descriptor, F_SETFD, FD_CLOEXEC) == -1 || grantpt(descriptor) == -1 || unlockpt(descriptor) == -1) {
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
  }
  return descriptor;
}

int resil_terminal_size(int descriptor, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) == -1) return -1;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return 0;
}

int resil_resize_terminal(int descriptor, int rows, int columns) {
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  return ioctl(descriptor, TIOCSWINSZ, &size);
}

/* Stops the conversion of line feeds to carriage return and line feed. */
int resil_plain_line_feeds(int descriptor) {
  struct termios modes;
  if (tcgetattr(descriptor, &modes) == -1) return -1;
  modes.c_oflag &= ~ONLCR;
  return tcsetattr(descriptor, TCSANOW, &modes);
}

/* The signal that a key sends in a terminal's current modes, 0 for none. */
int resil_key_signal(int descriptor, int key) {
  struct termios modes;
  if (tcgetattr(descriptor, &modes) == -1 || !(modes.c_lflag & ISIG) || key == _POSIX_VDISABLE) return 0;
  if (key == modes.c_cc[VINTR]) return SIGINT;
  if (key == modes.c_cc[VQUIT]) return SIGQUIT;
  return key == modes.c_cc[VSUSP] ? SIGTSTP : 0;
}

/* Whether a CONT is pending. A stop discards earlier ones, so it came after the last stop. */
static int continued(void) {
  sigset_t pending;
  return sigpending(&pending) == 0 && sigismember(&pending, SIGCONT);
}

/* Stops this process as an unblocked TSTP, TTIN or TTOU does, until it is continued; returns whether it was stopped. */
int resil_suspend(int signal) {
  sigset_t stop, before;
  sigemptyset(&stop);
  sigaddset(&stop, signal);
  if (!continued()) {
    pthread_sigmask(SIG_UNBLOCK, &stop, &before);
    raise(signal);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
  }
  return continued();
}

/*
 * Blocks all signals and opens a descriptor to read them from. A fault still ends this process: the kernel delivers
 * the signal of a fault even if it is blocked, with its default action. The C library would skip the two signals that
 * it reserves (32 and 33), which also kill by default; this program does not use them.
 */
int resil_open_signals(sigset_t *before) {
  sigemptyset(before);
#ifdef __linux__
  uint64_t all = ~(uint64_t)0;
  if (syscall(SYS_rt_sigprocmask, SIG_BLOCK, &all, before, sizeof all) == -1) return -1;
  return (int)syscall(SYS_signalfd4, -1, &all, sizeof all, SFD_CLOEXEC | SFD_NONBLOCK);
#else
  static const int faults[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS};
  sigset_t all;
  sigfillset(&all);
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) sigdelset(&all, faults[i]);
  pthread_sigmask(SIG_BLOCK, &all, before);
  errno = ENOSYS;
  return -1;
#endif
}

/*
 * Becomes another program, as execvp does, with the mask and the disposition of SIGCHLD that this process was started
 * with. Returns only on failure, with the negated errno.
 */
int resil_replace(const char *file, char *const *arguments, char **environment, const sigset_t *mask, int ignore_child) {
  char **own = environ;
  if (ignore_child) signal(SIGCHLD, SIG_IGN);
  environ = environment;
  if (mask != NULL) sigprocmask(SIG_SETMASK, mask, NULL);
  execvp(file, arguments);
  environ = own; /* the caller frees the other */
  return -errno;
}

#ifdef __linux__
extern int execvpe(const char *file, char *const arguments[], char *const environment[]);

/* Resets signal handlers in the child, which shares its memory with this process until exec. */
static void reset_handlers(void) {
  for (int signal = 1; signal < 65; signal++) {
    struct sigaction action;
    if (sigaction(signal, NULL, &action) == 0 && action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN) {
      action.sa_handler = SIG_DFL;
      action.sa_flags = 0;
      sigaction(signal, &action, NULL);
    }
  }
}

/* Spawn.TERMINAL, and the space that NativePosix reserves for a process id. */
#define RESIL_TERMINAL (-2)
#define RESIL_ID 16

static int redirect(const int *streams, const char *terminal) {
  int opened = -1;
  for (int i = 0; i < 3; i++) {
    int from = streams[i];
    if (from == RESIL_TERMINAL) {
      /* the first terminal that the leader of a session opens becomes the session's */
      if (opened == -1 && (opened = openat(AT_FDCWD, terminal, O_RDWR)) == -1) return -1;
      from = opened;
    }
    if (from == i ? fcntl(i, F_SETFD, 0) == -1 : from >= 0 && dup2(from, i) == -1) return -1;
  }
  return opened > 2 ? close(opened) : 0;
}

/*
 * Starts a program as posix_spawnp does, with more setup in the child: requests a signal for the end of this thread
 * (unless 0), and writes the child's own id, in decimal, to each address in own_id, a list that ends with NULL. If
 * the parent ended before the request, the child has another parent by now.
 */
int resil_spawn(const char *file, char *const *arguments, char *const *environment, const int *streams, const char *terminal,
                const sigset_t *mask, int death_signal, char **own_id) {
  volatile int error = 0;
  pid_t parent = getpid();
  pid_t child = vfork();
  if (child == 0) {
    reset_handlers();
    if ((terminal == NULL || setsid() != -1) && redirect(streams, terminal) != -1 &&
        (death_signal == 0 || prctl(PR_SET_PDEATHSIG, death_signal) != -1)) {
      if (death_signal != 0 && getppid() != parent) _exit(127);
      for (; *own_id != NULL; own_id++) snprintf(*own_id, RESIL_ID, "%d", (int)getpid());
      sigprocmask(SIG_SETMASK, mask, NULL);
      execvpe(file, arguments, environment);
    }
    error = errno;
    _exit(127);
  }
  if (child == -1) return -errno;
  if (error == 0) return child;
  waitpid(child, NULL, 0);
  return -error;
}
#endif
