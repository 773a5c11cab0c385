package jacobi.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RandomBitsTest {

  // The known answers published with the authors' Random123 library (file kat_vectors).
  @Test
  void givesTheKnownAnswersOfRandom123() {
    assertThat(RandomBits.block(0, 0, 0))
        .containsExactly(0x6627e8d5L, 0xe169c58dL, 0xbc57ac4cL, 0x9b00dbd8L);
    assertThat(RandomBits.block(-1, -1, -1))
        .containsExactly(0x408f276dL, 0x41c83b0eL, 0xa20bc7c6L, 0x6d5451fdL);
    assertThat(RandomBits.block(0x299f31d0a4093822L, 0x85a308d3243f6a88L, 0x0370734413198a2eL))
        .containsExactly(0xd16cfe09L, 0x94fdccebL, 0x5001e420L, 0x24126ea1L);
  }
}
