/*
 * What the native image needs in C. native-image hands this file to the C compiler that links the image.
 */
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

extern char **environ;

/* The environment as this process got it; Java reads no C variables. */
char **resil_environ(void) { return environ; }

/* Columns of the terminal behind a descriptor, 0 where there is none: ioctl is variadic, and TIOCGWINSZ a macro. */
int resil_terminal_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
