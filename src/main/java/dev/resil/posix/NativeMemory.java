package dev.resil.posix;

import dev.resil.text.RawText;
import java.util.List;
import org.graalvm.nativeimage.UnmanagedMemory;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.nativeimage.c.type.CCharPointerPointer;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/** Memory for C, freed all at once. */
final class NativeMemory implements AutoCloseable {
  /** Each block starts with the address of the previous block; 16 bytes keep C's alignment. */
  private static final int HEADER = 16;

  private Pointer last = WordFactory.nullPointer();

  Pointer allocate(long size) {
    Pointer piece = UnmanagedMemory.malloc(WordFactory.unsigned(HEADER + size));
    piece.writeWord(0, last);
    last = piece;
    return piece.add(HEADER);
  }

  /** A C string. */
  CCharPointer string(byte[] bytes) {
    CCharPointer copy = (CCharPointer) allocate(bytes.length + 1L);
    for (int i = 0; i < bytes.length; i++) {
      copy.write(i, bytes[i]);
    }
    copy.write(bytes.length, (byte) 0);
    return copy;
  }

  /** An array of null pointers, with one more at its end. */
  CCharPointerPointer pointers(int count) {
    CCharPointerPointer array = (CCharPointerPointer) allocate(8L * (count + 1));
    for (int i = 0; i <= count; i++) {
      array.write(i, WordFactory.nullPointer());
    }
    return array;
  }

  /** {@link RawText}s as an {@code argv}. */
  CCharPointerPointer strings(List<String> texts) {
    CCharPointerPointer array = pointers(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      array.write(i, string(RawText.encode(texts.get(i))));
    }
    return array;
  }

  @Override
  public void close() {
    while (last.isNonNull()) {
      Pointer before = last.readWord(0);
      UnmanagedMemory.free(last);
      last = before;
    }
  }
}
