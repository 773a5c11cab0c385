package jacobi.plot;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Arithmetic as people write it, made into a graph: {@code d = 2*b; e = a + d; L = c*e}. The last
 * statement is the result; a name that no statement gives is an input and needs a value. There are
 * + - * / ^, parentheses and functions of one argument.
 */
public final class Expression {
  private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS =
      new TreeMap<>(
          Map.of(
              "exp", Tensor::exp,
              "log", Tensor::log,
              "sqrt", Tensor::sqrt,
              "square", Tensor::square,
              "abs", Tensor::abs,
              "sigmoid", Tensor::sigmoid,
              "tanh", Tensor::tanh,
              "relu", Tensor::relu));

  private final String text;
  private final Map<String, Double> values;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> results = new LinkedHashMap<>();
  private int at;

  /**
   * What an expression came to.
   *
   * @param output the last statement's result
   * @param inputs the names that were given values, in the order of their appearance
   */
  public record Parsed(Tensor output, List<Tensor> inputs) {}

  private Expression(String text, Map<String, Double> values) {
    this.text = text;
    this.values = values;
  }

  /** Reads statements, with the values of the inputs; all must be used. */
  public static Parsed parse(String text, Map<String, Double> values) {
    Expression e = new Expression(text, values);
    Tensor output = e.statements();
    for (String name : values.keySet()) {
      if (!e.inputs.containsKey(name)) {
        throw new JacobiException("'" + text + "' has no input '" + name + "'");
      }
    }
    if (e.inputs.isEmpty()) {
      throw new JacobiException("'" + text + "' has no input, so there is no gradient");
    }
    return new Parsed(output, new ArrayList<>(e.inputs.values()));
  }

  private Tensor statements() {
    while (true) {
      String name = assigned();
      Tensor result = sum().named(name.isEmpty() ? "result" : name);
      results.put(name, result);
      if (!accept(';') || rest().isBlank()) {
        if (!rest().isBlank()) {
          throw wrong("an operator");
        }
        return result;
      }
    }
  }

  /** The name before a statement's equals sign, if it has one. */
  private String assigned() {
    int start = at;
    String name = word();
    if (!name.isEmpty() && accept('=')) {
      if (results.containsKey(name) || inputs.containsKey(name)) {
        throw new JacobiException("'" + text + "' gives '" + name + "' a value twice");
      }
      return name;
    }
    at = start;
    return "";
  }

  private Tensor sum() {
    Tensor left = product();
    while (true) {
      if (accept('+')) {
        left = left.add(product());
      } else if (accept('-')) {
        left = left.sub(product());
      } else {
        return left;
      }
    }
  }

  private Tensor product() {
    Tensor left = factor();
    while (true) {
      if (accept('*')) {
        left = left.mul(factor());
      } else if (accept('/')) {
        left = left.div(factor());
      } else {
        return left;
      }
    }
  }

  private Tensor factor() {
    if (accept('-')) {
      return factor().neg();
    }
    Tensor base = atom();
    return accept('^') ? base.pow(factor()) : base;
  }

  private Tensor atom() {
    if (accept('(')) {
      return closed(sum());
    }
    String name = word();
    if (name.isEmpty()) {
      return Jacobi.full(number(), DType.FLOAT32);
    }
    if (accept('(')) {
      UnaryOperator<Tensor> f = FUNCTIONS.get(name);
      if (f == null) {
        throw new JacobiException(
            "'"
                + text
                + "': unknown function '"
                + name
                + "', there are "
                + String.join(", ", FUNCTIONS.keySet()));
      }
      return f.apply(closed(sum()));
    }
    return results.containsKey(name) ? results.get(name) : input(name);
  }

  private Tensor input(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new JacobiException(
          "'" + text + "': '" + name + "' has no value: add " + name + "=1, say");
    }
    return inputs.computeIfAbsent(name, n -> Jacobi.scalar(value).named(n));
  }

  private Tensor closed(Tensor inner) {
    if (!accept(')')) {
      throw wrong("')'");
    }
    return inner;
  }

  private double number() {
    skipBlanks();
    int start = at;
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    try {
      return Double.parseDouble(text.substring(start, at));
    } catch (NumberFormatException e) {
      at = start;
      throw wrong("a number, a name or '('");
    }
  }

  private String word() {
    skipBlanks();
    int start = at;
    while (at < text.length()
        && (Character.isLetter(text.charAt(at))
            || text.charAt(at) == '_'
            || (at > start && Character.isDigit(text.charAt(at))))) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean accept(char c) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private String rest() {
    return text.substring(at);
  }

  private JacobiException wrong(String expected) {
    skipBlanks();
    String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new JacobiException(
        "'" + text + "', character " + (at + 1) + ": expected " + expected + ", found " + found);
  }
}
