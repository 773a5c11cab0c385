package jacobi.bench.tokenizers;

import java.util.List;

/** Texts of many scripts, and the corners where tokenisers differ. */
final class Samples {
  private Samples() {}

  static final List<String> TEXTS =
      List.of(
          "The quick brown fox jumps over the lazy dog. The dog didn't mind; it's used to foxes!",
          "We'll see what they've said: \"I'd rather you're here at 10:30, isn't it?\"",
          "State-of-the-art results (92.4% vs. 89.7%) on 3,141 examples, e.g. in Table 12.",
          "  leading blanks,   runs   of them,\ttabs\tand trailing ones   ",
          "line one\nline two\n\nline four\r\nwindows line\u0085next line",
          "for (int i = 0; i < n; i++) { x[i] += y_i * 0xFF; } // camelCase snake_case",
          "https://example.org/path?query=a+b&x=%20#top user@example.com",
          "Die Straße nach Köln führt über größere Brücken; überall Äpfel.",
          "L'été dernier, j'ai goûté un café crème à l'hôtel près de la forêt.",
          "¿Dónde está el niño? ¡Aquí, mañana por la mañana!",
          "Zażółć gęślą jaźń. Příliš žluťoučký kůň. İstanbul'da ılık IŞIK.",
          "Ο Σίσυφος ανέβηκε στο βουνό. ΟΔΥΣΣΕΥΣ",
          "Съешь же ещё этих мягких французских булок, да выпей чаю.",
          "שָׁלוֹם עולם, מה שלומך היום?",
          "مرحبا بالعالم، كيف حالك اليوم؟ ١٢٣",
          "नमस्ते दुनिया, आप कैसे हैं? क्षत्रिय १२३",
          "สวัสดีชาวโลก วันนี้อากาศดีมาก",
          "我们今天去北京看长城，天气很好。一二三",
          "今日は良い天気ですね。カタカナとひらがな、漢字。",
          "안녕하세요 세계, 오늘 날씨가 좋네요.",
          "𠮷野家 and 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 beyond the first plane",
          "👋🏽 hello 👩‍🚀🇩🇪 ❤️ family 👨‍👩‍👧‍👦 😀😃😄",
          "ﬁne ﬂour, ｆｕｌｌ ｗｉｄｔｈ, x² + ½ = Ⅷ, ①②③, ㎏, Ǆ",
          "e\u0301 and é, n\u0303 and ñ, A\u030a and Å, Å, \u1e9b\u0323",
          "zero\u200bwidth\u200cnon\u200djoiner\u2060word\ufeffmark soft\u00adhyphen",
          "no\u00a0break\u202fspaces\u2003and\u3000others\u2028line\u2029paragraph",
          "control\u0001\u0007\u001b chars\u007f and \ufffd replacement \ue000 private",
          "‘single’ “double” «guillemets» – en — em … ellipsis · dot • bullet",
          "$5 €10 £20 ¥30 + − × ÷ = ≠ ≤ ≥ ~ ^ ` | \\ / < > @ # % & * _ {}[]()",
          "a▁b ▁▁c Ġd Ċ <0x41> <unk> </s> [CLS] <mask> [MASK]x x[MASK] <|endoftext|>",
          "x</s>y<unk>z<s>w[SEP]v<|endoftext|>u<|begin|>t <mask>  s<mask>r [MASK]the the",
          // Words with the same hash code.
          "Aa BB AaAa BBBB AaBB BBAa",
          "1234567890 12 345 6789 3.14159 1e-10 007",
          "supercalifragilisticexpialidocious antidisestablishmentarianism",
          "",
          " ",
          "\n",
          "   \n \t ",
          "'",
          "''s 'S 't'll 'v 're'",
          "a",
          "ß",
          "\u0301");
}
