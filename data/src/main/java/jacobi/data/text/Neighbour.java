package jacobi.data.text;

/**
 * A word near another.
 *
 * @param cosine of the angle between the two vectors, -1 to 1
 */
public record Neighbour(String word, float cosine) {}
