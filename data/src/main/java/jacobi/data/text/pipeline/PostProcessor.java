package jacobi.data.text.pipeline;

import jacobi.graph.JacobiException;
import java.util.List;
import java.util.Map;

/** Puts special tokens around the ids of a text, or of two. */
public sealed interface PostProcessor {

  int[] single(int[] ids);

  int[] pair(int[] first, int[] second);

  /** Adds nothing; a pair is one after the other. */
  record None() implements PostProcessor {
    @Override
    public int[] single(int[] ids) {
      return ids;
    }

    @Override
    public int[] pair(int[] first, int[] second) {
      return joined(first, second);
    }
  }

  /**
   * Says how offsets are trimmed; adds nothing.
   *
   * @param addPrefixSpace kept for files, as the others are
   */
  record ByteLevel(boolean addPrefixSpace, boolean trimOffsets, boolean useRegex)
      implements PostProcessor {
    @Override
    public int[] single(int[] ids) {
      return ids;
    }

    @Override
    public int[] pair(int[] first, int[] second) {
      return joined(first, second);
    }
  }

  /** {@code [CLS] A [SEP]} and {@code [CLS] A [SEP] B [SEP]}. */
  record Bert(SpecialId sep, SpecialId cls) implements PostProcessor {
    @Override
    public int[] single(int[] ids) {
      return joined(one(cls), ids, one(sep));
    }

    @Override
    public int[] pair(int[] first, int[] second) {
      return joined(one(cls), first, one(sep), second, one(sep));
    }
  }

  /** {@code <s> A </s>} and {@code <s> A </s> </s> B </s>}. */
  record Roberta(SpecialId sep, SpecialId cls, boolean trimOffsets, boolean addPrefixSpace)
      implements PostProcessor {
    @Override
    public int[] single(int[] ids) {
      return joined(one(cls), ids, one(sep));
    }

    @Override
    public int[] pair(int[] first, int[] second) {
      return joined(one(cls), first, one(sep), one(sep), second, one(sep));
    }
  }

  /** A token and its id. */
  record SpecialId(String token, int id) {}

  /** A special token that stands for these ids. */
  record Special(List<Integer> ids, List<String> tokens) {
    public Special {
      ids = List.copyOf(ids);
      tokens = List.copyOf(tokens);
    }
  }

  /**
   * A place in a template.
   *
   * @param name A or B for a text, else the name of a special token
   * @param isText whether it is a text
   * @param type the segment it belongs to
   */
  record Slot(String name, boolean isText, int type) {}

  /** Texts and special tokens in any order. */
  record Template(List<Slot> forSingle, List<Slot> forPair, Map<String, Special> specials)
      implements PostProcessor {
    /**
     * @throws JacobiException if a template names a token that is not among {@code specials}
     */
    public Template {
      forSingle = List.copyOf(forSingle);
      forPair = List.copyOf(forPair);
      specials = Map.copyOf(specials);
      for (List<Slot> slots : List.of(forSingle, forPair)) {
        for (Slot slot : slots) {
          boolean known =
              slot.isText()
                  ? slot.name().equals("A") || slot.name().equals("B")
                  : specials.containsKey(slot.name());
          if (!known) {
            throw new JacobiException(
                String.format(
                    "the template names \"%s\", expected %s",
                    slot.name(), slot.isText() ? "A or B" : "one of its special tokens"));
          }
        }
      }
    }

    @Override
    public int[] single(int[] ids) {
      return fill(forSingle, ids, new int[0]);
    }

    @Override
    public int[] pair(int[] first, int[] second) {
      return fill(forPair, first, second);
    }

    private int[] fill(List<Slot> slots, int[] first, int[] second) {
      IntList all = new IntList();
      for (Slot slot : slots) {
        if (slot.isText()) {
          all.addAll(slot.name().equals("A") ? first : second);
        } else {
          specials.get(slot.name()).ids().forEach(all::add);
        }
      }
      return all.toArray();
    }
  }

  /** One after the other; of a pair the first that adds anything joins the two. */
  record Sequence(List<PostProcessor> parts) implements PostProcessor {
    public Sequence {
      parts = List.copyOf(parts);
    }

    @Override
    public int[] single(int[] ids) {
      int[] all = ids;
      for (PostProcessor part : parts) {
        all = part.single(all);
      }
      return all;
    }

    @Override
    public int[] pair(int[] first, int[] second) {
      for (int i = 0; i < parts.size(); i++) {
        if (!(parts.get(i) instanceof None) && !(parts.get(i) instanceof ByteLevel)) {
          return new Sequence(parts.subList(i + 1, parts.size()))
              .single(parts.get(i).pair(first, second));
        }
      }
      return joined(first, second);
    }
  }

  private static int[] one(SpecialId special) {
    return new int[] {special.id()};
  }

  private static int[] joined(int[]... parts) {
    IntList all = new IntList();
    for (int[] part : parts) {
      all.addAll(part);
    }
    return all.toArray();
  }
}
