package jacobi.models.text;

import jacobi.graph.JacobiException;
import jacobi.io.AtomicFiles;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Counts of n-grams in a file: eight bytes that say what it is; order, vocabulary size and the
 * words that begin and end sentences (-1: none) as four-byte integers; then for each length from 1
 * how many n-grams there are and each of them as the entry of its first words, its last word and
 * its count, in numbers of seven bits a byte, the lowest first; and a CRC-32 of all that. About
 * five bytes an n-gram.
 */
final class NgramFile {
  private static final long MAGIC = 0x4a4e4752414d0001L; // JNGRAM, version 1
  private static final int LARGEST_ORDER = 1000;

  private NgramFile() {}

  static void write(NgramCounts counts, Path file) throws IOException {
    AtomicFiles.stream(file, out -> write(counts, out));
  }

  private static void write(NgramCounts counts, OutputStream file) throws IOException {
    CheckedOutputStream checked = new CheckedOutputStream(file, new CRC32());
    DataOutputStream out = new DataOutputStream(checked);
    out.writeLong(MAGIC);
    out.writeInt(counts.order());
    out.writeInt(counts.vocabularySize());
    out.writeInt(counts.begin());
    out.writeInt(counts.end());
    for (int length = 1; length <= counts.order(); length++) {
      NgramTable table = counts.table(length);
      out.writeInt(table.size());
      for (int entry = 0; entry < table.size(); entry++) {
        number(out, table.parent(entry));
        number(out, table.word(entry));
        number(out, table.countOf(entry));
      }
    }
    out.writeLong(checked.getChecksum().getValue());
    out.flush();
  }

  private static void number(OutputStream out, int n) throws IOException {
    int rest = n;
    for (; rest >= 0x80; rest >>>= 7) {
      out.write((rest & 0x7f) | 0x80);
    }
    out.write(rest);
  }

  static NgramCounts read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    if (Files.isDirectory(file)) {
      throw new JacobiException(file + ": is a folder, expected a file of n-grams");
    }
    try (InputStream in = Files.newInputStream(file)) {
      CheckedInputStream checked =
          new CheckedInputStream(new BufferedInputStream(in, 1 << 16), new CRC32());
      return read(file, checked, new DataInputStream(checked));
    } catch (EOFException e) {
      throw new JacobiException(file + ": ends too early, it is not a whole file of n-grams", e);
    }
  }

  private static NgramCounts read(Path file, CheckedInputStream checked, DataInputStream in)
      throws IOException {
    if (in.readLong() != MAGIC) {
      throw new JacobiException(file + ": is not a file of n-grams that Jacobi wrote");
    }
    int order = in.readInt();
    int vocabulary = in.readInt();
    int begin = in.readInt();
    int end = in.readInt();
    boolean boundaries = begin != NgramCounts.NONE || end != NgramCounts.NONE;
    if (order < 1 || order > LARGEST_ORDER || vocabulary < 1) {
      throw damaged(file, "order " + order + " over " + vocabulary + " words");
    }
    if (boundaries && (begin < 0 || begin >= vocabulary || end < 0 || end >= vocabulary)) {
      throw damaged(file, "sentences from word " + begin + " to word " + end);
    }
    NgramCounts counts = NgramCounts.empty(order, vocabulary, begin, end);
    for (int length = 1; length <= order; length++) {
      int size = in.readInt();
      for (int i = 0; i < size; i++) {
        int parent = number(in);
        int word = number(in);
        int count = number(in);
        if (parent < 0
            || parent >= counts.table(length - 1).size()
            || word < 0
            || word >= vocabulary
            || count < 0
            || counts.table(length).find(parent, word) >= 0) {
          throw damaged(file, "n-gram " + i + " of length " + length);
        }
        counts.table(length).put(parent, word, count);
      }
    }
    long sum = checked.getChecksum().getValue();
    if (in.readLong() != sum) {
      throw damaged(file, "its check sum");
    }
    if (in.read() >= 0) {
      throw damaged(file, "more bytes than it should have");
    }
    return counts;
  }

  private static int number(InputStream in) throws IOException {
    int n = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException();
      }
      n |= (b & 0x7f) << shift;
      if (b < 0x80) {
        return n;
      }
    }
    return -1;
  }

  private static JacobiException damaged(Path file, String what) {
    return new JacobiException(file + ": is damaged: " + what + " cannot be right");
  }
}
