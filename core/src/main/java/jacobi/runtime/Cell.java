package jacobi.runtime;

import jacobi.graph.Op;
import jacobi.graph.Source;

/**
 * A place whose content changes: behind a variable. Programs read and write it; its memory is
 * overwritten in place unless someone outside holds its current content.
 */
public final class Cell implements Source {
  private final Op.Type type;
  private Storage content;
  private boolean exposed;
  private long version;

  public Cell(Storage content) {
    this.type = content.type();
    this.content = content;
    this.exposed = true;
  }

  public Op.Type type() {
    return type;
  }

  /** The content, which from now on is never overwritten. */
  public synchronized Storage expose() {
    exposed = true;
    return content;
  }

  /** A number that changes whenever the content does. */
  synchronized long version() {
    return version;
  }

  /** The content for a program to read. */
  synchronized Storage content() {
    return content;
  }

  /** The content in a pool's space, where it stays. */
  synchronized Storage content(MemoryPool pool) {
    if (!content.isIn(pool)) {
      // Not the copy that the old content remembers: this one will be written over.
      content = content.copyIn(pool);
      exposed = false;
    }
    return content;
  }

  /** Whether a program may write over the content, which from now on counts as changed. */
  synchronized boolean openToWrite() {
    version++;
    return !exposed;
  }

  /** Replaces the content by storage that someone else may hold. */
  public synchronized void set(Storage storage) {
    version++;
    content = storage;
    exposed = true;
  }

  /** Replaces the content by storage that only this cell holds. */
  synchronized void take(Storage storage) {
    version++;
    content = storage;
    exposed = false;
  }

  /** Copies an array of the type's own kind in, over the present memory if nobody else holds it. */
  public synchronized void write(Object array) {
    version++;
    if (exposed) {
      take(Storage.copyOf(array, type));
    } else {
      content.write(array);
    }
  }
}
