/*
 * What the native image needs in C. native-image hands this file to the C compiler that links the image.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/resource.h>

/*
 * In place of the C library's: an image's start-up raises RLIMIT_NOFILE to its maximum before main, no option
 * prevents it, and the command would inherit the raised limit. Nothing else in the image sets a limit.
 */
int setrlimit(int resource, const struct rlimit *limit) {
  (void)resource, (void)limit;
  return 0;
}

#ifdef __linux__
/*
 * In place of the C library's: the image's start-up maps its heap from its own file and leaves the descriptor
 * open for good, without O_CLOEXEC. No descriptor of resil's own is for the command to inherit.
 */
int open(const char *path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
  va_end(more);
  return openat(AT_FDCWD, path, flags | O_CLOEXEC, mode);
}

int open64(const char *path, int flags, ...) __attribute__((alias("open"), nonnull(1)));
#endif

/*
 * Before anything is opened: a standard stream that the caller closed must not become a file of resil's, which its
 * own lines would then be written into. The command finds the stream closed, as the caller left it.
 */
__attribute__((constructor)) static void occupy_closed_standard_streams(void) {
  for (int descriptor = 0; descriptor <= 2; descriptor++) {
    if (fcntl(descriptor, F_GETFD) == -1) openat(AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC);
  }
}

extern char **environ;

/* The environment as this process got it; Java reads no C variables. */
char **resil_environ(void) { return environ; }

/* Columns of the terminal behind a descriptor, 0 where there is none: ioctl is variadic, and TIOCGWINSZ a macro. */
int resil_terminal_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
