package jacobi.data.text;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Reads examples one at a time, for sources that are larger than memory. */
public interface TextReader extends Closeable {

  /**
   * The next example; empty at the end.
   *
   * @throws jacobi.graph.JacobiException naming file and line, if it is not one
   */
  Optional<TextExample> next() throws IOException;
}
