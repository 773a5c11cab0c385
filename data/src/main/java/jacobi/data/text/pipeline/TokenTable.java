package jacobi.data.text.pipeline;

import jacobi.graph.JacobiException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Tokens and their ids, which may leave some out. */
final class TokenTable {
  private static final int LARGEST = 1 << 27;

  private final Map<String, Integer> ids;
  private final String[] tokens;

  /**
   * @throws JacobiException if two tokens have one id, or an id is below 0 or above 2^27
   */
  TokenTable(Map<String, Integer> ids) {
    this.ids = new HashMap<>(ids);
    int greatest = -1;
    for (Map.Entry<String, Integer> e : ids.entrySet()) {
      if (e.getValue() < 0 || e.getValue() > LARGEST) {
        throw new JacobiException(
            String.format(
                "token \"%s\" has id %d, expected 0 to %d", e.getKey(), e.getValue(), LARGEST));
      }
      greatest = Math.max(greatest, e.getValue());
    }
    this.tokens = new String[greatest + 1];
    ids.forEach(
        (token, id) -> {
          if (tokens[id] != null) {
            throw new JacobiException(
                String.format("tokens \"%s\" and \"%s\" both have id %d", tokens[id], token, id));
          }
          tokens[id] = token;
        });
  }

  /** The id of a token, or -1. */
  int id(String token) {
    return ids.getOrDefault(token, -1);
  }

  OptionalInt find(String token) {
    int id = id(token);
    return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
  }

  Optional<String> token(int id) {
    return id < 0 || id >= tokens.length ? Optional.empty() : Optional.ofNullable(tokens[id]);
  }

  /** The greatest id and one. */
  int end() {
    return tokens.length;
  }

  Map<String, Integer> ids() {
    return ids;
  }

  /** The ids of the tokens {@code <0x00>} to {@code <0xFF>}; -1 where there is none. */
  int[] byteIds() {
    int[] byteIds = new int[256];
    for (int b = 0; b < 256; b++) {
      byteIds[b] = id(String.format("<0x%02X>", b));
    }
    return byteIds;
  }
}
