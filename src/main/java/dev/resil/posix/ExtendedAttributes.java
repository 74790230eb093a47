package dev.resil.posix;

import java.util.List;
import java.util.Optional;

/**
 * Attributes of files besides owner and mode, such as access control lists, security labels and the
 * user's own: {@code xattr(7)}. Paths and names are {@link dev.resil.text.RawText}. An {@code int}
 * is 0, or the negated errno.
 */
public interface ExtendedAttributes {
  /** A size for all names, and for any value, in bytes: the limit of Linux. */
  int MAX = 1 << 16;

  /** For systems without such calls. */
  ExtendedAttributes NONE =
      new ExtendedAttributes() {
        @Override
        public List<String> names(String path) {
          return List.of();
        }

        @Override
        public Optional<byte[]> value(String path, String name) {
          return Optional.empty();
        }

        @Override
        public int set(String path, String name, byte[] value) {
          return -Abi.ENOSYS;
        }

        @Override
        public int remove(String path, String name) {
          return -Abi.ENOSYS;
        }
      };

  /** The names of a file's attributes; none if the file system has no attributes. */
  List<String> names(String path);

  /** The value of an attribute; empty if it cannot be read. */
  Optional<byte[]> value(String path, String name);

  /** Adds or replaces an attribute. */
  int set(String path, String name, byte[] value);

  /** Removes an attribute. */
  int remove(String path, String name);
}
